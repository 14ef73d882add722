/// Why a calendar can't be one.
public enum CalendarFault: Error, Equatable, Sendable {
  /// Hours outside a day, empty, out of order or overlapping.
  case hours
  /// A week without any working time: no due time would ever come.
  case emptyWeek
  /// A working day of no minutes, or of more than 1,440.
  case minutesPerDay
  /// Farther from UTC than any place on earth: 840 minutes.
  case offset
  /// Days out of order, or one that stands there twice.
  case days
  case tooManyDays
  /// The first complete day is after the last.
  case range
}

/// The working time of a region, in one version: a calendar made ready for reckoning.
///
/// What lies beyond the days for which the differing ones are known goes by the week alone. All times are Unix
/// milliseconds; local time is UTC plus a fixed offset (Iran has had no summer time since 2022).
public struct WorkingCalendar: Sendable {
  /// Most differing days that one calendar holds.
  public static let exceptionsMax = 8_192
  /// Times are reckoned up to this: 100 million days around 1970, as in ECMA-262. What lies beyond is taken as it.
  static let timeLimit: Int64 = 8_640_000_000_000_000

  public let region: String
  /// 0: `standard`.
  public let version: UInt32
  public let offsetMinutes: Int32
  /// What a target of one working day is in working time.
  public let minutesPerDay: UInt32
  /// The hours of the weekdays, Saturday first; each in order.
  private let week: [[DayHours]]
  /// The hours of the days that differ, in the order of the days.
  private let exceptions: [[DayHours]]
  private let minutes: CumulativeMinutes

  public init(_ calendar: RegionCalendar) throws(CalendarFault) {
    guard (-840...840).contains(calendar.offsetMinutes) else { throw .offset }
    guard (1...1_440).contains(calendar.minutesPerDay) else { throw .minutesPerDay }
    guard calendar.days.count <= Self.exceptionsMax else { throw .tooManyDays }
    guard calendar.first <= calendar.last else { throw .range }
    guard calendar.hours.allSatisfy({ (1...7).contains($0.weekday) }) else { throw .hours }
    guard !calendar.hours.isEmpty else { throw .emptyWeek }
    week = (1...7).map { weekday in
      calendar.hours.filter { $0.weekday == weekday }.map { DayHours(from: $0.from, until: $0.until) }
    }
    exceptions = calendar.days.map(\.hours)
    guard week.allSatisfy(Self.isInOrder), exceptions.allSatisfy(Self.isInOrder) else { throw .hours }
    guard zip(calendar.days, calendar.days.dropFirst()).allSatisfy({ $0.day < $1.day }) else { throw .days }
    region = calendar.region
    version = calendar.version
    offsetMinutes = calendar.offsetMinutes
    minutesPerDay = calendar.minutesPerDay
    minutes = CumulativeMinutes(week: week, days: calendar.days.map(\.day), exceptions: exceptions)
  }

  /// Nil where the calendar is not sound.
  init?(sound calendar: RegionCalendar) {
    do throws(CalendarFault) { try self.init(calendar) } catch { return nil }
  }

  /// Working time between two moments, in milliseconds; 0 where the second is not after the first.
  public func workingTime(from start: Int64, to end: Int64) -> Int64 {
    start < end ? max(0, worked(until: end) - worked(until: start)) : 0
  }

  /// The first moment by which this much working time has passed since `start`.
  /// - Parameter workingTime: milliseconds; none: the moment is `start` itself, whether anybody works then or not.
  public func add(_ workingTime: Int64, to start: Int64) -> Int64 {
    guard workingTime > 0 else { return start }
    let (goal, overflow) = worked(until: start).addingReportingOverflow(workingTime)
    guard !overflow, let day = minutes.day(reaching: goal, from: place(of: start).day) else {
      return Self.timeLimit
    }
    var missing = goal - minutes.before(day) * 60_000
    let midnight = day * dayMilliseconds - Int64(offsetMinutes) * 60_000
    for hours in hours(on: day) {
      let length = Int64(hours.until - hours.from) * 60_000
      if missing <= length { return midnight + Int64(hours.from) * 60_000 + missing }
      missing -= length
    }
    preconditionFailure("a day's minutes are those of its hours")
  }

  /// Working time of a number of working days, in milliseconds.
  public func workingTime(days: UInt32) -> Int64 { Int64(days) * Int64(minutesPerDay) * 60_000 }

  /// Is it within working hours?
  public func isOpen(at time: Int64) -> Bool {
    let (day, inDay) = place(of: time)
    return hours(on: day).contains { Int64($0.from) * 60_000 <= inDay && inDay < Int64($0.until) * 60_000 }
  }

  /// The local day of a moment.
  public func day(of time: Int64) -> CivilDay { CivilDay(number: Int32(clamping: place(of: time).day)) }

  /// The working hours of a day, in order.
  public func hours(on day: CivilDay) -> [DayHours] { hours(on: Int64(day.number)) }

  private static func isInOrder(_ hours: [DayHours]) -> Bool {
    var end: UInt16 = 0
    for stretch in hours {
      guard stretch.from >= end, stretch.from < stretch.until, stretch.until <= 1_440 else { return false }
      end = stretch.until
    }
    return true
  }

  private func place(of time: Int64) -> (day: Int64, inDay: Int64) {
    let local = min(max(time, -Self.timeLimit), Self.timeLimit) + Int64(offsetMinutes) * 60_000
    return (floorDivide(local, dayMilliseconds), floorModulo(local, dayMilliseconds))
  }

  /// All working time before a moment, counted from an arbitrary one.
  private func worked(until time: Int64) -> Int64 {
    let (day, inDay) = place(of: time)
    var worked = minutes.before(day) * 60_000
    for hours in hours(on: day) {
      let from = Int64(hours.from) * 60_000
      worked += max(0, min(inDay, Int64(hours.until) * 60_000) - from)
    }
    return worked
  }

  private func hours(on day: Int64) -> [DayHours] {
    if let index = minutes.exception(day) { return exceptions[index] }
    return week[Int(floorModulo(day + 5, 7))]
  }
}

/// Milliseconds of a day.
let dayMilliseconds: Int64 = 86_400_000

func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
  let quotient = value / divisor
  return value % divisor < 0 ? quotient - 1 : quotient
}

func floorModulo(_ value: Int64, _ divisor: Int64) -> Int64 {
  let remainder = value % divisor
  return remainder < 0 ? remainder + divisor : remainder
}

import Casework

/// Working time by walking half-hours: slow, and simple enough to be believed. Knows nothing of `WorkingCalendar`.
///
/// All hours of the province begin and end at half-hours, and Iran's offset is one of 210 minutes.
final class NaiveCalendar {
  static let slot: Int64 = 1_800_000
  static let day: Int64 = 86_400_000
  private static let offset: Int64 = 210 * 60_000

  let version: UInt32
  let minutesPerDay: Int64
  /// The local midnight with which the slots begin, as Unix milliseconds.
  private let origin: Int64
  /// Is it working time? One for each half-hour.
  private let isOpen: [Bool]

  /// - Parameters:
  ///   - firstDay: days since 1970; nothing before it is asked for.
  ///   - days: how many are laid out; nothing after them is asked for.
  init(_ calendar: RegionCalendar, firstDay: Int, days: Int) {
    version = calendar.version
    minutesPerDay = Int64(calendar.minutesPerDay)
    origin = Int64(firstDay) * Self.day - Self.offset
    var isOpen = [Bool](repeating: false, count: days * 48)
    for day in 0..<days {
      // 1970-01-01 was a Thursday, the sixth day of a week that begins on Saturday.
      let weekday = (firstDay + day + 5) % 7 + 1
      var hours = calendar.hours.filter { $0.weekday == weekday }.map { ($0.from, $0.until) }
      if let differing = calendar.days.first(where: { Int($0.day.number) == firstDay + day }) {
        hours = differing.hours.map { ($0.from, $0.until) }
      }
      for (from, until) in hours {
        for slot in Int(from) / 30..<Int(until) / 30 { isOpen[day * 48 + slot] = true }
      }
    }
    self.isOpen = isOpen
  }

  func isOpen(at time: Int64) -> Bool { isOpen[Int((time - origin) / Self.slot)] }

  /// Working days as working time, in milliseconds.
  func days(_ count: UInt32) -> Int64 { Int64(count) * minutesPerDay * 60_000 }

  /// Working time from one moment to another, in milliseconds.
  func work(from start: Int64, to end: Int64) -> Int64 {
    var worked: Int64 = 0
    var time = start
    while time < end {
      let slot = (time - origin) / Self.slot
      let next = min(end, origin + (slot + 1) * Self.slot)
      if isOpen[Int(slot)] { worked += next - time }
      time = next
    }
    return worked
  }

  /// The moment by which so much work was done since a start.
  func add(_ work: Int64, to start: Int64) -> Int64 {
    var left = work
    var time = start
    while left > 0 {
      let slot = (time - origin) / Self.slot
      let next = origin + (slot + 1) * Self.slot
      if isOpen[Int(slot)] {
        if left <= next - time { return time + left }
        left -= next - time
      }
      time = next
    }
    return time
  }
}

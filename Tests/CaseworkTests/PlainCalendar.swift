import TestSupport

@testable import Casework

extension RegionCalendar {
  /// A calendar with a week of any hours and some days that differ, around 2025-06-14.
  static func random(_ numbers: inout some RandomNumberGenerator) -> RegionCalendar {
    func hours(_ most: Int, _ numbers: inout some RandomNumberGenerator) -> [DayHours] {
      var places = Set<UInt16>()
      let count = Int.random(in: 0...most, using: &numbers)
      while places.count < 2 * count { places.insert(.random(in: 0...1_440, using: &numbers)) }
      let sorted = places.sorted()
      return (0..<count).map { DayHours(from: sorted[2 * $0], until: sorted[2 * $0 + 1]) }
    }
    var week: [WeeklyHours] = [WeeklyHours(weekday: 1, from: 0, until: 60)]
    for weekday in 2...7 as ClosedRange<UInt8> {
      week += hours(2, &numbers).map { WeeklyHours(weekday: weekday, from: $0.from, until: $0.until) }
    }
    let first = CivilDay(iso: "2025-04-01")!
    var days = Set<Int32>()
    while days.count < 12 { days.insert(first.number + .random(in: 0...200, using: &numbers)) }
    var exceptions: [ExceptionalDay] = []
    for number in days.sorted() {
      exceptions.append(
        ExceptionalDay(day: CivilDay(number: number), name: LocalizedName(), hours: hours(3, &numbers)))
    }
    return RegionCalendar(
      region: "IR", version: .random(in: 1...9, using: &numbers), put: 0,
      offsetMinutes: .random(in: -840...840, using: &numbers),
      minutesPerDay: .random(in: 1...600, using: &numbers),
      hours: week, days: exceptions, first: first, last: CivilDay(number: first.number + 200))
  }
}

/// Working time counted the long way: day by day, stretch by stretch.
struct PlainCalendar {
  private let calendar: RegionCalendar

  /// The first moment of 2025-06-14, local time.
  let anchor: Int64

  init(_ calendar: RegionCalendar) {
    self.calendar = calendar
    anchor = Int64(CivilDay(iso: "2025-06-14")!.number) * day - Int64(calendar.offsetMinutes) * 60_000
  }

  func add(_ worked: Int64, to start: Int64) -> Int64 {
    if worked == 0 { return start }
    var left = worked
    var number = CivilDay(of: start, offsetMinutes: calendar.offsetMinutes).number - 1
    while true {
      for stretch in stretches(number) where stretch.until > start {
        let from = max(stretch.from, start)
        if left <= stretch.until - from { return from + left }
        left -= stretch.until - from
      }
      number += 1
    }
  }

  func worked(from start: Int64, to end: Int64) -> Int64 {
    guard start < end else { return 0 }
    let first = CivilDay(of: start, offsetMinutes: calendar.offsetMinutes).number
    let last = CivilDay(of: end, offsetMinutes: calendar.offsetMinutes).number
    var worked: Int64 = 0
    for number in first...last {
      for stretch in stretches(number) {
        worked += max(0, min(end, stretch.until) - max(start, stretch.from))
      }
    }
    return worked
  }

  private func stretches(_ number: Int32) -> [(from: Int64, until: Int64)] {
    let day = CivilDay(number: number)
    let midnight = Int64(number) * 86_400_000 - Int64(calendar.offsetMinutes) * 60_000
    let hours =
      calendar.days.first { $0.day == day }?.hours
      ?? calendar.hours.filter { $0.weekday == day.weekday }.map { DayHours(from: $0.from, until: $0.until) }
    return hours.map { (midnight + Int64($0.from) * 60_000, midnight + Int64($0.until) * 60_000) }
  }
}

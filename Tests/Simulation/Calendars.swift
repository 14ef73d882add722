import Casework
import TestSupport

/// The working days of the country and of the province: holidays that are known at the year's start, and closings at short
/// notice that are put later. Each change is a new version; versions are counted over all regions.
struct Calendars {
  private(set) var country: RegionCalendar
  private(set) var province: RegionCalendar

  /// - Parameters:
  ///   - firstDay: of the play, days since 1970.
  ///   - days: that the play lasts.
  init(firstDay: Int, days: Int, _ numbers: inout SplitMix64) {
    let week = (1...5).map { WeeklyHours(weekday: $0, from: 450, until: 870) }
    // The province's offices have a shorter Thursday, and a lunch break.
    var own = (1...5).flatMap {
      [WeeklyHours(weekday: $0, from: 450, until: 720), WeeklyHours(weekday: $0, from: 750, until: 870)]
    }
    own.append(WeeklyHours(weekday: 6, from: 480, until: 720))
    let holidays = (0..<days / 15).map { _ in firstDay + Int.random(in: 0..<days, using: &numbers) }
    let closed = Set(holidays).sorted().map { Self.closed($0) }
    let range = (CivilDay(number: Int32(firstDay)), CivilDay(number: Int32(firstDay + days)))
    func calendar(
      _ region: String, _ version: UInt32, _ hours: [WeeklyHours], _ minutes: UInt32
    ) -> RegionCalendar {
      RegionCalendar(
        region: region, version: version, put: 0, offsetMinutes: 210, minutesPerDay: minutes, hours: hours,
        days: closed, first: range.0, last: range.1)
    }
    country = calendar(RegionCalendar.countryRegion, 1, week, 420)
    province = calendar(Province.region, 2, own, 390)
  }

  private static func closed(_ day: Int) -> ExceptionalDay {
    ExceptionalDay(
      day: CivilDay(number: Int32(day)), name: LocalizedName(persian: "تعطیل", english: "Closed"))
  }

  var all: [RegionCalendar] { [country, province] }

  /// Closes a day, or opens it for some hours, or gives a closed one its usual hours back.
  /// - Returns: what is to be put; its version is given then.
  func changed(day: Int, _ numbers: inout SplitMix64) -> RegionCalendar {
    var calendar = Bool.random(using: &numbers) ? country : province
    let wasThere = calendar.days.contains { Int($0.day.number) == day }
    calendar.days.removeAll { Int($0.day.number) == day }
    if !wasThere || Bool.random(using: &numbers) {
      var differing = Self.closed(day)
      if Int.random(in: 0..<4, using: &numbers) == 0 { differing.hours = [DayHours(from: 540, until: 660)] }
      calendar.days.append(differing)
      calendar.days.sort { $0.day < $1.day }
    }
    // A month of shorter days, as in Ramadan: what a target of one working day is changes too.
    if Int.random(in: 0..<6, using: &numbers) == 0 {
      calendar.minutesPerDay = calendar.minutesPerDay == 360 ? 420 : 360
    }
    return calendar
  }

  /// Takes in what was put.
  mutating func take(_ calendar: RegionCalendar) {
    if calendar.region == RegionCalendar.countryRegion { country = calendar } else { province = calendar }
  }
}

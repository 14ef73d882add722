extension WorkingCalendar {
  /// What is taken where neither a region nor the country has a calendar: the week of Iran's public offices, Saturday to
  /// Wednesday from 7:30 to 14:30, without any holidays.
  public static let standard: WorkingCalendar = {
    let week = (1...5).map { WeeklyHours(weekday: $0, from: 450, until: 870) }
    do throws(CalendarFault) {
      return try WorkingCalendar(
        RegionCalendar(
          region: RegionCalendar.countryRegion, version: 0, put: 0, offsetMinutes: 210, minutesPerDay: 420,
          hours: week, days: [], first: CivilDay(number: 0), last: CivilDay(number: 0)))
    } catch { preconditionFailure("these hours are in order: \(error)") }
  }()
}

import Casework

/// Reads the calendars, all versions of each.
enum CalendarRows {
  static func load(_ database: Database) throws(JournalError) -> [RegionCalendar] {
    let rows = try Statement(
      """
      SELECT region, version, put_time, offset_minutes, minutes_per_day, hours, first_day, last_day FROM calendar
      ORDER BY region, version
      """, on: database)
    let days = try Statement(
      "SELECT day, name_fa, name_en, hours FROM calendar_day WHERE region = ? AND version = ? ORDER BY day",
      on: database)
    var calendars: [RegionCalendar] = []
    while try rows.step() {
      let version = try rows.number(1)
      calendars.append(
        RegionCalendar(
          region: rows.text(0), version: version, put: rows.integer(2), offsetMinutes: try rows.signed(3),
          minutesPerDay: try rows.number(4), hours: try rows.weeklyHours(5),
          days: try exceptions(of: rows.text(0), version, days), first: CivilDay(number: try rows.signed(6)),
          last: CivilDay(number: try rows.signed(7))))
    }
    return calendars
  }

  private static func exceptions(
    of region: String, _ version: UInt32, _ days: borrowing Statement
  ) throws(JournalError) -> [ExceptionalDay] {
    defer { days.reset() }
    days.bind(1, region)
    days.bind(2, version)
    var exceptions: [ExceptionalDay] = []
    while try days.step() {
      exceptions.append(
        ExceptionalDay(
          day: CivilDay(number: try days.signed(0)), name: days.localizedName(1), hours: try days.dayHours(3))
      )
    }
    return exceptions
  }
}

extension Statement {
  fileprivate func signed(_ column: Int32) throws(JournalError) -> Int32 {
    guard let number = Int32(exactly: integer(column)) else { throw damaged("a number is out of its range") }
    return number
  }
}

import Casework

// Calendars: each change is a new version, and the old ones stay, so that every due time can be computed anew.

extension DirectoryStore {
  func put(
    _ calendar: RegionCalendar, expected: UInt32, at time: Int64
  ) throws(JournalError) -> DirectoryResult {
    if calendar.region != RegionCalendar.countryRegion,
      try number("SELECT 1 FROM region WHERE code = ?", calendar.region) == nil
    {
      return .rejected(.regionUnknown)
    }
    let own = UInt32(
      truncatingIfNeeded: try number(
        "SELECT coalesce(max(version), 0) FROM calendar WHERE region = ?", calendar.region) ?? 0)
    guard own == expected else { return .rejected(.stale(current: own)) }
    var calendar = calendar
    calendar.version = UInt32(
      truncatingIfNeeded: try database.integer("SELECT coalesce(max(version), 0) + 1 FROM calendar"))
    calendar.put = time
    try insert(calendar)
    return .stored(calendar.version)
  }

  private func insert(_ calendar: RegionCalendar) throws(JournalError) {
    let insert = try Statement("INSERT INTO calendar VALUES(?, ?, ?, ?, ?, ?, ?, ?)", on: database)
    insert.bind(1, calendar.region)
    insert.bind(2, calendar.version)
    insert.bind(3, calendar.put)
    insert.bind(4, Int64(calendar.offsetMinutes))
    insert.bind(5, calendar.minutesPerDay)
    insert.bind(6, StoredList.text(calendar.hours))
    insert.bind(7, Int64(calendar.first.number))
    insert.bind(8, Int64(calendar.last.number))
    try insert.run()
    let days = try Statement("INSERT INTO calendar_day VALUES(?, ?, ?, ?, ?, ?)", on: database)
    for day in calendar.days {
      days.bind(1, calendar.region)
      days.bind(2, calendar.version)
      days.bind(3, Int64(day.day.number))
      days.bind(4, day.name)
      days.bind(6, StoredList.text(day.hours))
      try days.run()
    }
  }
}

import libpishkhan

/// The calendar of a region in one version: by it the clocks of its requests run.
struct Calendar: Equatable, Sendable {
  /// A day that differs from its weekday.
  struct Day: Equatable, Sendable {
    static let members = ["date", "names", "hours"]

    /// ISO 8601.
    let date: String
    let names: LocalizedTexts
    /// Empty: closed all day.
    let hours: [Hours]
  }

  let region: String
  let version: UInt32
  let putMilliseconds: Int64
  let offsetMinutes: Int32
  let minutesPerDay: UInt32
  let hours: [Hours]
  let days: [Day]
  /// The days that `days` is complete for, the last one included.
  let from: String
  let until: String

  init(_ raw: pishkhan_calendar) {
    region = string(raw.region)
    version = raw.version
    putMilliseconds = raw.put_ms
    offsetMinutes = raw.offset_minutes
    minutesPerDay = raw.minutes_per_day
    hours = values(raw.hours, raw.hour_count) { Hours($0) }
    days = values(raw.days, raw.day_count) { day in
      Day(
        date: string(day.date), names: LocalizedTexts(day.names, day.name_count),
        hours: values(day.hours, day.hour_count) { Hours($0) })
    }
    from = string(raw.from)
    until = string(raw.until)
  }

  /// From the document that `calendar get REGION --json` prints; its version is the one that it was made from.
  init(_ document: JSONValue) throws(UsageError) {
    let fields = try JSONFields(
      document,
      known: [
        "region", "version", "put", "put_ms", "offset_minutes", "minutes_per_day", "hours", "days", "from",
        "until",
      ])
    region = try fields.requiredText("region")
    version = try fields.number("version")
    putMilliseconds = 0
    offsetMinutes = try fields.number("offset_minutes")
    minutesPerDay = try fields.number("minutes_per_day")
    hours = try Calendar.hours(fields)
    var days: [Day] = []
    for entry in try fields.objects("days", known: Day.members) {
      days.append(
        Day(
          date: latinDigits(try entry.requiredText("date")), names: try entry.texts("names"),
          hours: try Calendar.hours(entry)))
    }
    self.days = days
    from = latinDigits(try fields.requiredText("from"))
    until = latinDigits(try fields.requiredText("until"))
  }

  private static func hours(_ fields: JSONFields) throws(UsageError) -> [Hours] {
    var hours: [Hours] = []
    for entry in try fields.objects("hours", known: Hours.names) { hours.append(try Hours(entry)) }
    return hours
  }

  func raw(_ pool: CStringPool) -> pishkhan_calendar {
    var raw = pishkhan_calendar()
    raw.size = MemoryLayout<pishkhan_calendar>.size
    raw.region = pool.text(region)
    raw.offset_minutes = offsetMinutes
    raw.minutes_per_day = minutesPerDay
    raw.hours = pool.array(hours.map(\.raw))
    raw.hour_count = hours.count
    raw.days = pool.array(days.map { pool.array([$0.raw(pool)]) })
    raw.day_count = days.count
    raw.from = pool.text(from)
    raw.until = pool.text(until)
    return raw
  }
}

extension Calendar.Day {
  fileprivate func raw(_ pool: CStringPool) -> pishkhan_calendar_day {
    pishkhan_calendar_day(
      size: MemoryLayout<pishkhan_calendar_day>.size, date: pool.text(date), names: pool.texts(names),
      name_count: names.entries.count, hours: pool.array(hours.map(\.raw)), hour_count: hours.count)
  }

  fileprivate var json: JSONValue {
    .object([
      JSONValue.Member("date", .string(date)), JSONValue.Member("names", names.json),
      JSONValue.Member("hours", .array(hours.map(\.json))),
    ])
  }
}

extension Calendar: Presentable {
  var json: JSONValue {
    .object(
      [JSONValue.Member("region", .string(region)), JSONValue.Member("version", .number(version))]
        + .time("put", milliseconds: putMilliseconds) + [
          JSONValue.Member("offset_minutes", .number(offsetMinutes)),
          JSONValue.Member("minutes_per_day", .number(minutesPerDay)),
          JSONValue.Member("hours", .array(hours.map(\.json))),
          JSONValue.Member("days", .array(days.map(\.json))), JSONValue.Member("from", .string(from)),
          JSONValue.Member("until", .string(until)),
        ])
  }

  func write(to page: inout Page) {
    let writing = page.writing
    page.field(.region, writing.code(region))
    page.field(.version, writing.number(version))
    page.time(.from, putMilliseconds)
    page.field(.offset, writing.number(offsetMinutes))
    page.field(.workingDay, writing.number(minutesPerDay))
    page.line(writing.text(.weekHours) + ":")
    page.week(hours)
    page.field(.completeFor, writing.code("\(from)..\(until)"))
    guard !days.isEmpty else { return }
    page.line(writing.text(.exceptions) + ":")
    page.table(
      days.map { day in
        let hours = day.hours.map { $0.text(writing) }.joined(separator: writing.comma)
        return [
          "  " + writing.code(day.date), hours.isEmpty ? writing.text(.closedAllDay) : hours,
          writing.free(day.names[page.language] ?? ""),
        ]
      })
  }
}

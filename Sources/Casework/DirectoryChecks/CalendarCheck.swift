extension RegionCalendar {
  /// Most days that differ from their weekdays: as many as are reckoned with.
  public static let daysMax = WorkingCalendar.exceptionsMax

  /// What is wrong with it, each under a path that begins with `prefix`; empty when nothing is. Whether its region exists is not
  /// looked at.
  public func violations(_ prefix: String) -> [FieldViolation] {
    var check = ValueCheck()
    if region.isEmpty { check.refuse("\(prefix).region", .required) }
    // The offsets of the world's time zones reach from -12:00 to +14:00.
    check.range("\(prefix).offset_minutes", offsetMinutes, -720...840)
    check.range("\(prefix).minutes_per_day", minutesPerDay, 1...1_440)
    // Without a working hour in the week no target would ever be reached.
    if hours.isEmpty { check.refuse("\(prefix).hours", .required) }
    check.hours("\(prefix).hours", hours)
    if last < first { check.refuse("\(prefix).until", .range) }
    guard check.count("\(prefix).days", days.count, max: Self.daysMax) else { return check.violations }
    for (index, day) in days.enumerated() {
      let place = "\(prefix).days[\(index)]"
      if day.day < first || day.day > last { check.refuse("\(place).date", .range) }
      if index > 0 && days[index - 1].day == day.day { check.refuse("\(place).date", .duplicate) }
      check.name("\(place).names", day.name)
      check.hours("\(place).hours", day.hours.map { WeeklyHours(weekday: 1, from: $0.from, until: $0.until) })
    }
    return check.violations
  }

  /// The same calendar with hours and days in their order.
  public func inOrder() -> RegionCalendar {
    var calendar = self
    calendar.hours.sort { ($0.weekday, $0.from) < ($1.weekday, $1.from) }
    calendar.days.sort { $0.day < $1.day }
    for index in calendar.days.indices { calendar.days[index].hours.sort { $0.from < $1.from } }
    return calendar
  }
}

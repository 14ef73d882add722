import Casework
import Messages

// From the calendar of catalog.proto to that of Casework.

extension FieldChecks {
  mutating func calendar(_ message: Pishkhan__V1__Calendar) -> RegionCalendar {
    let hours = messages(message.n_hours, message.hours).enumerated().map { index, hours in
      weeklyHours("calendar.hours[\(index)]", hours.weekday, hours.from, hours.until)
    }
    var days: [ExceptionalDay] = []
    if message.n_days > RegionCalendar.daysMax {
      refuse("calendar.days", .tooLong)
    } else {
      for (index, day) in messages(message.n_days, message.days).enumerated() {
        days.append(exceptionalDay("calendar.days[\(index)]", day))
      }
    }
    let calendar = RegionCalendar(
      region: String(cString: message.region), version: 0, put: 0, offsetMinutes: message.offset_minutes,
      minutesPerDay: message.minutes_per_day, hours: hours, days: days,
      first: day("calendar.from", message.from), last: day("calendar.until", message.until)
    ).inOrder()
    // What can't be read at all has been told already.
    if violations.isEmpty { append(calendar.violations("calendar")) }
    return calendar
  }

  mutating func weeklyHours(
    _ field: String, _ weekday: UInt32, _ from: UInt32, _ until: UInt32
  ) -> WeeklyHours {
    WeeklyHours(
      weekday: number("\(field).weekday", weekday), from: number("\(field).from", from),
      until: number("\(field).until", until))
  }

  private mutating func exceptionalDay(_ field: String, _ message: Pishkhan__V1__CalendarDay)
    -> ExceptionalDay
  {
    ExceptionalDay(
      day: day("\(field).date", message.date),
      name: localizedName("\(field).names", message.n_names, message.names),
      hours: messages(message.n_hours, message.hours).enumerated().map { index, hours in
        DayHours(
          from: number("\(field).hours[\(index)].from", hours.from),
          until: number("\(field).hours[\(index)].until", hours.until))
      })
  }

  private mutating func day(_ field: String, _ text: UnsafePointer<CChar>) -> CivilDay {
    if let day = CivilDay(iso: String(cString: text)) { return day }
    refuse(field, text.pointee == 0 ? .required : .notADate)
    return CivilDay(number: 0)
  }
}

import libpishkhan

/// A time of day of one weekday, local time: minutes since midnight.
struct Hours: Equatable, Sendable {
  static let names = ["weekday", "from", "until"]

  /// 1 Saturday to 7 Friday; 0 where it does not matter.
  let weekday: UInt32
  let from: UInt32
  let until: UInt32

  init(_ raw: pishkhan_hours) {
    weekday = raw.weekday
    from = raw.from
    until = raw.until
  }

  init(_ fields: JSONFields) throws(UsageError) {
    weekday = try fields.number("weekday")
    from = try fields.number("from")
    until = try fields.number("until")
  }

  var raw: pishkhan_hours { pishkhan_hours(weekday: weekday, from: from, until: until) }

  var json: JSONValue {
    .object([
      JSONValue.Member("weekday", .number(weekday)), JSONValue.Member("from", .number(from)),
      JSONValue.Member("until", .number(until)),
    ])
  }

  /// "08:30-16:00"
  func text(_ writing: Writing) -> String {
    writing.digits(
      [from, until].map { padded($0 / 60, 2) + ":" + padded($0 % 60, 2) }.joined(separator: "-"))
  }
}

/// From Saturday (1) to Friday (7).
let weekdays = [
  BilingualText("Saturday", "شنبه"), BilingualText("Sunday", "یکشنبه"), BilingualText("Monday", "دوشنبه"),
  BilingualText("Tuesday", "سه‌شنبه"), BilingualText("Wednesday", "چهارشنبه"),
  BilingualText("Thursday", "پنجشنبه"), BilingualText("Friday", "جمعه"),
]

extension Page {
  /// A line each weekday that has hours.
  mutating func week(_ hours: [Hours]) {
    for (index, name) in weekdays.enumerated() {
      let times = hours.filter { $0.weekday == UInt32(index) + 1 }.map { $0.text(writing) }
      guard !times.isEmpty else { continue }
      line("  \(name[language]): " + times.joined(separator: writing.comma))
    }
  }
}

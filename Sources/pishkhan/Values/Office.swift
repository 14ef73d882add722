import libpishkhan

/// What the public may know of an office or kiosk.
struct Office: Equatable, Sendable {
  /// WGS 84, in microdegrees.
  struct Position: Equatable, Sendable {
    let latitude: Int32
    let longitude: Int32
  }

  let id: String
  let licence: String
  let kind: Word
  let region: String
  let status: Word
  let names: LocalizedTexts
  let addresses: LocalizedTexts
  let position: Position?
  let hours: [Hours]
  let accessibility: [Word]
  let languages: [String]
  /// How many people are served at once; 0: not known.
  let counters: UInt32
  let submissions: UInt64
  let feesAboveTariff: UInt64

  init(_ raw: pishkhan_office) {
    id = string(raw.id)
    licence = string(raw.licence)
    kind = Word(raw.kind)
    region = string(raw.region)
    status = Word(raw.status)
    names = LocalizedTexts(raw.names, raw.name_count)
    addresses = LocalizedTexts(raw.addresses, raw.address_count)
    position = raw.position.map {
      Position(latitude: $0.pointee.latitude, longitude: $0.pointee.longitude)
    }
    hours = values(raw.hours, raw.hour_count) { Hours($0) }
    accessibility = values(raw.accessibility, raw.accessibility_count) { Word($0) }
    languages = strings(raw.languages, raw.language_count)
    counters = raw.counters
    submissions = raw.submissions
    feesAboveTariff = raw.fees_above_tariff
  }
}

/// A time of day of one weekday, local time: minutes since midnight.
struct Hours: Equatable, Sendable {
  /// 1 Saturday to 7 Friday.
  let weekday: UInt32
  let from: UInt32
  let until: UInt32

  init(_ raw: pishkhan_hours) {
    weekday = raw.weekday
    from = raw.from
    until = raw.until
  }

  var json: JSONValue {
    .object([
      JSONValue.Member("weekday", .number(weekday)), JSONValue.Member("from", .number(from)),
      JSONValue.Member("until", .number(until)),
    ])
  }
}

extension Office.Position {
  var json: JSONValue {
    .object([
      JSONValue.Member("latitude", .number(latitude)), JSONValue.Member("longitude", .number(longitude)),
    ])
  }

  /// "35.689200, 51.389000"
  var text: String {
    [latitude, longitude].map(degrees).joined(separator: ", ")
  }

  private func degrees(_ microdegrees: Int32) -> String {
    let size = microdegrees.magnitude
    let fraction = String(size % 1_000_000)
    let zeros = String(repeating: "0", count: 6 - fraction.count)
    return (microdegrees < 0 ? "-" : "") + "\(size / 1_000_000).\(zeros)\(fraction)"
  }
}

extension Office: Presentable {
  var json: JSONValue { .object(members) }

  var members: [JSONValue.Member] {
    [
      JSONValue.Member("id", .string(id)), JSONValue.Member("licence", .string(licence)),
      JSONValue.Member("kind", kind.json), JSONValue.Member("region", .string(region)),
      JSONValue.Member("status", status.json), JSONValue.Member("names", names.json),
      JSONValue.Member("addresses", addresses.json), JSONValue.Member("position", position?.json ?? .null),
      JSONValue.Member("hours", .array(hours.map(\.json))),
      JSONValue.Member("accessibility", .array(accessibility.map(\.json))),
      JSONValue.Member("languages", .strings(languages)), JSONValue.Member("counters", .number(counters)),
      JSONValue.Member("submissions", .number(submissions)),
      JSONValue.Member("fees_above_tariff", .number(feesAboveTariff)),
    ]
  }

  func write(to page: inout Page) {
    let writing = page.writing
    page.line(writing.free(names[page.language] ?? id))
    page.field(.office, writing.code(id))
    page.field(.status, status[page.language])
    page.field(.kind, kind[page.language])
    page.field(.licence, writing.code(licence))
    page.field(.region, writing.code(region))
  }
}

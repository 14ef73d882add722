import libpishkhan

/// An office or kiosk that takes requests in.
struct Office: Equatable, Sendable {
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
    position = raw.position.map { Position($0.pointee) }
    hours = values(raw.hours, raw.hour_count) { Hours($0) }
    accessibility = values(raw.accessibility, raw.accessibility_count) { Word($0) }
    languages = strings(raw.languages, raw.language_count)
    counters = raw.counters
    submissions = raw.submissions
    feesAboveTariff = raw.fees_above_tariff
  }

  /// From the document that `office ID --json` prints; the figures in it are the server's and not read.
  init(_ document: JSONValue) throws(UsageError) {
    let fields = try JSONFields(
      document,
      known: [
        "id", "licence", "kind", "region", "status", "names", "addresses", "position", "hours",
        "accessibility", "languages", "counters", "submissions", "fees_above_tariff",
      ])
    id = try fields.requiredText("id")
    licence = try fields.text("licence") ?? ""
    kind = Word(try fields.word("kind") ?? PISHKHAN_CHANNEL_UNSPECIFIED)
    region = try fields.text("region") ?? ""
    status = Word(try fields.word("status") ?? PISHKHAN_OFFICE_STATUS_ACTIVE)
    names = try fields.texts("names")
    addresses = try fields.texts("addresses")
    position = try fields.object("position", known: Position.names).map(Position.init)
    var hours: [Hours] = []
    for entry in try fields.objects("hours", known: Hours.names) { hours.append(try Hours(entry)) }
    self.hours = hours
    accessibility = try fields.words("accessibility", pishkhan_accessibility.self).map { Word($0) }
    languages = try fields.strings("languages")
    counters = try fields.number("counters")
    submissions = 0
    feesAboveTariff = 0
  }

  func raw(_ pool: CStringPool) -> pishkhan_office {
    var raw = pishkhan_office()
    raw.size = MemoryLayout<pishkhan_office>.size
    raw.id = pool.text(id)
    raw.licence = pool.text(licence)
    raw.kind = pishkhan_channel(word: kind)
    raw.region = pool.text(region)
    raw.status = pishkhan_office_status(word: status)
    raw.names = pool.texts(names)
    raw.name_count = names.entries.count
    raw.addresses = pool.texts(addresses)
    raw.address_count = addresses.entries.count
    raw.position = position.flatMap { pool.array([$0.raw]) }
    raw.hours = pool.array(hours.map(\.raw))
    raw.hour_count = hours.count
    raw.accessibility = pool.array(accessibility.map { pishkhan_accessibility(word: $0) })
    raw.accessibility_count = accessibility.count
    raw.languages = pool.array(languages.map(pool.text))
    raw.language_count = languages.count
    raw.counters = counters
    return raw
  }
}

/// WGS 84, in microdegrees.
struct Position: Equatable, Sendable {
  static let names = ["latitude", "longitude"]

  let latitude: Int32
  let longitude: Int32

  init(_ raw: pishkhan_position) {
    latitude = raw.latitude
    longitude = raw.longitude
  }

  init(_ fields: JSONFields) throws(UsageError) {
    latitude = try fields.number("latitude")
    longitude = try fields.number("longitude")
  }

  /// Reads degrees north and east: "35.6892,51.389". Nil for anything else.
  init?(typed: String) {
    let parts = latinDigits(typed).split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, let north = microdegrees(parts[0]), let east = microdegrees(parts[1]),
      north.magnitude <= 90_000_000, east.magnitude <= 180_000_000
    else { return nil }
    latitude = north
    longitude = east
  }

  var raw: pishkhan_position { pishkhan_position(latitude: latitude, longitude: longitude) }

  var json: JSONValue {
    .object([
      JSONValue.Member("latitude", .number(latitude)), JSONValue.Member("longitude", .number(longitude)),
    ])
  }

  /// "35.689200,51.389000", as --near takes it.
  var text: String { [latitude, longitude].map(degrees).joined(separator: ",") }

  private func degrees(_ microdegrees: Int32) -> String {
    let size = microdegrees.magnitude
    return (microdegrees < 0 ? "-" : "") + "\(size / 1_000_000)." + padded(size % 1_000_000, 6)
  }
}

private func microdegrees(_ typed: Substring) -> Int32? {
  let text = typed.filter { $0 != " " }
  let isNegative = text.hasPrefix("-")
  let parts = text.drop { $0 == "-" || $0 == "+" }.split(separator: ".", omittingEmptySubsequences: false)
  let fraction = parts.count == 2 ? String(parts[1]) : "0"
  guard parts.count <= 2, let whole = Int32(parts[0]), whole >= 0, whole <= 180, fraction.utf8.count <= 6,
    fraction.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
    let part = Int32(fraction + String(repeating: "0", count: 6 - fraction.utf8.count))
  else { return nil }
  return (whole * 1_000_000 + part) * (isNegative ? -1 : 1)
}

import Casework

// From the objects of a file to the values of the directory; DirectoryJSON.swift writes them.

extension Agency {
  init(_ node: JSONNode, _ path: String) throws(CatalogueFault) {
    let fields = try ObjectReader(node, path, fields: ["id", "names"])
    self.init(id: try fields.text("id"), name: try fields.name("names"))
  }
}

extension ServiceDefinition {
  init(_ node: JSONNode, _ path: String) throws(CatalogueFault) {
    let fields = try ObjectReader(
      node, path,
      fields: [
        "code", "agency", "names", "status", "acknowledge_working_days", "decide_working_days", "fee_rial",
        "retention_days", "answer_days", "remedy_days", "pause_cap_working_days", "channels", "documents",
        "attributes",
      ])
    let status: ServiceStatus = try fields.word("status", \.rawValue) ?? .published
    if status == .retired, let place = fields.node("status") {
      throw CatalogueFault(
        line: place.line, field: "\(path).status", "a file holds what is published or a draft")
    }
    self.init(
      number: 0, code: try fields.text("code"), version: 0, agencyId: try fields.text("agency"),
      name: try fields.name("names"), acknowledgeWorkingDays: try fields.integer("acknowledge_working_days"),
      decideWorkingDays: try fields.integer("decide_working_days"), feeRial: try fields.integer("fee_rial"),
      attributes: try fields.list("attributes", Attribute.init), documents: try fields.texts("documents"),
      status: status, retentionDays: try fields.integer("retention_days"),
      answerDays: try fields.integer("answer_days"), remedyDays: try fields.integer("remedy_days"),
      pauseCapWorkingDays: try fields.integer("pause_cap_working_days"),
      channels: try fields.words("channels", \.word))
  }
}

extension Attribute {
  init(_ node: JSONNode, _ path: String) throws(CatalogueFault) {
    let fields = try ObjectReader(
      node, path,
      fields: [
        "code", "type", "format", "required", "labels", "help", "allowed_values", "value_labels",
        "media_types",
        "bytes_max", "length_max",
      ])
    self.init(
      code: try fields.text("code"), type: try fields.required("type", try fields.word("type", \.rawValue)),
      format: try fields.word("format", \.rawValue), isRequired: try fields.flag("required"),
      allowedValues: try fields.texts("allowed_values"), label: try fields.name("labels"),
      help: try fields.name("help"), mediaTypes: try fields.texts("media_types"),
      bytesMax: try fields.integer("bytes_max"), lengthMax: try fields.integer("length_max"),
      valueLabels: try fields.list("value_labels", ValueLabel.init))
  }
}

extension ValueLabel {
  init(_ node: JSONNode, _ path: String) throws(CatalogueFault) {
    let fields = try ObjectReader(node, path, fields: ["value", "labels"])
    self.init(value: try fields.text("value"), label: try fields.name("labels"))
  }
}

extension WeeklyHours {
  init(_ node: JSONNode, _ path: String) throws(CatalogueFault) {
    let fields = try ObjectReader(node, path, fields: ["weekday", "from", "until"])
    self.init(
      weekday: try fields.integer("weekday"), from: try fields.integer("from"),
      until: try fields.integer("until"))
  }
}

extension DayHours {
  init(_ node: JSONNode, _ path: String) throws(CatalogueFault) {
    let fields = try ObjectReader(node, path, fields: ["from", "until"])
    self.init(from: try fields.integer("from"), until: try fields.integer("until"))
  }
}

extension ObjectReader {
  func day(_ name: String) throws(CatalogueFault) -> CivilDay {
    guard let day = CivilDay(iso: try text(name)) else {
      throw CatalogueFault(
        line: node(name)?.line ?? line, field: "\(path).\(name)", "a day as YYYY-MM-DD is needed here")
    }
    return day
  }
}

extension ExceptionalDay {
  init(_ node: JSONNode, _ path: String) throws(CatalogueFault) {
    let fields = try ObjectReader(node, path, fields: ["date", "names", "hours"])
    self.init(
      day: try fields.day("date"), name: try fields.name("names"),
      hours: try fields.list("hours", DayHours.init))
  }
}

extension RegionCalendar {
  init(_ node: JSONNode, _ path: String) throws(CatalogueFault) {
    let fields = try ObjectReader(
      node, path, fields: ["region", "offset_minutes", "minutes_per_day", "from", "until", "hours", "days"])
    self = RegionCalendar(
      region: try fields.text("region"), version: 0, put: 0,
      offsetMinutes: try fields.integer("offset_minutes"),
      minutesPerDay: try fields.integer("minutes_per_day"),
      hours: try fields.list("hours", WeeklyHours.init), days: try fields.list("days", ExceptionalDay.init),
      first: try fields.day("from"), last: try fields.day("until")
    ).inOrder()
  }
}

extension Position {
  init(_ node: JSONNode, _ path: String) throws(CatalogueFault) {
    let fields = try ObjectReader(node, path, fields: ["latitude", "longitude"])
    self.init(latitude: try fields.degrees("latitude"), longitude: try fields.degrees("longitude"))
  }
}

extension ObjectReader {
  /// Degrees with at most six decimals, as microdegrees: without loss.
  fileprivate func degrees(_ name: String) throws(CatalogueFault) -> Int32 {
    let node = try required(name, node(name))
    guard case .number(let text) = node.value, let micro = microdegrees(text) else {
      throw CatalogueFault(
        line: node.line, field: "\(path).\(name)", "degrees with at most six decimals are needed here")
    }
    return micro
  }
}

/// Reads `-35.6892`; nil for what is finer than a microdegree, or no such number.
func microdegrees(_ text: String) -> Int32? {
  let isNegative = text.hasPrefix("-")
  let parts = (isNegative ? text.dropFirst() : text[...]).split(
    separator: ".", omittingEmptySubsequences: false)
  guard parts.count <= 2,
    parts.allSatisfy({ $0.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) }),
    let whole = Int64(parts[0]), whole <= 360
  else { return nil }
  let fraction = parts.count == 2 ? String(parts[1]) : "0"
  guard (1...6).contains(fraction.utf8.count),
    let digits = Int64(fraction + String(repeating: "0", count: 6 - fraction.utf8.count))
  else { return nil }
  let magnitude = Int32(whole * 1_000_000 + digits)
  return isNegative ? -magnitude : magnitude
}

extension Office {
  init(_ node: JSONNode, _ path: String) throws(CatalogueFault) {
    let fields = try ObjectReader(
      node, path,
      fields: [
        "id", "licence", "kind", "region", "status", "names", "addresses", "position", "hours",
        "accessibility",
        "languages", "counters",
      ])
    var accessibility: Accessibility = []
    let places = try fields.list("accessibility")
    for (index, name) in try fields.texts("accessibility").enumerated() {
      guard let found = Accessibility.features.first(where: { $0.name == name }) else {
        throw CatalogueFault(
          line: places[index].line, field: "\(path).accessibility[\(index)]",
          "\"\(name)\" is none of " + Accessibility.features.map(\.name).joined(separator: ", "))
      }
      accessibility.insert(found.feature)
    }
    var position: Position?
    if let place = fields.node("position") { position = try Position(place, "\(path).position") }
    self.init(
      row: 0, id: try fields.text("id"), licence: try fields.text("licence"),
      kind: try fields.required("kind", try fields.word("kind", \.word)), region: try fields.text("region"),
      status: try fields.word("status", \.word) ?? .active, name: try fields.name("names"),
      address: try fields.name("addresses"), position: position,
      hours: try fields.list("hours", WeeklyHours.init)
        .sorted { ($0.weekday, $0.from) < ($1.weekday, $1.from) }, accessibility: accessibility,
      languages: try fields.texts("languages"), counters: try fields.integer("counters"))
  }
}

extension NewDelegation {
  init(_ node: JSONNode, _ path: String) throws(CatalogueFault) {
    let fields = try ObjectReader(
      node, path, fields: ["service", "office", "region", "from_ms", "until_ms", "daily_cap"])
    self.init(
      service: try fields.text("service"), office: try fields.text("office"),
      region: try fields.text("region"),
      from: try fields.integer("from_ms"), until: try fields.integer("until_ms"),
      dailyCap: try fields.integer("daily_cap"))
  }
}

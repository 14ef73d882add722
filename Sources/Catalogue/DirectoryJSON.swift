public import Casework

// How values of the directory stand in files and in the record of changes. What has its standard value is left out.

/// An object's members without those that say nothing.
private func object(_ members: [(String, JSONText?)]) -> JSONText {
  .object(members.compactMap { name, text in text.map { (name, $0) } })
}

private func some(_ text: String) -> JSONText? { text.isEmpty ? nil : .string(text) }
private func some(_ number: some BinaryInteger) -> JSONText? { number == 0 ? nil : .integer(number) }
private func some(_ list: [JSONText]) -> JSONText? { list.isEmpty ? nil : .array(list) }
private func some(_ name: LocalizedName) -> JSONText? {
  name == LocalizedName() ? nil : object([("fa", some(name.persian)), ("en", some(name.english))])
}

extension Agency {
  public var json: JSONText { object([("id", .string(id)), ("names", some(name))]) }
}

extension ServiceDefinition {
  /// Without number and version, which are each journal's own.
  public var json: JSONText {
    object([
      ("code", .string(code)), ("agency", .string(agencyId)), ("names", some(name)),
      ("status", status == .published ? nil : .string(status.rawValue)),
      ("acknowledge_working_days", some(acknowledgeWorkingDays)),
      ("decide_working_days", some(decideWorkingDays)), ("fee_rial", some(feeRial)),
      ("retention_days", some(retentionDays)), ("answer_days", some(answerDays)),
      ("remedy_days", some(remedyDays)), ("pause_cap_working_days", some(pauseCapWorkingDays)),
      ("channels", some(channels.map { .string($0.word) })),
      ("documents", some(documents.map(JSONText.string))), ("attributes", some(attributes.map(\.json))),
    ])
  }
}

extension Attribute {
  public var json: JSONText {
    object([
      ("code", .string(code)), ("type", .string(type.rawValue)),
      ("format", format.map { .string($0.rawValue) }), ("required", isRequired ? .boolean(true) : nil),
      ("labels", some(label)), ("help", some(help)),
      ("allowed_values", some(allowedValues.map(JSONText.string))),
      ("value_labels", some(valueLabels.map(\.json))),
      ("media_types", some(mediaTypes.map(JSONText.string))), ("bytes_max", some(bytesMax)),
      ("length_max", some(lengthMax)),
    ])
  }
}

extension ValueLabel {
  fileprivate var json: JSONText { object([("value", .string(value)), ("labels", some(label))]) }
}

extension RegionCalendar {
  /// Without version and time, which are each journal's own.
  public var json: JSONText {
    object([
      ("region", .string(region)), ("offset_minutes", .integer(offsetMinutes)),
      ("minutes_per_day", .integer(minutesPerDay)), ("from", .string(first.iso)),
      ("until", .string(last.iso)),
      ("hours", some(hours.map(\.json))), ("days", some(days.map(\.json))),
    ])
  }
}

extension WeeklyHours {
  fileprivate var json: JSONText {
    .object([("weekday", .integer(weekday)), ("from", .integer(from)), ("until", .integer(until))])
  }
}

extension ExceptionalDay {
  fileprivate var json: JSONText {
    let spans = hours.map { JSONText.object([("from", .integer($0.from)), ("until", .integer($0.until))]) }
    return object([("date", .string(day.iso)), ("names", some(name)), ("hours", some(spans))])
  }
}

extension Office {
  /// Without its row.
  public var json: JSONText {
    let features = Accessibility.features.filter { accessibility.contains($0.feature) }
    return object([
      ("id", .string(id)), ("licence", some(licence)), ("kind", .string(kind.word)), ("region", some(region)),
      ("status", status == .active ? nil : .string(status.word)), ("names", some(name)),
      ("addresses", some(address)), ("position", position?.json), ("hours", some(hours.map(\.json))),
      ("accessibility", some(features.map { .string($0.name) })),
      ("languages", some(languages.map(JSONText.string))), ("counters", some(counters)),
    ])
  }
}

extension Position {
  fileprivate var json: JSONText {
    .object([("latitude", .number(degrees(latitude))), ("longitude", .number(degrees(longitude)))])
  }
}

/// Microdegrees as degrees, without loss.
func degrees(_ micro: Int32) -> String {
  let magnitude = micro.magnitude
  let fraction = String(magnitude % 1_000_000)
  let padded = String(repeating: "0", count: 6 - fraction.count) + fraction
  return (micro < 0 ? "-" : "") + "\(magnitude / 1_000_000).\(padded)"
}

extension NewDelegation {
  public var json: JSONText {
    object([
      ("service", .string(service)), ("office", some(office)), ("region", some(region)),
      ("from_ms", some(from)), ("until_ms", some(until)), ("daily_cap", some(dailyCap)),
    ])
  }
}

extension NewPrincipal {
  public var json: JSONText {
    object([
      ("name", .string(name)), ("role", .string(role.word)), ("agency", some(agency)),
      ("office", some(office)),
      ("level", some(level)), ("key", .string(key.hexadecimal)),
    ])
  }
}

extension DirectoryChange {
  /// What was asked for, for the record of changes.
  public var json: JSONText {
    switch self {
    case .putAgency(let agency): agency.json
    case .putService(let service, let publish):
      .object([("service", service.json), ("publish", .boolean(publish))])
    case .publishService(let code, let version):
      .object([("code", .string(code)), ("version", .integer(version))])
    case .retireService(let code, let reason): object([("code", .string(code)), ("reason", some(reason))])
    case .putCalendar(let calendar, let version):
      .object([("calendar", calendar.json), ("expected_version", .integer(version))])
    case .putOffice(let office): office.json
    case .grantDelegation(let delegation): delegation.json
    case .setDelegation(let number, let status, let reason):
      object([("number", .integer(number)), ("status", .string(status.word)), ("reason", some(reason))])
    case .addPrincipal(let principal): principal.json
    case .addKey(let name, let key), .removeKey(let name, let key):
      .object([("name", .string(name)), ("key", .string(key.hexadecimal))])
    case .setPrincipalStatus(let name, let status, let reason):
      object([("name", .string(name)), ("status", .string(status.word)), ("reason", some(reason))])
    }
  }
}

/// The members of a JSON object that somebody wrote, read by name; what is wrong is told with its path.
struct JSONFields {
  private let members: [String: JSONValue]
  private let path: String

  /// - Parameters:
  ///   - path: where it stands in the document: "attributes[2]"; empty for the whole.
  ///   - known: names that may stand there; another is a slip of who typed it.
  init(_ value: JSONValue, path: String = "", known: [String]) throws(UsageError) {
    self.path = path
    guard case .object(let members) = value else {
      throw UsageError(.jsonUnfit, path.isEmpty ? "." : path, "{}")
    }
    var read: [String: JSONValue] = [:]
    for member in members {
      guard known.contains(member.name) else {
        let place = path.isEmpty ? member.name : "\(path).\(member.name)"
        throw nearestName(to: member.name, among: known).map {
          UsageError(.jsonNameUnknownNearest, place, $0)
        }
          ?? UsageError(.jsonNameUnknown, place)
      }
      read[member.name] = member.value
    }
    self.members = read
  }

  private func unfit(_ name: String, _ expected: String) -> UsageError {
    UsageError(.jsonUnfit, place(name), expected)
  }

  private func place(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  /// Nil for null too.
  private subscript(name: String) -> JSONValue? {
    members[name].flatMap { $0 == .null ? nil : $0 }
  }

  func text(_ name: String) throws(UsageError) -> String? {
    switch self[name] {
    case nil: return nil
    case .string(let text)?: return text
    default: throw unfit(name, "\"...\"")
    }
  }

  func requiredText(_ name: String) throws(UsageError) -> String {
    guard let text = try text(name), !text.isEmpty else { throw UsageError(.jsonMissing, place(name)) }
    return text
  }

  /// 0 where it is absent.
  func number<Number: FixedWidthInteger>(_ name: String, _ type: Number.Type = Number.self) throws(UsageError)
    -> Number
  {
    guard let value = self[name] else { return 0 }
    guard case .integer(let number) = value, let fitting = Number(exactly: number) else {
      throw unfit(name, "\(Number.min)..\(Number.max)")
    }
    return fitting
  }

  /// A time as "<name>_ms" in Unix milliseconds, or as "<name>" in ISO 8601; 0 where both are absent.
  func time(_ name: String) throws(UsageError) -> Int64 {
    if self["\(name)_ms"] != nil { return try number("\(name)_ms") }
    guard let text = try text(name) else { return 0 }
    guard let time = unixMilliseconds(iso8601: text) else { throw unfit(name, "2027-03-21T00:00:00Z") }
    return time
  }

  func flag(_ name: String) throws(UsageError) -> Bool {
    switch self[name] {
    case nil: return false
    case .boolean(let truth)?: return truth
    default: throw unfit(name, "true, false")
    }
  }

  func strings(_ name: String) throws(UsageError) -> [String] {
    var texts: [String] = []
    for value in try array(name) {
      guard case .string(let text) = value else { throw unfit(name, "[\"...\"]") }
      texts.append(text)
    }
    return texts
  }

  private func array(_ name: String) throws(UsageError) -> [JSONValue] {
    switch self[name] {
    case nil: return []
    case .array(let values)?: return values
    default: throw unfit(name, "[]")
    }
  }

  /// {"fa": "...", "en": "..."}
  func texts(_ name: String) throws(UsageError) -> LocalizedTexts {
    guard let value = self[name] else { return LocalizedTexts([]) }
    guard case .object(let members) = value else { throw unfit(name, #"{"fa": "...", "en": "..."}"#) }
    var entries: [LocalizedTexts.Entry] = []
    for member in members {
      guard case .string(let text) = member.value else { throw unfit("\(name).\(member.name)", "\"...\"") }
      entries.append(LocalizedTexts.Entry(language: member.name, text: text))
    }
    return LocalizedTexts(entries)
  }

  func object(_ name: String, known: [String]) throws(UsageError) -> JSONFields? {
    guard let value = self[name] else { return nil }
    return try JSONFields(value, path: place(name), known: known)
  }

  func objects(_ name: String, known: [String]) throws(UsageError) -> [JSONFields] {
    var objects: [JSONFields] = []
    for (index, value) in try array(name).enumerated() {
      objects.append(try JSONFields(value, path: "\(place(name))[\(index)]", known: known))
    }
    return objects
  }

  /// A word of one of the library's enums, by its stable name; nil where it is absent.
  func word<Value: LibraryEnum>(_ name: String, _ type: Value.Type = Value.self) throws(UsageError) -> Value?
  {
    guard let text = try text(name), !text.isEmpty else { return nil }
    guard let value = Value(typed: text) else { throw unfit(name, Value.typedNames) }
    return value
  }

  func words<Value: LibraryEnum>(_ name: String, _ type: Value.Type = Value.self) throws(UsageError)
    -> [Value]
  {
    var values: [Value] = []
    for text in try strings(name) {
      guard let value = Value(typed: text) else { throw unfit(name, Value.typedNames) }
      values.append(value)
    }
    return values
  }
}

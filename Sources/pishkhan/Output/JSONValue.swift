/// A JSON document to write (RFC 8259). The names of an object keep their order.
enum JSONValue: Equatable, Sendable {
  case object([Member])
  case array([JSONValue])
  case string(String)
  case integer(Int64)
  case boolean(Bool)
  case null

  struct Member: Equatable, Sendable {
    let name: String
    let value: JSONValue

    init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// The document on one line, without the line's end.
  var serialised: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .object(let members):
      text.append("{")
      for (index, member) in members.enumerated() {
        if index > 0 { text.append(",") }
        writeQuoted(member.name, to: &text)
        text.append(":")
        member.value.write(to: &text)
      }
      text.append("}")
    case .array(let values):
      text.append("[")
      for (index, value) in values.enumerated() {
        if index > 0 { text.append(",") }
        value.write(to: &text)
      }
      text.append("]")
    case .string(let string): writeQuoted(string, to: &text)
    case .integer(let number): text += String(number)
    case .boolean(let truth): text += truth ? "true" : "false"
    case .null: text += "null"
    }
  }
}

extension JSONValue {
  static func number(_ number: some BinaryInteger) -> JSONValue { .integer(Int64(clamping: number)) }

  static func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
}

extension [JSONValue.Member] {
  /// A time twice: "<name>_ms" in Unix milliseconds, and "<name>" in ISO 8601, null where it is not set.
  static func time(_ name: String, milliseconds: Int64) -> [JSONValue.Member] {
    let text = milliseconds == 0 ? nil : iso8601(milliseconds: milliseconds)
    return [
      JSONValue.Member("\(name)_ms", .integer(milliseconds)),
      JSONValue.Member(name, text.map(JSONValue.string) ?? .null),
    ]
  }
}

/// Line separators U+2028 and U+2029 and the marks that turn the direction of text are escaped too: a document stays
/// one line everywhere, and a value cannot disguise what follows it on a terminal.
private func writeQuoted(_ string: String, to text: inout String) {
  text.append("\"")
  for scalar in string.unicodeScalars {
    switch scalar.value {
    case 0x22: text += "\\\""
    case 0x5C: text += "\\\\"
    case 0x0A: text += "\\n"
    case 0x0D: text += "\\r"
    case 0x09: text += "\\t"
    case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069:
      let digits = String(scalar.value, radix: 16)
      text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: text.unicodeScalars.append(scalar)
    }
  }
  text.append("\"")
}

/// A JSON document to write (RFC 8259). The names of an object keep their order.
public indirect enum JSONText: Sendable, Equatable {
  case object([(String, JSONText)])
  case array([JSONText])
  case string(String)
  /// A number as it is to stand there.
  case number(String)
  case boolean(Bool)

  public static func integer(_ number: some BinaryInteger) -> JSONText { .number(String(number)) }

  public static func strings(_ texts: [String]) -> JSONText { .array(texts.map(JSONText.string)) }

  public static func == (left: JSONText, right: JSONText) -> Bool { left.line == right.line }

  /// The document on one line, without the line's end.
  public var line: String {
    var text = ""
    write(to: &text, indent: nil)
    return text
  }

  /// The document over several lines, with a line's end: for people, and for programs that compare lines. What fits on a line of
  /// 110 characters stands on one.
  public var lines: String {
    var text = ""
    write(to: &text, indent: 0)
    return text + "\n"
  }

  private static let lineMax = 110

  private func write(to text: inout String, indent: Int?) {
    switch self {
    case .string(let string): Self.write(quoted: string, to: &text)
    case .number(let number): text += number
    case .boolean(let truth): text += truth ? "true" : "false"
    case .object(let members):
      list("{", members.count, "}", to: &text, indent) { (index, text: inout String, indent) in
        Self.write(quoted: members[index].0, to: &text)
        text += indent == nil ? ":" : ": "
        members[index].1.write(to: &text, indent: indent)
      }
    case .array(let elements):
      list("[", elements.count, "]", to: &text, indent) { (index, text: inout String, indent) in
        elements[index].write(to: &text, indent: indent)
      }
    }
  }

  private func list(
    _ open: String, _ count: Int, _ close: String, to text: inout String, _ indent: Int?,
    _ element: (Int, inout String, Int?) -> Void
  ) {
    guard let indent, count > 0, line.unicodeScalars.count + indent > Self.lineMax else {
      text += open
      for index in 0..<count {
        if index > 0 { text += indent == nil ? "," : ", " }
        // A list that fits on the line has parts that do.
        element(index, &text, indent)
      }
      text += close
      return
    }
    text += open
    for index in 0..<count {
      text += (index > 0 ? ",\n" : "\n") + String(repeating: " ", count: indent + 2)
      element(index, &text, indent + 2)
    }
    text += "\n" + String(repeating: " ", count: indent) + close
  }

  private static func write(quoted string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

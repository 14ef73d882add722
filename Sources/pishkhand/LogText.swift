/// Text as a logfmt value.
enum LogText {
  /// Appends a text, in quotes where it needs them, cut at `limit` bytes.
  static func append(_ text: String, to line: inout [UInt8], limit: Int) {
    let isQuoted = text.isEmpty || text.unicodeScalars.contains { isSpecial($0) || $0 == " " || $0 == "=" }
    if isQuoted { line.append(UInt8(ascii: "\"")) }
    let end = line.count + limit
    for scalar in text.unicodeScalars {
      guard line.count + scalar.utf8.count <= end else {
        line += "…".utf8
        break
      }
      append(scalar, to: &line)
    }
    if isQuoted { line.append(UInt8(ascii: "\"")) }
  }

  /// A text for a terminal: what could end its line or steer the terminal stands there as an escape.
  static func printable(_ text: String) -> String {
    var line: [UInt8] = []
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { line += scalar.utf8 } else { append(scalar, to: &line) }
    }
    return String(decoding: line, as: UTF8.self)
  }

  private static func append(_ scalar: Unicode.Scalar, to line: inout [UInt8]) {
    switch scalar {
    case "\"", "\\":
      line.append(UInt8(ascii: "\\"))
      line += scalar.utf8
    case "\n": line += "\\n".utf8
    case _ where isSpecial(scalar):
      // All special scalars are below 0x10000: four digits hold them.
      let digits = String(scalar.value, radix: 16)
      line += "\\u".utf8
      line += String(repeating: "0", count: 4 - digits.utf8.count).utf8
      line += digits.utf8
    default: line += scalar.utf8
    }
  }

  /// What could end a value or a line, or turn a terminal's line around.
  private static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x22, 0x5C, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

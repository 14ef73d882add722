/// Why a text is no JSON document, and where.
struct JSONFault: Error, Equatable, Sendable {
  /// From 1.
  let line: Int
  /// With places for the document's name and the line.
  let message: Message
}

/// Reads one JSON document (RFC 8259). Numbers are whole: nothing here is counted in fractions.
struct JSONReader {
  private static let depthMax = 32

  private let bytes: [UInt8]
  private var position = 0

  static func read(_ bytes: [UInt8]) throws(JSONFault) -> JSONValue {
    var reader = JSONReader(bytes: bytes)
    // Some editors put a byte order mark in front; RFC 8259, 8.1 lets readers pass over it.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.position = 3 }
    let value = try reader.value(depth: 0)
    reader.skipBlanks()
    guard reader.position == bytes.count else { throw reader.fault(.jsonEnd) }
    return value
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private func fault(_ message: Message) -> JSONFault {
    JSONFault(
      line: 1 + bytes[..<min(position, bytes.count)].count { $0 == UInt8(ascii: "\n") }, message: message)
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  private mutating func take(_ byte: Character) -> Bool {
    skipBlanks()
    guard next == byte.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
    guard depth < JSONReader.depthMax else { throw fault(.jsonDepth) }
    skipBlanks()
    switch next.map({ Character(Unicode.Scalar($0)) }) {
    case "{"?: return try object(depth)
    case "["?: return try array(depth)
    case "\""?: return .string(try string())
    case "-"?, "0"?, "1"?, "2"?, "3"?, "4"?, "5"?, "6"?, "7"?, "8"?, "9"?: return try number()
    default: return try literal()
    }
  }

  private mutating func object(_ depth: Int) throws(JSONFault) -> JSONValue {
    var members: [JSONValue.Member] = []
    position += 1
    guard !take("}") else { return .object(members) }
    repeat {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw fault(.jsonName) }
      let name = try string()
      guard take(":") else { throw fault(.jsonColon) }
      members.append(JSONValue.Member(name, try value(depth: depth + 1)))
    } while take(",")
    guard take("}") else { throw fault(.jsonComma) }
    return .object(members)
  }

  private mutating func array(_ depth: Int) throws(JSONFault) -> JSONValue {
    var values: [JSONValue] = []
    position += 1
    guard !take("]") else { return .array(values) }
    repeat { values.append(try value(depth: depth + 1)) } while take(",")
    guard take("]") else { throw fault(.jsonComma) }
    return .array(values)
  }

  private mutating func literal() throws(JSONFault) -> JSONValue {
    for (word, value) in [("true", JSONValue.boolean(true)), ("false", .boolean(false)), ("null", .null)]
    where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    throw fault(.jsonValue)
  }

  private mutating func number() throws(JSONFault) -> JSONValue {
    let start = position
    while let byte = next, byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    {
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    let isFraction = next.map { ".eE".utf8.contains($0) } ?? false
    // RFC 8259, 6: no zero in front.
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard !isFraction, digits == "0" || !digits.hasPrefix("0"), let number = Int64(text) else {
      throw fault(.jsonNumber)
    }
    return .integer(number)
  }

  private mutating func string() throws(JSONFault) -> String {
    var content: [UInt8] = []
    position += 1
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw fault(.jsonString) }
      position += 1
      if byte == UInt8(ascii: "\\") {
        content += try escaped().utf8
      } else {
        content.append(byte)
      }
    }
    guard next != nil, let text = String(validating: content, as: UTF8.self) else { throw fault(.jsonString) }
    position += 1
    return text
  }

  private mutating func escaped() throws(JSONFault) -> String {
    let letters: [UInt8: String] = [
      UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/",
      UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n",
      UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]
    guard let letter = next else { throw fault(.jsonString) }
    position += 1
    if let text = letters[letter] { return text }
    guard letter == UInt8(ascii: "u") else { throw fault(.jsonString) }
    let high = try codeUnit()
    guard (0xD800...0xDFFF).contains(high) else { return String(decoding: [high], as: UTF16.self) }
    guard high < 0xDC00, bytes[position...].starts(with: #"\u"#.utf8) else { throw fault(.jsonString) }
    position += 2
    let low = try codeUnit()
    guard (0xDC00...0xDFFF).contains(low) else { throw fault(.jsonString) }
    return String(decoding: [high, low], as: UTF16.self)
  }

  private mutating func codeUnit() throws(JSONFault) -> UInt16 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16),
      digits.first != UInt8(ascii: "+")
    else { throw fault(.jsonString) }
    position += 4
    return unit
  }
}

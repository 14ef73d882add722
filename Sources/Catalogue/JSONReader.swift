/// Why a document is refused: where and what, as one line for a person.
public struct CatalogueFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// From 1; 0: of no line.
  public let line: Int
  /// Path of the field; empty for the whole document.
  public let field: String
  public let what: String

  public init(line: Int, field: String = "", _ what: String) {
    self.line = line
    self.field = field
    self.what = what
  }

  public var description: String {
    (line == 0 ? "" : "line \(line): ") + (field.isEmpty ? "" : "\(field): ") + what
  }
}

/// Reads JSON (RFC 8259) strictly: UTF-8 alone, no name twice in an object, bounded depth.
struct JSONReader {
  private static let depthMax = 32

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var depth = 0

  /// Reads a whole document.
  static func read(_ bytes: [UInt8]) throws(CatalogueFault) -> JSONNode {
    var reader = JSONReader(bytes: bytes)
    let node = try reader.value()
    reader.skipBlanks()
    guard reader.index == bytes.count else { throw reader.fault("something follows the document") }
    return node
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func fault(_ what: String) -> CatalogueFault { CatalogueFault(line: line, what) }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipBlanks() {
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\n"): line += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
      default: return
      }
      index += 1
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func value() throws(CatalogueFault) -> JSONNode {
    skipBlanks()
    let start = line
    switch next {
    case UInt8(ascii: "{"): return JSONNode(value: .object(try object()), line: start)
    case UInt8(ascii: "["): return JSONNode(value: .array(try array()), line: start)
    case UInt8(ascii: "\""): return JSONNode(value: .string(try string()), line: start)
    case UInt8(ascii: "t"): return JSONNode(value: try word("true", .boolean(true)), line: start)
    case UInt8(ascii: "f"): return JSONNode(value: try word("false", .boolean(false)), line: start)
    case UInt8(ascii: "n"): return JSONNode(value: try word("null", .null), line: start)
    case nil: throw fault("the document ends too early")
    default: return JSONNode(value: .number(try number()), line: start)
    }
  }

  private mutating func object() throws(CatalogueFault) -> [JSONNode.Member] {
    try enter()
    defer { depth -= 1 }
    var members: [JSONNode.Member] = []
    var names: Set<String> = []
    skipBlanks()
    if take("}") { return members }
    repeat {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw fault("a name in quotes is needed here") }
      let name = try string()
      guard names.insert(name).inserted else { throw fault("\"\(name)\" is here twice") }
      skipBlanks()
      guard take(":") else { throw fault("\":\" is needed after \"\(name)\"") }
      members.append(JSONNode.Member(name: name, node: try value()))
      skipBlanks()
    } while take(",")
    guard take("}") else { throw fault("\",\" or \"}\" is needed here") }
    return members
  }

  private mutating func array() throws(CatalogueFault) -> [JSONNode] {
    try enter()
    defer { depth -= 1 }
    var elements: [JSONNode] = []
    skipBlanks()
    if take("]") { return elements }
    repeat {
      elements.append(try value())
      skipBlanks()
    } while take(",")
    guard take("]") else { throw fault("\",\" or \"]\" is needed here") }
    return elements
  }

  private mutating func enter() throws(CatalogueFault) {
    index += 1
    depth += 1
    guard depth <= Self.depthMax else { throw fault("it is nested too deeply") }
  }

  private mutating func word(
    _ word: String, _ value: JSONNode.Value
  ) throws(CatalogueFault) -> JSONNode.Value {
    guard bytes[index...].starts(with: word.utf8) else { throw fault("this is no JSON value") }
    index += word.utf8.count
    return value
  }

  private mutating func number() throws(CatalogueFault) -> String {
    let start = index
    _ = take("-")
    let whole = digits()
    guard whole == 1 || (whole > 1 && bytes[index - whole] != UInt8(ascii: "0")) else {
      throw fault("this is no JSON value")
    }
    if take("."), digits() == 0 { throw fault("a digit is needed after \".\"") }
    if take("e") || take("E") {
      _ = take("+") || take("-")
      guard digits() > 0 else { throw fault("a digit is needed in the exponent") }
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func digits() -> Int {
    let start = index
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    return index - start
  }

  private mutating func string() throws(CatalogueFault) -> String {
    index += 1
    var text: [UInt8] = []
    while let byte = next {
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else { throw fault("a text is not UTF-8") }
        return string
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20: throw fault("a line or control character stands in a text")
      default: text.append(byte)
      }
    }
    throw fault("a text has no end")
  }

  private mutating func escape(into text: inout [UInt8]) throws(CatalogueFault) {
    guard let byte = next else { throw fault("a text has no end") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: UTF8.encode(try scalar())!)
    default: throw fault("a text has an escape that JSON does not know")
    }
  }

  /// The four digits behind `\u`, with those of the second surrogate behind a first one.
  private mutating func scalar() throws(CatalogueFault) -> Unicode.Scalar {
    var code = try fourDigits()
    if (0xD800..<0xDC00).contains(code), take("\\"), take("u") {
      let low = try fourDigits()
      guard (0xDC00..<0xE000).contains(low) else { throw fault("half a character stands in a text") }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard code != 0, let scalar = Unicode.Scalar(code) else {
      throw fault("half a character, or a NUL, stands in a text")
    }
    return scalar
  }

  private mutating func fourDigits() throws(CatalogueFault) -> UInt32 {
    guard index + 4 <= bytes.count,
      let code = UInt32(String(decoding: bytes[index..<(index + 4)], as: UTF8.self), radix: 16),
      bytes[index] != UInt8(ascii: "+")
    else { throw fault("four hexadecimal digits are needed after \"\\u\"") }
    index += 4
    return code
  }
}

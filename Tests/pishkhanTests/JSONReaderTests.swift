import Testing

@testable import pishkhan

@Suite("Documents that are taken in")
struct JSONReaderTests {
  @Test(
    "What is well-formed is read as it stands",
    arguments: [
      ("{}", .object([])), (" [ ] ", .array([])), ("\u{FEFF}null", .null), ("-12", .integer(-12)),
      (
        "[1,true,false,null,\"a\"]",
        .array([.integer(1), .boolean(true), .boolean(false), .null, .string("a")])
      ),
      (#"{"a":{"b":[0]}}"#, .object([.init("a", .object([.init("b", .array([.integer(0)]))]))])),
      (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")), (#""شناسنامه""#, .string("شناسنامه")),
      (#""\u0634\ud83d\ude42""#, .string("ش🙂")), ("9223372036854775807", .integer(Int64.max)),
    ] as [(String, JSONValue)])
  func reads(text: String, expected: JSONValue) throws {
    #expect(try JSONReader.read(Array(text.utf8)) == expected)
  }

  @Test(
    "What is not is told with its line",
    arguments: [
      ("", 1, .jsonValue), ("{\"a\":1,\n}", 2, .jsonName), ("[1,]", 1, .jsonValue),
      ("{\"a\" 1}", 1, .jsonColon),
      ("[1 2]", 1, .jsonComma), ("{} {}", 1, .jsonEnd), ("\"a", 1, .jsonString), ("\"\n\"", 1, .jsonString),
      (#""\x""#, 1, .jsonString), (#""\ud800""#, 1, .jsonString), (#""\u12""#, 1, .jsonString),
      (#""\u+123""#, 1, .jsonString), ("1.5", 1, .jsonNumber), ("1e3", 1, .jsonNumber),
      ("01", 1, .jsonNumber),
      ("--1", 1, .jsonNumber), ("9223372036854775808", 1, .jsonNumber), ("nul", 1, .jsonValue),
      (String(repeating: "[", count: 100), 1, .jsonDepth),
    ] as [(String, Int, Message)])
  func refuses(text: String, line: Int, message: Message) {
    #expect(throws: JSONFault(line: line, message: message)) { try JSONReader.read(Array(text.utf8)) }
  }

  @Test("Bytes that are no UTF-8 are no string")
  func encoding() {
    #expect(throws: JSONFault(line: 1, message: .jsonString)) { try JSONReader.read([0x22, 0xFF, 0x22]) }
  }

  @Test("What is written is read again")
  func thereAndBack() throws {
    let value = JSONValue.object([
      .init("text", .string("a\"\\\n\u{2028}\u{7F}ش")),
      .init("list", .array([.integer(-1), .boolean(true), .null])),
    ])
    #expect(try JSONReader.read(Array(value.serialised.utf8)) == value)
  }
}

import Testing

@testable import pishkhan

@Suite("JSON")
struct JSONValueTests {
  private static let documents: [(JSONValue, String)] = [
    (.null, "null"),
    (.boolean(true), "true"),
    (.boolean(false), "false"),
    (.integer(.min), "-9223372036854775808"),
    (.array([]), "[]"),
    (.object([]), "{}"),
    (.array([.integer(1), .string("a"), .null]), "[1,\"a\",null]"),
    (
      .object([JSONValue.Member("b", .integer(2)), JSONValue.Member("a", .array([.object([])]))]),
      "{\"b\":2,\"a\":[{}]}"
    ),
  ]

  @Test("A document is written on one line, its members in their order", arguments: documents)
  func document(value: JSONValue, expected: String) {
    #expect(value.serialised == expected)
  }

  @Test(
    "What a string may not hold is escaped (RFC 8259, 7), and so is what could disguise text on a terminal",
    arguments: [
      ("", #""""#), ("\"", #""\"""#), ("\\", #""\\""#), ("/", #""/""#), ("\n\r\t", #""\n\r\t""#),
      ("\u{0}", #""\u0000""#), ("\u{1F}", #""\u001f""#), ("\u{1B}[31m", #""\u001b[31m""#),
      ("\u{7F}", #""\u007f""#),
      ("\u{85}", #""\u0085""#), ("\u{2028}\u{2029}", #""\u2028\u2029""#),
      ("\u{202E}x\u{2069}", #""\u202ex\u2069""#),
      ("کد ملی", "\"کد ملی\""), ("می\u{200C}شود", "\"می\u{200C}شود\""), ("😀", "\"😀\""),
    ])
  func strings(string: String, expected: String) {
    #expect(JSONValue.string(string).serialised == expected)
  }

  @Test("Keys of objects are escaped like strings")
  func keys() {
    #expect(JSONValue.object([JSONValue.Member("a\"b", .null)]).serialised == #"{"a\"b":null}"#)
  }

  @Test("A time stands there twice, and as null where it is not set")
  func times() {
    #expect(
      JSONValue.object(.time("changed", milliseconds: 1_710_892_800_007)).serialised
        == #"{"changed_ms":1710892800007,"changed":"2024-03-20T00:00:00.007Z"}"#)
    #expect(
      JSONValue.object(.time("changed", milliseconds: 0)).serialised == #"{"changed_ms":0,"changed":null}"#)
  }
}

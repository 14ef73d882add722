import Testing

@testable import Catalogue

@Suite("A JSON document")
struct JSONTests {
  private func read(_ text: String) -> Result<JSONNode, CatalogueFault> {
    Result { () throws(CatalogueFault) in try JSONReader.read(Array(text.utf8)) }
  }

  @Test("is read with the line of each value")
  func readsLines() throws {
    let root = try read("{\n\"a\": [1,\n-2.5e+3, true],\r\n \"b\": {\"c\": null, \"d\":\n\"x\"}}").get()
    #expect(root.line == 1 && root["a"]?.line == 2 && root["b"]?.line == 4 && root["b"]?["d"]?.line == 5)
    guard case .array(let numbers) = root["a"]?.value else {
      Issue.record("no list")
      return
    }
    #expect(numbers.map(\.value) == [.number("1"), .number("-2.5e+3"), .boolean(true)])
    #expect(numbers.map(\.line) == [2, 3, 3])
    #expect(root.line(at: "a[1]") == 3 && root.line(at: "b.d") == 5 && root.line(at: "b.nothing.more") == 4)
    #expect(root.line(at: "a[9].x") == 2 && root.line(at: "") == 1)
  }

  @Test(
    "gives texts as they are meant",
    arguments: [
      (#""""#, ""), (#""پیشخوان""#, "پیشخوان"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
      (#""\u067e\u00e9""#, "پé"), (#""\ud83d\uDE00""#, "😀"), (#""a\u200cb""#, "a\u{200C}b"),
    ])
  func readsTexts(json: String, text: String) {
    #expect(read(json) == .success(JSONNode(value: .string(text), line: 1)))
  }

  @Test(
    "is refused where it is none",
    arguments: [
      "", " ", "{", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{\"a\":1 \"b\":2}", "[1 2]",
      "01", "1.",
      ".5", "-", "1e", "+1", "nul", "True", "\"", "\"\\x\"", "\"\\u12\"", "\"\\u+123\"", "\"\\ud800\"",
      "\"\\ud800\\u0041\"",
      "\"\\udc00\"", "\"\\u0000\"", "\"\t\"", "1 1", "{\"a\":1,\"a\":2}", "'a'", "[1]]", "NaN", "\u{FEFF}1",
      "/*x*/1",
    ])
  func refuses(json: String) {
    guard case .failure(let fault) = read(json) else {
      Issue.record("\(json) was read")
      return
    }
    #expect(fault.line == 1 && !fault.what.isEmpty)
  }

  @Test("is refused where it is not UTF-8 or too deep")
  func refusesBytesAndDepth() {
    #expect(throws: CatalogueFault.self) { try JSONReader.read([0x22, 0xC3, 0x28, 0x22]) }
    #expect(throws: CatalogueFault.self) { try JSONReader.read([0xFF]) }
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect((try? read(nested(32)).get()) != nil)
    #expect(throws: CatalogueFault(line: 1, "it is nested too deeply")) { try read(nested(33)).get() }
    #expect((try? read("[" + Array(repeating: "[[]]", count: 50).joined(separator: ",") + "]").get()) != nil)
  }

  @Test("is never read with harm, whatever its bytes are", arguments: [1, 2, 3] as [UInt64])
  func survivesNoise(seed: UInt64) {
    var state = seed
    func next() -> UInt8 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
    let letters = Array(#"{}[]":,\u0e1 truefalsn-.+"#.utf8)
    for _ in 0..<3_000 {
      let bytes = (0..<Int(next() % 40)).map { _ in
        next() < 250 ? letters[Int(next()) % letters.count] : next()
      }
      _ = try? JSONReader.read(bytes)
    }
  }

  @Test("comes back as it was written, on one line and on several")
  func comesBack() throws {
    let text = JSONText.object([
      ("short", .array([.integer(1), .number("-2.500000")])),
      ("long", .array((0..<40).map { .string("value \($0) \"\\\n\t\u{1}پ") })),
      ("nested", .object([("a", .object([("b", .boolean(true)), ("empty", .array([]))]))])),
    ])
    let once = try read(text.line).get()
    let again = try read(text.lines).get()
    #expect(text.line.utf8.allSatisfy { $0 != UInt8(ascii: "\n") })
    #expect(stripped(once) == stripped(again))
    #expect(again["nested"]?["a"]?["b"]?.value == .boolean(true))
    #expect(text.lines.split(separator: "\n").allSatisfy { $0.unicodeScalars.count <= 112 })
  }

  /// The same without lines.
  private func stripped(_ node: JSONNode) -> String {
    switch node.value {
    case .object(let members):
      "{" + members.map { "\($0.name):" + stripped($0.node) }.joined(separator: ",") + "}"
    case .array(let elements): "[" + elements.map(stripped).joined(separator: ",") + "]"
    default: "\(node.value)"
    }
  }
}

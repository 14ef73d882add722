import Sealing
import Testing

@Suite("Sealed cursors")
struct CursorSealTests {
  private let seal: CursorSeal

  init() throws {
    seal = try CursorSeal(keys: fixedKeyRing(1))
  }

  private func sealed(_ cursor: [UInt8], scope: UInt64) -> String {
    cursor.withUnsafeBytes { seal.seal($0, scope: scope) }
  }

  private func opened(_ text: some Sequence<UInt8>, scope: UInt64) -> [UInt8]? {
    seal.open(Array(text).span, scope: scope)
  }

  @Test("open to what was sealed, at every length", arguments: 0...32)
  func roundTrip(_ count: Int) {
    let cursor = (0..<count).map { UInt8($0 * 7 & 0xFF) }
    let text = sealed(cursor, scope: 5)
    #expect(text.utf8.count == (22 * 6 / 8 + count) * 8 / 6 + ((16 + count) % 3 == 0 ? 0 : 1))
    #expect(
      text.utf8.allSatisfy {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8.contains($0)
      })
    #expect(opened(text.utf8, scope: 5) == cursor)
    #expect(opened(text.utf8, scope: 6) == nil)
  }

  @Test("do not open after any change of a character")
  func refusesChanges() {
    let text = Array(sealed([1, 2, 3, 4, 5, 6, 7, 8], scope: 1).utf8)
    for index in text.indices {
      for character in [UInt8(ascii: "A"), UInt8(ascii: "B"), UInt8(ascii: "_"), UInt8(ascii: "="), 0, 0xFF]
      where character != text[index] {
        var changed = text
        changed[index] = character
        #expect(opened(changed, scope: 1) == nil)
      }
    }
  }

  @Test(
    "do not open when cut, lengthened or made up",
    arguments: [
      "", "A", "AAAA", String(repeating: "A", count: 22), String(repeating: "A", count: 64),
      String(repeating: "A", count: 65), String(repeating: "A", count: 1_000_000), "سلام",
    ])
  func refusesForgeries(_ text: String) {
    #expect(opened(text.utf8, scope: 0) == nil)
    let whole = sealed([9, 9, 9], scope: 0)
    #expect(opened((whole + text).utf8, scope: 0) == (text.isEmpty ? [9, 9, 9] : nil))
    #expect(opened(whole.dropLast(1 + text.utf8.count % 20).description.utf8, scope: 0) == nil)
  }

  @Test("show nothing of what is in them")
  func hides() {
    let texts = (0..<100).map { sealed([UInt8($0), 0, 0, 0, 0, 0, 0, 0], scope: 1).suffix(8) }
    #expect(Set(texts).count == 100)
  }

  @Test("do not open under another master key")
  func dependsOnKey() throws {
    let other = try CursorSeal(keys: fixedKeyRing(2))
    let text = sealed([1], scope: 1)
    let outcome = other.open(text.utf8.span, scope: 1)
    #expect(outcome == nil)
  }
}

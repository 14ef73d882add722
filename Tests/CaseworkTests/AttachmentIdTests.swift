import Casework
import Testing

@Suite("Ids of attachments")
struct AttachmentIdTests {
  @Test("An id reads its own text, in either case, and gives lower case")
  func readsItsOwnText() throws {
    let id = try #require(AttachmentId(hexadecimal: "00112233445566778899AABBCCDDEEFF"))
    #expect(id.hexadecimal == "00112233445566778899aabbccddeeff")
    #expect(AttachmentId(hexadecimal: id.hexadecimal) == id)
    #expect(id.withUnsafeBytes { Array($0) } == (0..<16).map { UInt8($0 * 0x11) })
  }

  @Test(
    "What is not 32 hexadecimal digits is no id",
    arguments: [
      "", "00", String(repeating: "0", count: 31), String(repeating: "0", count: 33),
      String(repeating: "g", count: 32), String(repeating: "۰", count: 16), "../../../../../../keys/master.k",
    ])
  func refuses(text: String) {
    #expect(AttachmentId(hexadecimal: text) == nil)
  }

  @Test("The first half of a hash is an id")
  func takesTheFirstHalf() throws {
    let digest = try #require(Digest((0..<32).map { UInt8($0) }))
    #expect(AttachmentId(digest).hexadecimal == "000102030405060708090a0b0c0d0e0f")
  }
}

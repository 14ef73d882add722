import Casework
import Testing

@testable import Attachments

@Suite("What a file is")
struct ContentTests {
  @Test(
    "The first bytes tell the kind",
    arguments: [
      (document(), .pdf), (JPEGPart.plain, .jpeg), (PNGPart.plain, .png), (bytes("%PDF-2.0"), .pdf),
      (bytes("%PDF-x.0"), nil), (bytes("%PDF"), nil), ([], nil), (bytes("PK\u{3}\u{4}"), nil),
      (bytes("<html>"), nil),
      ([0xFF, 0xD8], nil), (Array(PNGPart.signature.dropLast()), nil), (bytes(" %PDF-1.4"), nil),
    ] as [([UInt8], MediaType?)])
  func tellsTheKind(file: [UInt8], kind: MediaType?) {
    #expect(MediaType(head: file.prefix(MediaType.headBytes)) == kind)
  }

  @Test("A document with both its ends is taken")
  func takesDocuments() throws {
    let file = document()
    try PDFLook.check(tail: file, size: UInt64(file.count))
  }

  @Test(
    "A document without its end is refused with its flaw",
    arguments: [
      ("%PDF-1.7\n", .truncated), ("%PDF-1.7\n%%EOF", .badOrder), ("%PDF-1.7\nstartxref\n%%EOF", .badPart),
      ("%PDF-1.7\nstartxref\n99999\n%%EOF", .badPart), ("%PDF-1.7\nstartxref\n-1\n%%EOF", .badPart),
      ("%PDF-1.7\nstartxref\n99999999999999999999999999\n%%EOF", .badPart), ("%%EOF startxref 5", .badOrder),
      ("", .truncated),
    ] as [(String, ContentFlaw)])
  func refusesHalfDocuments(text: String, flaw: ContentFlaw) {
    #expect(throws: AttachmentFault.malformed(flaw)) {
      try PDFLook.check(tail: bytes(text), size: UInt64(text.utf8.count))
    }
  }

  @Test(
    "An orientation is read from Exif, and what is no orientation is none",
    arguments: [
      (exifWithPosition(orientation: 3), 3), (exifWithPosition(orientation: 6, littleEndian: true), 6),
      (exifWithPosition(orientation: 1), nil), (exifWithPosition(orientation: 9), nil),
      (exifWithPosition(orientation: 0), nil), ([], nil), (bytes("MM"), nil),
      (bytes("XX") + [0, 42, 0, 0, 0, 8, 0, 0], nil),
      (bytes("MM") + [0, 43, 0, 0, 0, 8, 0, 0], nil),
      (bytes("MM") + [0, 42, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0], nil),
      (bytes("MM") + [0, 42, 0, 0, 0, 8, 0xFF, 0xFF], nil),
      (bytes("MM") + [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 4, 0, 0, 0, 1, 0, 6, 0, 0], nil),
    ] as [([UInt8], UInt8?)])
  func readsOrientations(exif: [UInt8], value: UInt8?) {
    #expect(Orientation(exif: exif)?.value == value)
  }
}

import Testing

@testable import Attachments

@Suite("JPEG pictures")
struct JPEGFilterTests {
  private typealias Part = JPEGPart

  @Test("A picture without marks is kept byte for byte")
  func keepsPlainPictures() throws {
    #expect(try filterJPEG(Part.plain) == Filtered(bytes: Part.plain, isChanged: false))
  }

  @Test(
    "Marks are taken out and the picture stays",
    arguments: [
      (Part.uprightExif, []), (Part.exif, Part.turned), (Part.xmp, []), (Part.secondPicture, []),
      (Part.photoshop, []), (Part.comment, []), (segment(0xE0, bytes("JFXX\0") + [0x10]), []),
      (Part.jfifWithPreview, Part.jfif), (segment(0xEF, []), []), ([0xFF] + Part.tables, Part.tables),
    ] as [([UInt8], [UInt8])])
  func takesMarksOut(mark: [UInt8], kept: [UInt8]) throws {
    let given = Part.start + mark + Part.picture
    #expect(try filterJPEG(given) == Filtered(bytes: Part.start + kept + Part.picture, isChanged: true))
  }

  @Test(
    "What changes how the picture looks stays",
    arguments: [Part.colourProfile, Part.adobe, Part.turned, Part.jfif, segment(0xDD, [0, 4])])
  func keepsWhatIsSeen(part: [UInt8]) throws {
    let given = Part.start + part + Part.picture
    #expect(try filterJPEG(given) == Filtered(bytes: given, isChanged: false))
  }

  @Test("No byte of a position is left, in either byte order", arguments: [false, true])
  func leavesNoPosition(littleEndian: Bool) throws {
    let exif = segment(0xE1, bytes("Exif\0\0") + exifWithPosition(orientation: 8, littleEndian: littleEndian))
    let kept = try filterJPEG(Part.start + exif + Part.picture).bytes
    #expect(kept.count < Part.start.count + exif.count + Part.picture.count)
    // The tag of the directory of the position, in both orders.
    #expect(!kept.contains(sequence: [0x88, 0x25]) && !kept.contains(sequence: [0x25, 0x88]))
    #expect(Orientation(exif: kept[12...])?.value == 8)
  }

  @Test("What stands behind the end goes: a second picture, a film")
  func cutsBehindTheEnd() throws {
    let given = Part.plain + Part.start + Part.exif + Part.picture
    #expect(try filterJPEG(given) == Filtered(bytes: Part.plain, isChanged: true))
  }

  @Test("A picture in several scans is kept byte for byte")
  func keepsSeveralScans() throws {
    let given =
      Part.start + Part.tables + segment(0xC2, [8, 0, 2, 0, 2, 1, 1, 0x11, 0]) + Part.huffman + Part.scan
      + Part.huffman + Part.scan + Part.end
    #expect(try filterJPEG(given) == Filtered(bytes: given, isChanged: false))
  }

  @Test(
    "What is no whole JPEG picture is refused with its flaw",
    arguments: [
      ([], .truncated), ([0xFF], .truncated), (Part.start, .truncated), (bytes("GIF89a"), .badPart),
      (Part.start + [0x00], .badPart), (Part.start + Part.end, .badOrder),
      (Part.start + Part.frame + Part.end, .badOrder), (Part.start + Part.scan + Part.end, .badOrder),
      (Part.start + Part.frame + Part.frame + Part.scan + Part.end, .badOrder),
      (Part.start + Part.start + Part.picture, .badOrder), (Part.start + [0xFF, 0xDB, 0, 1], .badPart),
      (Part.start + segment(0xC0, [8, 0, 0, 0, 2, 1, 1, 0x11, 0]) + Part.scan + Part.end, .badPart),
      (Part.start + segment(0xC0, [8, 0, 2, 0, 2, 9, 1, 0x11, 0]) + Part.scan + Part.end, .badPart),
      (Part.start + segment(0xC0, []) + Part.scan + Part.end, .badPart),
      (Part.start + segment(0xE0, bytes("JFIF\0")) + Part.picture, .badPart),
      (Part.start + segment(0xDE, [8, 0, 2, 0, 2, 1, 1, 0x11, 0]) + Part.picture, .unusual),
      (Part.start + Part.frame + Part.scan + segment(0xDC, [0, 2]) + Part.end, .unusual),
      (Part.start + Part.frame + Part.scan + [0xFF, 0x01], .badOrder),
    ] as [([UInt8], ContentFlaw)])
  func refuses(given: [UInt8], flaw: ContentFlaw) {
    #expect(throws: AttachmentFault.malformed(flaw)) { try filterJPEG(given) }
  }

  @Test("A picture that ends early is refused, wherever it ends")
  func refusesEveryTruncation() {
    let given = Part.start + Part.jfif + Part.exif + Part.colourProfile + Part.picture
    for count in 0..<given.count {
      #expect(throws: AttachmentFault.malformed(.truncated)) { try filterJPEG(Array(given.prefix(count))) }
    }
  }

  @Test("The result does not depend on how the bytes come", arguments: [1, 2, 3, 17, 100])
  func isTheSameForEveryPiece(count: Int) throws {
    let given =
      Part.start + Part.jfifWithPreview + Part.exif + Part.xmp + Part.colourProfile + Part.picture + [
        1, 2, 3,
      ]
    #expect(try filterJPEG(given, piece: count) == filterJPEG(given))
  }
}

extension [UInt8] {
  func contains(sequence: [UInt8]) -> Bool {
    indices.contains { self[$0...].starts(with: sequence) }
  }
}

import Testing

@testable import Attachments

@Suite("PNG pictures")
struct PNGFilterTests {
  private typealias Part = PNGPart

  @Test("A picture without marks is kept byte for byte")
  func keepsPlainPictures() throws {
    #expect(try filterPNG(Part.plain) == Filtered(bytes: Part.plain, isChanged: false))
  }

  @Test(
    "Marks are taken out and the picture stays",
    arguments: [
      (chunk("tEXt", bytes("Author\0Somebody")), []), (chunk("zTXt", bytes("Comment\0\0x")), []),
      (chunk("iTXt", bytes("XML:com.adobe.xmp\0\0\0\0\0<x/>")), []),
      (chunk("tIME", [7, 0xE6, 1, 1, 1, 1, 1]), []), (chunk("prVt", [1, 2, 3]), []),
      (chunk("eXIf", exifWithPosition(orientation: 1)), []),
      (chunk("eXIf", exifWithPosition(orientation: 6)), Part.turned),
      (chunk("eXIf", [UInt8](repeating: 0, count: 70_000)), []), (Part.turned + Part.turned, Part.turned),
    ] as [([UInt8], [UInt8])])
  func takesMarksOut(mark: [UInt8], kept: [UInt8]) throws {
    let given = Part.signature + Part.header + mark + Part.data + Part.end
    let expected = Part.signature + Part.header + kept + Part.data + Part.end
    #expect(try filterPNG(given) == Filtered(bytes: expected, isChanged: true))
  }

  @Test(
    "What changes how the picture looks stays",
    arguments: [
      chunk("gAMA", [0, 0, 0xB1, 0x8F]), chunk("iCCP", bytes("p\0\0x")), chunk("tRNS", [0, 1]), Part.turned,
      chunk("acTL", [0, 0, 0, 1, 0, 0, 0, 0]), chunk("PLTE", [1, 2, 3]),
    ])
  func keepsWhatIsSeen(part: [UInt8]) throws {
    let given = Part.signature + Part.header + part + Part.data + Part.end
    #expect(try filterPNG(given) == Filtered(bytes: given, isChanged: false))
  }

  @Test("What stands behind the end goes")
  func cutsBehindTheEnd() throws {
    #expect(try filterPNG(Part.plain + bytes("film")) == Filtered(bytes: Part.plain, isChanged: true))
  }

  @Test(
    "What is no whole PNG picture is refused with its flaw",
    arguments: [
      (Part.signature.dropLast() + [0], .badPart), (Part.signature + Part.data, .badOrder),
      (Part.signature + chunk("IHDR", [0, 0, 0, 1]), .badPart),
      (Part.signature + chunk("IHDR", [0, 0, 0, 0, 0, 0, 0, 1, 8, 0, 0, 0, 0]), .badPart),
      (Part.signature + chunk("IHDR", [0, 0, 0, 1, 0x80, 0, 0, 1, 8, 0, 0, 0, 0]), .badPart),
      (Part.signature + Part.header + Part.end, .badOrder),
      (Part.signature + Part.header + Part.header + Part.data + Part.end, .badOrder),
      (Part.signature + Part.header + Part.data + chunk("IEND", [0]), .badPart),
      (Part.signature + Part.header + chunk("XXXX") + Part.data + Part.end, .unusual),
      (Part.signature + Part.header + [0xFF, 0xFF, 0xFF, 0xFF] + bytes("IDAT"), .badPart),
      (Part.signature + Part.header + [0, 0, 0, 0] + bytes("ID T"), .badPart),
      (Part.signature + Part.header + Part.data.dropLast() + [0] + Part.end, .badChecksum),
      (Part.signature + Part.header.dropLast() + [0] + Part.data + Part.end, .badChecksum),
      (Part.signature + Part.header + Part.turned.dropLast() + [0] + Part.data + Part.end, .badChecksum),
      (Part.signature + Part.header + [0x7F, 0xFF, 0xFF, 0xFF] + bytes("tEXt"), .truncated),
    ] as [([UInt8], ContentFlaw)])
  func refuses(given: [UInt8], flaw: ContentFlaw) {
    #expect(throws: AttachmentFault.malformed(flaw)) { try filterPNG(given) }
  }

  @Test("A picture that ends early is refused, wherever it ends")
  func refusesEveryTruncation() {
    let given =
      Part.signature + Part.header + Part.turned + chunk("tEXt", bytes("a\0b")) + Part.data + Part.end
    for count in 0..<given.count {
      #expect(throws: AttachmentFault.malformed(.truncated)) { try filterPNG(Array(given.prefix(count))) }
    }
  }

  @Test("The result does not depend on how the bytes come", arguments: [1, 2, 3, 17, 100])
  func isTheSameForEveryPiece(count: Int) throws {
    let given =
      Part.signature + Part.header + chunk("eXIf", exifWithPosition(orientation: 3)) + Part.data + Part.end
      + [1]
    #expect(try filterPNG(given, piece: count) == filterPNG(given))
  }
}

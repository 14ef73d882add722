import CZlib

// Pictures byte by byte, as their standards have them.

/// A part of a JPEG picture: marker, length, payload.
func segment(_ marker: UInt8, _ payload: [UInt8]) -> [UInt8] {
  [0xFF, marker, UInt8((payload.count + 2) >> 8), UInt8((payload.count + 2) & 0xFF)] + payload
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// Exif with an orientation and a position: 35° 41' north.
func exifWithPosition(orientation: UInt8, littleEndian: Bool = false) -> [UInt8] {
  func two(_ number: Int) -> [UInt8] {
    let big = [UInt8(number >> 8), UInt8(number & 0xFF)]
    return littleEndian ? big.reversed() : big
  }
  func four(_ number: Int) -> [UInt8] {
    let big = [
      UInt8(number >> 24 & 0xFF), UInt8(number >> 16 & 0xFF), UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF),
    ]
    return littleEndian ? big.reversed() : big
  }
  let header = bytes(littleEndian ? "II" : "MM") + two(42) + four(8)
  // The first directory: orientation, and where the directory of the position is.
  let first =
    two(2) + two(0x0112) + two(3) + four(1) + two(Int(orientation)) + two(0)
    + two(0x8825) + two(4) + four(1) + four(38) + four(0)
  let position =
    two(2) + two(1) + two(2) + four(2) + bytes("N\0\0\0") + two(2) + two(5) + four(3) + four(68) + four(0)
    + four(35) + four(1) + four(41) + four(1) + four(0) + four(1)
  return header + first + position
}

enum JPEGPart {
  static let start: [UInt8] = [0xFF, 0xD8]
  static let end: [UInt8] = [0xFF, 0xD9]
  static let jfif = segment(0xE0, bytes("JFIF\0") + [1, 2, 0, 0, 1, 0, 1, 0, 0])
  static let jfifWithPreview = segment(0xE0, bytes("JFIF\0") + [1, 2, 0, 0, 1, 0, 1, 1, 1, 9, 9, 9])
  static let exif = segment(0xE1, bytes("Exif\0\0") + exifWithPosition(orientation: 6))
  static let uprightExif = segment(0xE1, bytes("Exif\0\0") + exifWithPosition(orientation: 1))
  static let turned = segment(
    0xE1,
    bytes("Exif\0\0MM") + [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0])
  static let xmp = segment(0xE1, bytes("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>35.68</x:xmpmeta>"))
  static let colourProfile = segment(0xE2, bytes("ICC_PROFILE\0") + [1, 1] + bytes("profile"))
  static let secondPicture = segment(0xE2, bytes("MPF\0") + [1, 2, 3])
  static let photoshop = segment(0xED, bytes("Photoshop 3.0\0"))
  static let adobe = segment(0xEE, bytes("Adobe") + [0, 100, 0, 0, 0, 0, 1])
  static let comment = segment(0xFE, bytes("taken at home"))
  static let tables = segment(0xDB, [0] + [UInt8](repeating: 1, count: 64))
  static let frame = segment(0xC0, [8, 0, 2, 0, 2, 1, 1, 0x11, 0])
  static let huffman = segment(0xC4, [0] + [UInt8](repeating: 0, count: 16))
  static let scan =
    segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0x00]

  /// What every one of them ends with.
  static let picture = tables + frame + huffman + scan + end
  static let plain = start + jfif + picture
}

/// A chunk of a PNG picture: length, name, body, check sum.
func chunk(_ name: String, _ body: [UInt8] = []) -> [UInt8] {
  let sum = crc32(crc32(0, bytes(name), 4), body, UInt32(body.count))
  return fourBytes(UInt32(body.count)) + bytes(name) + body + fourBytes(UInt32(sum))
}

func fourBytes(_ number: UInt32) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }

enum PNGPart {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  static let header = chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])
  static let data = chunk("IDAT", [0x78, 0x9C, 0x63, 0x60, 0, 0, 0, 2, 0, 1])
  static let end = chunk("IEND")
  static let turned = chunk(
    "eXIf", bytes("MM") + [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0])
  static let plain = signature + header + data + end
}

/// The smallest file that looks like PDF at both ends.
func document(_ body: String = "1 0 obj\n<<>>\nendobj\n") -> [UInt8] {
  let head = "%PDF-1.7\n\(body)"
  return bytes(head + "xref\n0 1\ntrailer\n<<>>\nstartxref\n\(head.utf8.count)\n%%EOF\n")
}

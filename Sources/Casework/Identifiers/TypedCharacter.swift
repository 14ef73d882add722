/// What one code point of a typed identifier, number or date means to its check.
enum TypedCharacter: Equatable {
  /// A printable ASCII character, or a digit of another script as its Latin one.
  case ascii(UInt8)
  /// A space of any width, a tab or a line end.
  case blank
  /// A hyphen, dash or minus sign.
  case hyphen
  /// A mark without width: joiners, direction marks, the byte order mark. Phones and copied text bring them along.
  case format
  /// The decimal separator of Persian and Arabic, U+066B.
  case decimalSeparator
  /// Anything else, bytes that are no UTF-8 among it.
  case other

  init(_ scalar: UInt32) {
    switch scalar {
    case 0x2D, 0xAD, 0x2010...0x2015, 0x2212: self = .hyphen
    case 0x21...0x7E: self = .ascii(UInt8(scalar))
    case 0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: self = .blank
    case 0x06F0...0x06F9: self = .ascii(UInt8(scalar - 0x06F0) + UInt8(ascii: "0"))
    case 0x0660...0x0669: self = .ascii(UInt8(scalar - 0x0660) + UInt8(ascii: "0"))
    case 0x061C, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x2069, 0xFEFF: self = .format
    case 0x066B: self = .decimalSeparator
    default: self = .other
    }
  }

  /// Reads the code point at `index` and moves behind it. Bytes that are no UTF-8 (cut off, overlong, out of range)
  /// count one by one as `other`.
  static func next(in bytes: Span<UInt8>, at index: inout Int) -> TypedCharacter {
    let first = bytes[index]
    index += 1
    let length: Int
    let smallest: UInt32
    var scalar: UInt32
    switch first {
    case 0x00...0x7F: return TypedCharacter(UInt32(first))
    case 0xC2...0xDF: (length, smallest, scalar) = (1, 0x80, UInt32(first & 0x1F))
    case 0xE0...0xEF: (length, smallest, scalar) = (2, 0x800, UInt32(first & 0x0F))
    case 0xF0...0xF4: (length, smallest, scalar) = (3, 0x1_0000, UInt32(first & 0x07))
    default: return .other
    }
    guard index + length <= bytes.count else { return .other }
    for offset in 0..<length {
      let byte = bytes[index + offset]
      guard byte & 0xC0 == 0x80 else { return .other }
      scalar = scalar << 6 | UInt32(byte & 0x3F)
    }
    guard scalar >= smallest else { return .other }
    index += length
    return TypedCharacter(scalar)
  }
}

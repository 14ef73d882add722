/// Base64 with the URL-safe alphabet and without padding. Source: RFC 4648, section 5.
enum Base64URL {
  private static let alphabet: StaticString =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

  static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    let count = (bytes.count * 8 + 5) / 6
    return String(unsafeUninitializedCapacity: count) { output in
      for index in 0..<count {
        // Six bits from bit 6 * index on, most significant first, zeros behind the end.
        let (byte, shift) = (index * 6 / 8, index * 6 % 8)
        let next = byte + 1 < bytes.count ? UInt16(bytes[byte + 1]) : 0
        let window = UInt16(bytes[byte]) << 8 | next
        output[index] = alphabet.utf8Start[Int(window >> (10 - shift)) & 0x3F]
      }
      return count
    }
  }

  /// The bytes of a text; nil if it has a character of another alphabet, an impossible length or bits left over that
  /// are not zero (each run of bytes has one text).
  static func bytes(_ text: Span<UInt8>) -> [UInt8]? {
    guard text.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count * 6 / 8)
    var (window, held): (UInt32, UInt32) = (0, 0)
    for index in text.indices {
      guard let value = value(of: text[index]) else { return nil }
      window = window << 6 | value
      held += 6
      if held >= 8 {
        held -= 8
        bytes.append(UInt8(truncatingIfNeeded: window >> held))
        window &= (1 << held) - 1
      }
    }
    return window == 0 ? bytes : nil
  }

  private static func value(of character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }
}

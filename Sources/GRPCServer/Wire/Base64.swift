/// The form of `-bin` values (RFC 4648 4): sent without padding, taken with and without.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  /// 255 where a byte is not of the alphabet.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    for (value, byte) in alphabet.enumerated() { values[Int(byte)] = UInt8(value) }
    return values
  }()

  static func encode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var encoded: [UInt8] = []
    var bits: UInt32 = 0
    var count: UInt32 = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        encoded.append(alphabet[Int(bits >> count & 63)])
      }
    }
    if count > 0 { encoded.append(alphabet[Int(bits << (6 - count) & 63)]) }
    return encoded
  }

  /// - Returns: nil when a byte is not of the alphabet, or when the length cannot be.
  static func decode(_ text: some BidirectionalCollection<UInt8>) -> [UInt8]? {
    var body = text[...]
    var padding = 0
    while padding < 2, body.last == UInt8(ascii: "=") {
      body = body.dropLast()
      padding += 1
    }
    guard body.count % 4 != 1, padding == 0 || (body.count + padding) % 4 == 0 else { return nil }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(body.count * 3 / 4)
    var bits: UInt32 = 0
    var count: UInt32 = 0
    for byte in body {
      let value = values[Int(byte)]
      guard value != 255 else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        decoded.append(UInt8(truncatingIfNeeded: bits >> count))
      }
    }
    return decoded
  }
}

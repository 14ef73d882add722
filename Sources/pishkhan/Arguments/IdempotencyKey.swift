import libpishkhan

/// The 16 bytes that name a write, so that it can be sent again without being done twice.
struct IdempotencyKey: Sendable, Equatable {
  static let size = 16
  let bytes: [UInt8]

  /// Nil unless there are 16 bytes.
  init?(bytes: [UInt8]) {
    guard bytes.count == IdempotencyKey.size else { return nil }
    self.bytes = bytes
  }

  /// Reads 32 hexadecimal digits, with or without a UUID's hyphens; nil for anything else.
  init?(typed: String) {
    guard let bytes = pishkhan.bytes(hexadecimal: typed.filter { $0 != "-" }) else { return nil }
    self.init(bytes: bytes)
  }

  /// A new one: a UUIDv7, from the library.
  static func make() -> IdempotencyKey {
    var bytes = [UInt8](repeating: 0, count: size)
    // Linux's getrandom(2) fails only before the system's first entropy, when no program like this runs; a key that
    // can be guessed or is the same twice must not be used.
    precondition(pishkhan_make_key(&bytes), "the system gives no random bytes")
    return IdempotencyKey(exactly: bytes)
  }

  private init(exactly bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The id of something that belongs to this key: the same again for the same number.
  func derived(_ number: UInt16) -> IdempotencyKey {
    var bytes = bytes
    bytes[14] ^= UInt8(number >> 8)
    bytes[15] ^= UInt8(number & 0xFF)
    return IdempotencyKey(exactly: bytes)
  }

  /// As a UUID is written (RFC 9562, 4).
  var text: String {
    var text = ""
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text.append("-") }
      text += hexadecimal([byte])
    }
    return text
  }
}

/// Bytes as small hexadecimal digits.
func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef")
  return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
}

/// Bytes of hexadecimal digits of either size; nil for anything else.
func bytes(hexadecimal digits: String) -> [UInt8]? {
  guard digits.utf8.count % 2 == 0 else { return nil }
  var bytes: [UInt8] = []
  var rest = digits.utf8[...]
  while let high = rest.popFirst(), let low = rest.popFirst() {
    guard let upper = hexadecimal(high), let lower = hexadecimal(low) else { return nil }
    bytes.append(upper << 4 | lower)
  }
  return bytes
}

private func hexadecimal(_ digit: UInt8) -> UInt8? {
  switch digit {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
  default: nil
  }
}

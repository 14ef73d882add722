/// The number by which a citizen follows a request: 16 decimal digits, shown 4-4-4-4.
///
/// One digit of key epoch, 13 digits of encrypted shard and sequence, two check digits (ISO 7064 MOD 97-10). What the
/// 13 digits hold only the holder of the key can tell (`TrackingCodeCipher`).
public struct TrackingCode: Hashable, Sendable {
  /// Length in digits.
  public static let digitCount = 16
  /// Number of different values of the encrypted part: 10^13.
  public static let encryptedLimit: UInt64 = 10_000_000_000_000

  /// All 16 digits as one number below 10^16.
  public let number: UInt64

  /// Puts a code together and computes its check digits.
  ///
  /// - Parameters:
  ///   - epoch: the key's epoch, below 10.
  ///   - encrypted: the 13 encrypted digits, below 10^13.
  public init(epoch: UInt8, encrypted: UInt64) {
    precondition(epoch < 10, "a key epoch is one digit")
    precondition(encrypted < TrackingCode.encryptedLimit, "the encrypted part has 13 digits")
    let value = UInt64(epoch) * TrackingCode.encryptedLimit + encrypted
    // The remainder of the whole number by 97 is to be 1.
    number = value * 100 + (98 - value * 100 % 97)
  }

  /// Takes a code that was stored as a number.
  ///
  /// - Throws: `length` from 10^16 on, `checkDigit` when the last two digits do not fit.
  public init(number: UInt64) throws(IdentifierFault) {
    guard number < 100 * 10 * TrackingCode.encryptedLimit else { throw .length }
    // 00, 01 and 99 are never made, though their remainders equal those of 97, 98 and 02.
    guard number % 97 == 1, (2...98).contains(number % 100) else { throw .checkDigit }
    self.number = number
  }

  /// Reads a code as typed on any phone: Persian or Latin digits, with blanks and hyphens or without.
  ///
  /// - Throws: `character`, `length` or `checkDigit`.
  public init(typed: Span<UInt8>) throws(IdentifierFault) {
    if let number = TrackingCode.plainDigits(typed) {
      try self.init(number: number)
      return
    }
    let text = try IdentifierNormaliser.digits(typed, length: TrackingCode.digitCount)
    var number: UInt64 = 0
    for index in 0..<TrackingCode.digitCount { number = number * 10 + UInt64(text.digit(index)) }
    try self.init(number: number)
  }

  /// The value of 16 Latin digits and nothing else, as programs send a code: spares the normaliser. Else nil.
  private static func plainDigits(_ typed: Span<UInt8>) -> UInt64? {
    guard typed.count == digitCount else { return nil }
    var number: UInt64 = 0
    for index in 0..<digitCount {
      let digit = typed[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number &* 10 &+ UInt64(digit)
    }
    return number
  }

  /// The epoch of the key that made the code, 0 to 9.
  public var epoch: UInt8 { UInt8(number / 100 / TrackingCode.encryptedLimit) }

  /// The 13 encrypted digits.
  public var encrypted: UInt64 { number / 100 % TrackingCode.encryptedLimit }

  /// Writes the 16 digits in ASCII.
  ///
  /// - Parameter output: at least 16 bytes; the first 16 are written.
  public func write(to output: UnsafeMutableRawBufferPointer) {
    precondition(output.count >= TrackingCode.digitCount, "a tracking code takes 16 bytes")
    var rest = number
    for index in stride(from: TrackingCode.digitCount - 1, through: 0, by: -1) {
      output[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }

  /// The 16 digits.
  public var string: String {
    String(unsafeUninitializedCapacity: TrackingCode.digitCount) { output in
      write(to: UnsafeMutableRawBufferPointer(output))
      return TrackingCode.digitCount
    }
  }

  /// The 16 digits in four groups, as shown to people: `1234-5678-9012-3456`.
  public var grouped: String {
    var text = ""
    text.reserveCapacity(TrackingCode.digitCount + 3)
    for (index, digit) in string.unicodeScalars.enumerated() {
      if index > 0, index.isMultiple(of: 4) { text.append("-") }
      text.unicodeScalars.append(digit)
    }
    return text
  }
}

/// An International Bank Account Number of Iran ("Sheba"): IR, two check digits, 22 digits.
public enum Iban {
  private static let length = 26

  /// Checks an IBAN as typed and gives its 26 characters.
  ///
  /// Source: ISO 13616 and ISO 7064 MOD 97-10: the first four characters go behind the others, letters count as two
  /// digits (I is 18, R is 27), and the whole number leaves 1 when divided by 97.
  public static func normalise(_ typed: Span<UInt8>) throws(IdentifierFault) -> IdentifierText {
    let text = try IdentifierNormaliser.normalise(typed)
    for index in 0..<text.count where !isLetterOrDigit(text[index]) { throw .character }
    guard text.count >= 2 else { throw .length }
    guard text[0] == UInt8(ascii: "I"), text[1] == UInt8(ascii: "R") else { throw .country }
    guard text.hasOnlyDigits(in: 2..<text.count) else { throw .character }
    guard text.count == length else { throw .length }
    var remainder = 0
    for index in 4..<length { remainder = (remainder * 10 + text.digit(index)) % 97 }
    remainder = (remainder * 10_000 + 1827) % 97
    for index in 2..<4 { remainder = (remainder * 10 + text.digit(index)) % 97 }
    // 00, 01 and 99 are never made, though their remainders equal those of 97, 98 and 02.
    guard remainder == 1, (2...98).contains(text.digit(2) * 10 + text.digit(3)) else { throw .checkDigit }
    return text
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z"))
  }
}

/// The national id of a person: ten digits, the last of them a check digit.
public enum NationalId {
  /// Checks a national id as typed and gives its ten Latin digits.
  ///
  /// The first nine digits, weighted 10 to 2, give a sum whose remainder r by 11 decides the last digit: r itself if
  /// r < 2, else 11 - r. Ten equal digits pass that sum and are refused all the same: none was ever issued.
  public static func normalise(_ typed: Span<UInt8>) throws(IdentifierFault) -> IdentifierText {
    let text = try IdentifierNormaliser.digits(typed, length: 10)
    if (1..<10).allSatisfy({ text[$0] == text[0] }) { throw .repeatedDigit }
    var sum = 0
    for index in 0..<9 { sum += text.digit(index) * (10 - index) }
    let remainder = sum % 11
    guard text.digit(9) == (remainder < 2 ? remainder : 11 - remainder) else { throw .checkDigit }
    return text
  }
}

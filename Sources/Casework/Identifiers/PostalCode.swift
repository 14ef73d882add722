/// A postal code of Iran: ten digits, printed 5-5, without a check digit but with digits that are never issued.
public enum PostalCode {
  /// Checks a postal code as typed and gives its ten Latin digits.
  ///
  /// The first four hold no 0 and no 2 and are not all equal; the fifth is none of 0, 2, 5; the last five hold no 2.
  public static func normalise(_ typed: Span<UInt8>) throws(IdentifierFault) -> IdentifierText {
    let text = try IdentifierNormaliser.digits(typed, length: 10)
    if (1..<4).allSatisfy({ text[$0] == text[0] }) { throw .repeatedDigit }
    for index in 0..<10 where neverIssued(text.digit(index), at: index) { throw .digit }
    return text
  }

  private static func neverIssued(_ digit: Int, at index: Int) -> Bool {
    switch index {
    case 0..<4: digit == 0 || digit == 2
    case 4: digit == 0 || digit == 2 || digit == 5
    default: digit == 2
    }
  }
}

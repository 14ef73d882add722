/// The national id of a legal entity: eleven digits, the last of them a check digit.
public enum LegalId {
  /// Checks a legal entity's id as typed and gives its eleven Latin digits.
  ///
  /// With d = tenth digit + 2, the first ten digits, each plus d, weighted 29, 27, 23, 19, 17 and again, give a sum
  /// whose remainder by 11 is the last digit; 10 counts as 0.
  public static func normalise(_ typed: Span<UInt8>) throws(IdentifierFault) -> IdentifierText {
    let text = try IdentifierNormaliser.digits(typed, length: 11)
    let shift = text.digit(9) + 2
    var sum = 0
    for index in 0..<10 { sum += (shift + text.digit(index)) * weight(index % 5) }
    guard text.digit(10) == sum % 11 % 10 else { throw .checkDigit }
    return text
  }

  private static func weight(_ index: Int) -> Int {
    switch index {
    case 0: 29
    case 1: 27
    case 2: 23
    case 3: 19
    default: 17
    }
  }
}

/// A mobile number of Iran.
public enum MobileNumber {
  /// Checks a mobile number as typed and gives its national form: 11 digits that begin with 09.
  ///
  /// Taken are 09.., +989.., 00989.. and 9.., each with ten digits from the 9 on.
  public static func normalise(_ typed: Span<UInt8>) throws(IdentifierFault) -> IdentifierText {
    let text = try IdentifierNormaliser.normalise(typed)
    guard text.count > 0 else { throw .length }
    let isInternational = text[0] == UInt8(ascii: "+")
    guard text.hasOnlyDigits(in: (isInternational ? 1 : 0)..<text.count) else { throw .character }
    let start = subscriberStart(text)
    guard start < text.count else { throw .length }
    guard text[start] == UInt8(ascii: "9") else { throw .prefix }
    guard text.count - start == 10 else { throw .length }
    var national = IdentifierText()
    _ = national.append(UInt8(ascii: "0"))
    for index in start..<text.count { _ = national.append(text[index]) }
    return national
  }

  /// Where the ten digits of the subscriber begin: behind +98, 0098 or 0.
  private static func subscriberStart(_ text: IdentifierText) -> Int {
    if hasPrefix(text, "+98") { return 3 }
    if hasPrefix(text, "0098") { return 4 }
    return text[0] == UInt8(ascii: "0") ? 1 : 0
  }

  private static func hasPrefix(_ text: IdentifierText, _ prefix: StaticString) -> Bool {
    prefix.withUTF8Buffer { bytes in
      text.count >= bytes.count && bytes.indices.allSatisfy { text[$0] == bytes[$0] }
    }
  }
}

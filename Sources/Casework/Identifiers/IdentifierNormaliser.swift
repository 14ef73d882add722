/// Brings an identifier, as people type it on any keyboard, into its one form.
///
/// Persian and Arabic-Indic digits become Latin, small Latin letters large; blanks, hyphens and marks without width
/// go. It works on UTF-8 bytes, allocates nothing and reads no further than the first byte too many.
public enum IdentifierNormaliser {
  /// - Throws: `character` for a character that no identifier holds, `length` for more than
  ///   `IdentifierText.capacity` characters.
  public static func normalise(_ typed: Span<UInt8>) throws(IdentifierFault) -> IdentifierText {
    var text = IdentifierText()
    var index = 0
    while index < typed.count {
      switch TypedCharacter.next(in: typed, at: &index) {
      case .blank, .hyphen, .format: continue
      case .decimalSeparator, .other: throw .character
      case .ascii(let byte):
        guard text.append(capital(byte)) else { throw .length }
      }
    }
    return text
  }

  /// The normalised text if it holds exactly `length` digits.
  static func digits(_ typed: Span<UInt8>, length: Int) throws(IdentifierFault) -> IdentifierText {
    let text = try normalise(typed)
    guard text.hasOnlyDigits(in: 0..<text.count) else { throw .character }
    guard text.count == length else { throw .length }
    return text
  }

  private static func capital(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") ? byte & 0xDF : byte
  }
}

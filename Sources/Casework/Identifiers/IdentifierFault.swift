/// Why an identifier was refused. The raw word is stable and goes to clients as the reason of a field violation.
public enum IdentifierFault: String, Error, Hashable, Sendable, CaseIterable {
  /// Too short, too long or empty. A lost leading zero is not guessed at.
  case length
  /// A character that has no place in this identifier.
  case character
  /// The check digits do not fit the others.
  case checkDigit = "check_digit"
  /// All digits (of a postal code: the first four) are equal.
  case repeatedDigit = "repeated_digit"
  /// A digit that is never issued at its place.
  case digit
  /// An IBAN of another country.
  case country
  /// A mobile number that does not begin as mobile numbers do.
  case prefix
}

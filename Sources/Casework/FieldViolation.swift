/// One field that is wrong: where it stands, why, and how people are told.
public struct FieldViolation: Hashable, Sendable {
  /// Path in the request message, or `form.<attribute>`.
  public let field: String
  public let reason: FieldReason
  /// What people are shown as the field's name; where a language has none, the field's last part.
  public let label: LocalizedName

  public init(field: String, reason: FieldReason, label: LocalizedName = LocalizedName()) {
    self.field = field
    self.reason = reason
    self.label = label
  }

  /// One line for people: the field's name and what is wrong with it.
  public func text(_ language: Language) -> String {
    let name = label[language]
    if !name.isEmpty { return "\(name): \(reason.sentence(language))" }
    let code = field.split(separator: ".").last.map(String.init) ?? field
    switch language {
    case .english: return "\(code): \(reason.sentence(.english))"
    // A Latin code in a Persian line stands in isolates (FSI, PDI): else its punctuation jumps to the other side.
    case .persian: return "\u{2068}\(code)\u{2069}: \(reason.sentence(.persian))"
    }
  }
}

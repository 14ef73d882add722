/// The type of a form's attribute: those of Open311 GeoReport v2, and file. Raw values as in the catalogue's file.
public enum AttributeType: String, Hashable, Sendable, CaseIterable {
  /// One line of text.
  case string
  /// A decimal number.
  case number
  /// An ISO 8601 date, or date and time with an offset.
  case datetime
  /// Several lines of text.
  case text
  /// Exactly one of the allowed values.
  case singleValueList = "singlevaluelist"
  /// One or more different ones of the allowed values.
  case multiValueList = "multivaluelist"
  /// An attachment. Refused with a reason until attachments exist.
  case file
}

/// A check beyond the type. Raw values as in the catalogue's file.
public enum AttributeFormat: String, Hashable, Sendable, CaseIterable {
  case nationalId = "national_id"
  case legalId = "legal_id"
  case postalCode = "postal_code"
  case mobile
  case iban

  /// The identifier in its one form.
  public func normalise(_ typed: Span<UInt8>) throws(IdentifierFault) -> IdentifierText {
    switch self {
    case .nationalId: try NationalId.normalise(typed)
    case .legalId: try LegalId.normalise(typed)
    case .postalCode: try PostalCode.normalise(typed)
    case .mobile: try MobileNumber.normalise(typed)
    case .iban: try Iban.normalise(typed)
    }
  }
}

/// One question of a service's form.
public struct Attribute: Hashable, Sendable {
  public var code: String
  public var type: AttributeType
  public var format: AttributeFormat?
  public var isRequired: Bool
  /// What the list types may hold; empty for the others.
  public var allowedValues: [String]
  /// What people are shown; where a language has none they are shown the code.
  public var label: LocalizedName

  public init(
    code: String, type: AttributeType, format: AttributeFormat? = nil, isRequired: Bool = false,
    allowedValues: [String] = [], label: LocalizedName = LocalizedName()
  ) {
    self.code = code
    self.type = type
    self.format = format
    self.isRequired = isRequired
    self.allowedValues = allowedValues
    self.label = label
  }
}

/// What was filled in for one attribute, as typed: it is evidence, and only checks look at its normalised form.
public struct FormValue: Hashable, Sendable {
  /// The attribute's code.
  public var attribute: String
  /// One value, or several for a multi-value list.
  public var values: [String]

  public init(attribute: String, values: [String]) {
    self.attribute = attribute
    self.values = values
  }
}

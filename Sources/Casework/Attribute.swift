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
  /// The id of a file that was uploaded for it.
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

/// What people call one allowed value of a list.
public struct ValueLabel: Hashable, Sendable {
  public var value: String
  public var label: LocalizedName

  public init(value: String, label: LocalizedName) {
    self.value = value
    self.label = label
  }
}

/// One question of a service's form.
public struct Attribute: Hashable, Sendable {
  /// What a file may be where the attribute does not say it.
  public static let standardMediaTypes = ["application/pdf", "image/jpeg", "image/png"]
  /// Longest file in bytes where the attribute does not say it.
  public static let standardBytesMax: UInt64 = 10 << 20

  public var code: String
  public var type: AttributeType
  public var format: AttributeFormat?
  public var isRequired: Bool
  /// What the list types may hold; empty for the others.
  public var allowedValues: [String]
  /// What people are shown; where a language has none they are shown the code.
  public var label: LocalizedName
  /// A sentence beside the field.
  public var help: LocalizedName
  /// Of a file; empty: `standardMediaTypes`.
  public var mediaTypes: [String]
  /// Of a file, in bytes; 0: `standardBytesMax`.
  public var bytesMax: UInt64
  /// Of string and text, in bytes; 0: the type's own limit.
  public var lengthMax: UInt32
  /// What the allowed values are called; a value without a label is shown as it is.
  public var valueLabels: [ValueLabel]

  public init(
    code: String, type: AttributeType, format: AttributeFormat? = nil, isRequired: Bool = false,
    allowedValues: [String] = [], label: LocalizedName = LocalizedName(),
    help: LocalizedName = LocalizedName(),
    mediaTypes: [String] = [], bytesMax: UInt64 = 0, lengthMax: UInt32 = 0, valueLabels: [ValueLabel] = []
  ) {
    self.code = code
    self.type = type
    self.format = format
    self.isRequired = isRequired
    self.allowedValues = allowedValues
    self.label = label
    self.help = help
    self.mediaTypes = mediaTypes
    self.bytesMax = bytesMax
    self.lengthMax = lengthMax
    self.valueLabels = valueLabels
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

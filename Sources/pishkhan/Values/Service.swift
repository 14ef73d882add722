import libpishkhan

/// A service of an agency, with its form where it was asked for alone.
struct Service: Equatable, Sendable {
  struct Attribute: Equatable, Sendable {
    let code: String
    let type: String
    /// Empty where there is no check beyond the type.
    let format: String
    let isRequired: Bool
    let allowedValues: [String]
    let labels: LocalizedTexts
  }

  let code: String
  let version: UInt32
  let agency: String
  let names: LocalizedTexts
  let targets: Targets
  let feeRial: Int64
  let attributes: [Attribute]
  let documents: [String]

  init(_ raw: pishkhan_service) {
    code = string(raw.code)
    version = raw.version
    agency = string(raw.agency)
    names = LocalizedTexts(raw.names, raw.name_count)
    targets = Targets(acknowledge: raw.acknowledge_working_days, decide: raw.decide_working_days)
    feeRial = raw.fee_rial
    attributes = values(raw.attributes, raw.attribute_count, Attribute.init)
    documents = strings(raw.documents, raw.document_count)
  }
}

extension Service.Attribute {
  init(_ raw: pishkhan_attribute) {
    code = string(raw.code)
    type = string(pishkhan_attribute_type_name(raw.type))
    format =
      raw.format == PISHKHAN_FORMAT_UNSPECIFIED ? "" : string(pishkhan_attribute_format_name(raw.format))
    isRequired = raw.required
    allowedValues = strings(raw.allowed_values, raw.allowed_value_count)
    labels = LocalizedTexts(raw.labels, raw.label_count)
  }
}

/// How soon an agency means to act, in working days; 0 means no target.
struct Targets: Equatable, Sendable {
  let acknowledge: UInt32
  let decide: UInt32

  func text(_ writing: Writing) -> String {
    var parts: [String] = []
    if acknowledge > 0 {
      let message: Message = acknowledge == 1 ? .acknowledgeDay : .acknowledgeDays
      parts.append(writing.text(message, writing.number(acknowledge)))
    }
    if decide > 0 {
      let message: Message = decide == 1 ? .decideDay : .decideDays
      parts.append(writing.text(message, writing.number(decide)))
    }
    return parts.joined(separator: writing.comma)
  }

  var json: [JSONValue.Member] {
    [
      JSONValue.Member("acknowledge_working_days", .number(acknowledge)),
      JSONValue.Member("decide_working_days", .number(decide)),
    ]
  }
}

/// An agency.
struct Agency: Equatable, Sendable {
  let id: String
  let names: LocalizedTexts

  init(_ raw: pishkhan_agency) {
    id = string(raw.id)
    names = LocalizedTexts(raw.names, raw.name_count)
  }
}

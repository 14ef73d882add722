extension ServiceDefinition {
  /// Most attributes of a form.
  public static let attributesMax = 100
  /// Most allowed values of one list.
  public static let allowedValuesMax = 1_000
  /// Longest target, window or limit in days: ten years.
  public static let daysMax: UInt32 = 3_650

  /// What is wrong with it, each under a path that begins with `prefix`; empty when nothing is. Whether its agency exists is
  /// not looked at.
  public func violations(_ prefix: String) -> [FieldViolation] {
    var check = ValueCheck()
    check.code("\(prefix).code", code, max: FormCheck.codeBytesMax)
    check.code("\(prefix).agency", agencyId, max: 32, others: "-", isLower: true)
    check.name("\(prefix).names", name, isRequired: true)
    check.range("\(prefix).acknowledge_working_days", acknowledgeWorkingDays, 0...Self.daysMax)
    check.range("\(prefix).decide_working_days", decideWorkingDays, 0...Self.daysMax)
    check.range("\(prefix).fee_rial", feeRial, 0...1_000_000_000_000_000)
    if check.count("\(prefix).attributes", attributes.count, max: Self.attributesMax) {
      for (index, attribute) in attributes.enumerated() {
        check.attribute("\(prefix).attributes[\(index)]", attribute)
        if attributes[..<index].contains(where: { $0.code == attribute.code }) {
          check.refuse("\(prefix).attributes[\(index)].code", .duplicate)
        }
      }
    }
    if check.count("\(prefix).documents", documents.count, max: 32) {
      for (index, document) in documents.enumerated() {
        check.code("\(prefix).documents[\(index)]", document, max: FormCheck.codeBytesMax)
      }
      check.different("\(prefix).documents", documents)
    }
    check.range("\(prefix).retention_days", retentionDays, 0...36_500)
    check.range("\(prefix).answer_days", answerDays, 0...Self.daysMax)
    check.range("\(prefix).remedy_days", remedyDays, 0...Self.daysMax)
    check.range("\(prefix).pause_cap_working_days", pauseCapWorkingDays, 0...Self.daysMax)
    check.different("\(prefix).channels", channels)
    return check.violations
  }
}

extension ValueCheck {
  fileprivate mutating func attribute(_ place: String, _ attribute: Attribute) {
    code("\(place).code", attribute.code, max: FormCheck.codeBytesMax)
    if attribute.format != nil && attribute.type != .string { refuse("\(place).format", .notAsked) }
    name("\(place).labels", attribute.label)
    name("\(place).help", attribute.help, max: Self.sentenceBytesMax)
    allowedValues(place, attribute)
    file(place, attribute)
    length(place, attribute)
  }

  private mutating func allowedValues(_ place: String, _ attribute: Attribute) {
    let isList = attribute.type == .singleValueList || attribute.type == .multiValueList
    guard isList else {
      if !attribute.allowedValues.isEmpty { refuse("\(place).allowed_values", .notAsked) }
      if !attribute.valueLabels.isEmpty { refuse("\(place).value_labels", .notAsked) }
      return
    }
    if attribute.allowedValues.isEmpty { refuse("\(place).allowed_values", .required) }
    let max = ServiceDefinition.allowedValuesMax
    guard count("\(place).allowed_values", attribute.allowedValues.count, max: max),
      count("\(place).value_labels", attribute.valueLabels.count, max: max)
    else { return }
    for (index, value) in attribute.allowedValues.enumerated() {
      if value.isEmpty { refuse("\(place).allowed_values[\(index)]", .required) }
      line("\(place).allowed_values[\(index)]", value, max: FormCheck.lineBytesMax)
    }
    different("\(place).allowed_values", attribute.allowedValues)
    let known = Set(attribute.allowedValues)
    for (index, labelled) in attribute.valueLabels.enumerated() {
      if !known.contains(labelled.value) { refuse("\(place).value_labels[\(index)].value", .notInList) }
      name("\(place).value_labels[\(index)].labels", labelled.label, isRequired: true)
    }
    different("\(place).value_labels", attribute.valueLabels.map(\.value))
  }

  private mutating func file(_ place: String, _ attribute: Attribute) {
    guard attribute.type == .file else {
      if !attribute.mediaTypes.isEmpty { refuse("\(place).media_types", .notAsked) }
      if attribute.bytesMax != 0 { refuse("\(place).bytes_max", .notAsked) }
      return
    }
    guard count("\(place).media_types", attribute.mediaTypes.count, max: 16) else { return }
    for (index, mediaType) in attribute.mediaTypes.enumerated() {
      let field = "\(place).media_types[\(index)]"
      if !isMediaType(mediaType) { refuse(field, .character) }
    }
    different("\(place).media_types", attribute.mediaTypes)
    range("\(place).bytes_max", attribute.bytesMax, 0...(100 << 20))
  }

  private mutating func length(_ place: String, _ attribute: Attribute) {
    switch attribute.type {
    case .string: range("\(place).length_max", attribute.lengthMax, 0...UInt32(FormCheck.lineBytesMax))
    case .text: range("\(place).length_max", attribute.lengthMax, 0...UInt32(FormCheck.textBytesMax))
    default: if attribute.lengthMax != 0 { refuse("\(place).length_max", .notAsked) }
    }
  }
}

/// RFC 6838 4.2: type and subtype of restricted-name characters; in lower case, as contents are compared.
private func isMediaType(_ text: String) -> Bool {
  let parts = text.split(separator: "/", omittingEmptySubsequences: false)
  return parts.count == 2
    && parts.allSatisfy { part in
      !part.isEmpty && part.utf8.count <= 127
        && part.utf8.allSatisfy { byte in
          isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || "!#$&-^_.+".utf8.contains(byte)
        }
    }
}

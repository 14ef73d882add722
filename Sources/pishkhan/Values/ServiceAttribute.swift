import libpishkhan

extension Service {
  /// One field of a service's form.
  struct Attribute: Equatable, Sendable {
    struct ValueLabel: Equatable, Sendable {
      let value: String
      let labels: LocalizedTexts
    }

    let code: String
    let type: String
    /// Empty where there is no check beyond the type.
    let format: String
    let isRequired: Bool
    let allowedValues: [String]
    let labels: LocalizedTexts
    /// Its place in the form, from 1.
    let order: UInt32
    let help: LocalizedTexts
    /// Of a file; empty: PDF, JPEG and PNG.
    let mediaTypes: [String]
    /// Of a file; 0: 10 MiB.
    let bytesMax: UInt64
    /// Of a text, in bytes; 0: what its type allows.
    let lengthMax: UInt32
    let valueLabels: [ValueLabel]
  }
}

extension Service.Attribute {
  static let members = [
    "code", "type", "format", "required", "allowed_values", "labels", "order", "help", "media_types",
    "bytes_max", "length_max", "value_labels",
  ]

  init(_ raw: pishkhan_attribute) {
    code = string(raw.code)
    type = string(pishkhan_attribute_type_name(raw.type))
    format =
      raw.format == PISHKHAN_FORMAT_UNSPECIFIED ? "" : string(pishkhan_attribute_format_name(raw.format))
    isRequired = raw.required
    allowedValues = strings(raw.allowed_values, raw.allowed_value_count)
    labels = LocalizedTexts(raw.labels, raw.label_count)
    order = raw.order
    help = LocalizedTexts(raw.help, raw.help_count)
    mediaTypes = strings(raw.media_types, raw.media_type_count)
    bytesMax = raw.bytes_max
    lengthMax = raw.length_max
    valueLabels = values(raw.value_labels, raw.value_label_count) {
      ValueLabel(value: string($0.value), labels: LocalizedTexts($0.labels, $0.label_count))
    }
  }

  init(_ fields: JSONFields) throws(UsageError) {
    code = try fields.requiredText("code")
    let typed = try fields.word("type", pishkhan_attribute_type.self) ?? PISHKHAN_ATTRIBUTE_UNSPECIFIED
    type = string(pishkhan_attribute_type_name(typed))
    format =
      try fields.word("format", pishkhan_attribute_format.self).map {
        string(pishkhan_attribute_format_name($0))
      } ?? ""
    isRequired = try fields.flag("required")
    allowedValues = try fields.strings("allowed_values")
    labels = try fields.texts("labels")
    order = try fields.number("order")
    help = try fields.texts("help")
    mediaTypes = try fields.strings("media_types")
    bytesMax = try fields.number("bytes_max")
    lengthMax = try fields.number("length_max")
    var valueLabels: [ValueLabel] = []
    for entry in try fields.objects("value_labels", known: ["value", "labels"]) {
      valueLabels.append(
        ValueLabel(value: try entry.requiredText("value"), labels: try entry.texts("labels")))
    }
    self.valueLabels = valueLabels
  }

  func raw(_ pool: CStringPool) -> pishkhan_attribute {
    var raw = pishkhan_attribute()
    raw.size = MemoryLayout<pishkhan_attribute>.size
    raw.code = pool.text(code)
    raw.type = pishkhan_attribute_type(typed: type) ?? PISHKHAN_ATTRIBUTE_UNSPECIFIED
    raw.format = pishkhan_attribute_format(typed: format) ?? PISHKHAN_FORMAT_UNSPECIFIED
    raw.required = isRequired
    raw.allowed_values = pool.array(allowedValues.map(pool.text))
    raw.allowed_value_count = allowedValues.count
    raw.labels = pool.texts(labels)
    raw.label_count = labels.entries.count
    raw.order = order
    raw.help = pool.texts(help)
    raw.help_count = help.entries.count
    raw.media_types = pool.array(mediaTypes.map(pool.text))
    raw.media_type_count = mediaTypes.count
    raw.bytes_max = bytesMax
    raw.length_max = lengthMax
    raw.value_labels = pool.array(
      valueLabels.map {
        pishkhan_value_label(
          value: pool.text($0.value), labels: pool.texts($0.labels), label_count: $0.labels.entries.count)
      })
    raw.value_label_count = valueLabels.count
    return raw
  }

  var json: JSONValue {
    let valueLabels = valueLabels.map {
      JSONValue.object([
        JSONValue.Member("value", .string($0.value)), JSONValue.Member("labels", $0.labels.json),
      ])
    }
    return .object([
      JSONValue.Member("code", .string(code)), JSONValue.Member("type", .string(type)),
      JSONValue.Member("format", format.isEmpty ? .null : .string(format)),
      JSONValue.Member("required", .boolean(isRequired)),
      JSONValue.Member("allowed_values", .strings(allowedValues)), JSONValue.Member("labels", labels.json),
      JSONValue.Member("order", .number(order)), JSONValue.Member("help", help.json),
      JSONValue.Member("media_types", .strings(mediaTypes)),
      JSONValue.Member("bytes_max", .number(bytesMax)), JSONValue.Member("length_max", .number(lengthMax)),
      JSONValue.Member("value_labels", .array(valueLabels)),
    ])
  }

  func row(_ writing: Writing) -> [String] {
    let labelled = allowedValues.map { value in
      let label = valueLabels.first { $0.value == value }?.labels[writing.language]
      return label.map { "\(writing.code(value)) (\(writing.free($0)))" } ?? writing.code(value)
    }
    let allowed = labelled.joined(separator: writing.comma)
    return [
      "  " + writing.code(code), writing.text(isRequired ? .required : .optional),
      writing.code(format.isEmpty ? type : "\(type) \(format)"), writing.free(labels[writing.language] ?? ""),
      allowed.isEmpty ? "" : writing.text(.allowedValues, allowed),
    ]
  }
}

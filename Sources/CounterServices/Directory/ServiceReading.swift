import Casework
import Messages

// From the messages of catalog.proto to the services and agencies of Casework.

extension FieldChecks {
  mutating func agency(_ message: Pishkhan__V1__Agency) -> Agency {
    let agency = Agency(
      id: String(cString: message.id),
      name: localizedName("agency.names", message.n_names, message.names))
    append(agency.violations("agency"))
    return agency
  }

  mutating func service(_ message: Pishkhan__V1__Service) -> ServiceDefinition {
    var service = ServiceDefinition(
      number: 0, code: String(cString: message.code), version: 0, agencyId: String(cString: message.agency),
      name: localizedName("service.names", message.n_names, message.names),
      acknowledgeWorkingDays: message.acknowledge_working_days,
      decideWorkingDays: message.decide_working_days, feeRial: message.fee_rial,
      documents: texts(message.n_documents, message.documents), status: .draft,
      retentionDays: message.retention_days, answerDays: message.answer_days, remedyDays: message.remedy_days,
      pauseCapWorkingDays: message.pause_cap_working_days,
      channels: values("service.channels", message.n_channels, message.channels))
    if message.n_attributes > ServiceDefinition.attributesMax {
      refuse("service.attributes", .tooLong)
    } else {
      service.attributes = attributes(message)
    }
    append(service.violations("service"))
    return service
  }

  /// In the order that they ask for; those that ask for none, or for the same, as they stand in the message.
  private mutating func attributes(_ message: Pishkhan__V1__Service) -> [Attribute] {
    var ordered: [(order: UInt32, attribute: Attribute)] = []
    for (index, entry) in messages(message.n_attributes, message.attributes).enumerated() {
      guard let attribute = attribute(entry, "service.attributes[\(index)]") else { continue }
      ordered.append((entry.order == 0 ? UInt32(index) + 1 : entry.order, attribute))
    }
    // The places are told by index, so that equal ones keep their order.
    return ordered.enumerated().sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }
      .map(\.element.attribute)
  }

  private mutating func attribute(_ message: Pishkhan__V1__Attribute, _ place: String) -> Attribute? {
    guard let type = AttributeType.allCases.first(where: { $0.number == message.type.rawValue }) else {
      refuse("\(place).type", message.type.rawValue == 0 ? .required : .notInList)
      return nil
    }
    let format = AttributeFormat.allCases.first { $0.number == message.format.rawValue }
    if format == nil && message.format.rawValue != 0 { refuse("\(place).format", .notInList) }
    return Attribute(
      code: String(cString: message.code), type: type, format: format, isRequired: message.required != 0,
      allowedValues: texts(message.n_allowed_values, message.allowed_values),
      label: localizedName("\(place).labels", message.n_labels, message.labels),
      help: localizedName("\(place).help", message.n_help, message.help),
      mediaTypes: texts(message.n_media_types, message.media_types), bytesMax: message.bytes_max,
      lengthMax: message.length_max,
      valueLabels: messages(message.n_value_labels, message.value_labels).enumerated().map { index, entry in
        ValueLabel(
          value: String(cString: entry.value),
          label: localizedName("\(place).value_labels[\(index)].labels", entry.n_labels, entry.labels))
      })
  }
}

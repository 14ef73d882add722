import Casework

/// Reads services with their forms.
enum ServiceRows {
  private static let columns = """
    row, code, version, agency, name_fa, name_en, acknowledge_days, decide_days, fee_rial, documents, status, \
    retention_days, answer_days, remedy_days, pause_cap_days, channels
    """

  /// All versions, in the order of code and version.
  static func load(_ database: Database) throws(JournalError) -> [ServiceDefinition] {
    var attributes = try attributes(database)
    let rows = try Statement("SELECT \(columns) FROM service ORDER BY code, version", on: database)
    var services: [ServiceDefinition] = []
    while try rows.step() {
      guard let status = ServiceStatus(rawValue: rows.text(10)) else {
        throw rows.damaged("a service has a status that does not exist")
      }
      services.append(
        ServiceDefinition(
          number: try rows.number(0), code: rows.text(1), version: try rows.number(2), agencyId: rows.text(3),
          name: rows.localizedName(4), acknowledgeWorkingDays: try rows.number(6),
          decideWorkingDays: try rows.number(7), feeRial: rows.integer(8),
          attributes: attributes.removeValue(forKey: rows.integer(0)) ?? [], documents: rows.words(9),
          status: status, retentionDays: try rows.number(11), answerDays: try rows.number(12),
          remedyDays: try rows.number(13), pauseCapWorkingDays: try rows.number(14),
          channels: try rows.channels(15)))
    }
    return services
  }

  private static func attributes(_ database: Database) throws(JournalError) -> [Int64: [Attribute]] {
    var labels = try valueLabels(database)
    let rows = try Statement(
      """
      SELECT service, code, type, format, required, allowed, label_fa, label_en, help_fa, help_en, media_types,
        bytes_max, length_max, place FROM attribute ORDER BY service, place
      """, on: database)
    var attributes: [Int64: [Attribute]] = [:]
    while try rows.step() {
      guard let type = AttributeType(rawValue: rows.text(2)) else {
        throw rows.damaged("an attribute has a type that does not exist")
      }
      let format = rows.text(3)
      guard format.isEmpty || AttributeFormat(rawValue: format) != nil else {
        throw rows.damaged("an attribute has a format that does not exist")
      }
      let place = Place(service: rows.integer(0), attribute: rows.integer(13))
      attributes[place.service, default: []].append(
        Attribute(
          code: rows.text(1), type: type, format: AttributeFormat(rawValue: format), isRequired: rows.flag(4),
          allowedValues: rows.words(5), label: rows.localizedName(6), help: rows.localizedName(8),
          mediaTypes: rows.words(10), bytesMax: UInt64(clamping: rows.integer(11)),
          lengthMax: try rows.number(12), valueLabels: labels.removeValue(forKey: place) ?? []))
    }
    return attributes
  }

  private struct Place: Hashable {
    let service: Int64
    let attribute: Int64
  }

  private static func valueLabels(_ database: Database) throws(JournalError) -> [Place: [ValueLabel]] {
    let rows = try Statement(
      "SELECT service, attribute, value, label_fa, label_en FROM value_label ORDER BY service, attribute, place",
      on: database)
    var labels: [Place: [ValueLabel]] = [:]
    while try rows.step() {
      labels[Place(service: rows.integer(0), attribute: rows.integer(1)), default: []]
        .append(ValueLabel(value: rows.text(2), label: rows.localizedName(3)))
    }
    return labels
  }
}

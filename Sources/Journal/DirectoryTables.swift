public import Casework

/// Reads the directory: agencies, services, offices, principals.
public enum DirectoryTables {
  /// Reads the whole directory as it stands.
  public static func load(path: String) throws(JournalError) -> Directory {
    let database = try Database.openChecked(path: path, mode: .readOnly)
    try database.execute("BEGIN")
    return Directory(
      agencies: try agencies(database), services: try services(database), regions: try regions(database),
      offices: try offices(database), principals: try principals(database), keys: try keys(database))
  }

  private static func agencies(_ database: Database) throws(JournalError) -> [Agency] {
    let rows = try Statement("SELECT id, name_fa, name_en FROM agency ORDER BY id", on: database)
    var agencies: [Agency] = []
    while try rows.step() {
      agencies.append(
        Agency(id: rows.text(0), name: LocalizedName(persian: rows.text(1), english: rows.text(2))))
    }
    return agencies
  }

  private static func services(_ database: Database) throws(JournalError) -> [ServiceDefinition] {
    var attributes = try attributes(database)
    let rows = try Statement(
      """
      SELECT row, code, version, agency, name_fa, name_en, acknowledge_days, decide_days, fee_rial, documents,
        status FROM service ORDER BY code, version
      """, on: database)
    var services: [ServiceDefinition] = []
    while try rows.step() {
      guard let status = ServiceStatus(rawValue: rows.text(10)) else {
        throw rows.damaged("a service has a status that does not exist")
      }
      services.append(
        ServiceDefinition(
          number: try rows.number(0), code: rows.text(1), version: try rows.number(2),
          agencyId: rows.text(3), name: LocalizedName(persian: rows.text(4), english: rows.text(5)),
          acknowledgeWorkingDays: try rows.number(6), decideWorkingDays: try rows.number(7),
          feeRial: rows.integer(8), attributes: attributes.removeValue(forKey: rows.integer(0)) ?? [],
          documents: lines(rows.text(9)), status: status))
    }
    return services
  }

  private static func attributes(_ database: Database) throws(JournalError) -> [Int64: [Attribute]] {
    let rows = try Statement(
      """
      SELECT service, code, type, format, required, allowed, label_fa, label_en FROM attribute
      ORDER BY service, place
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
      attributes[rows.integer(0), default: []].append(
        Attribute(
          code: rows.text(1), type: type, format: AttributeFormat(rawValue: format),
          isRequired: rows.flag(4), allowedValues: lines(rows.text(5)),
          label: LocalizedName(persian: rows.text(6), english: rows.text(7))))
    }
    return attributes
  }

  private static func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

  private static func regions(_ database: Database) throws(JournalError) -> Set<String> {
    let rows = try Statement("SELECT code FROM region", on: database)
    var codes: Set<String> = []
    while try rows.step() { codes.insert(rows.text(0)) }
    return codes
  }

  private static func offices(_ database: Database) throws(JournalError) -> [Office] {
    let rows = try Statement(
      "SELECT row, id, licence, kind, region, status, name_fa, name_en FROM office", on: database)
    var offices: [Office] = []
    while try rows.step() {
      offices.append(
        Office(
          row: rows.integer(0), id: rows.text(1), licence: rows.text(2),
          kind: try rows.value(3, "an office's kind"), region: rows.text(4),
          status: try rows.value(5, "an office's status"),
          name: LocalizedName(persian: rows.text(6), english: rows.text(7))))
    }
    return offices
  }

  private static func principals(_ database: Database) throws(JournalError) -> [Principal] {
    let rows = try Statement("SELECT row, name, role, agency, office, status FROM principal", on: database)
    var principals: [Principal] = []
    while try rows.step() {
      principals.append(
        Principal(
          row: rows.integer(0), name: rows.text(1), role: try rows.value(2, "a role"), agency: rows.text(3),
          office: rows.integer(4),
          status: try rows.value(5, "a principal's status")))
    }
    return principals
  }

  private static func keys(_ database: Database) throws(JournalError) -> [Digest: Int64] {
    let rows = try Statement("SELECT digest, principal FROM principal_key", on: database)
    var keys: [Digest: Int64] = [:]
    while try rows.step() { keys[try rows.digest(0)] = rows.integer(1) }
    return keys
  }
}

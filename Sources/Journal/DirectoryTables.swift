public import Casework

/// Reads the directory: agencies, services, offices, delegations, calendars, principals.
public enum DirectoryTables {
  /// Reads the whole directory as it stands.
  public static func load(path: String) throws(JournalError) -> Directory {
    let database = try Database.openChecked(path: path, mode: .readOnly)
    try database.execute("BEGIN")
    return try load(database)
  }

  static func load(_ database: Database) throws(JournalError) -> Directory {
    Directory(
      agencies: try agencies(database), services: try ServiceRows.load(database),
      regions: try regions(database), offices: try OfficeRows.load(database),
      principals: try principals(database), keys: try keys(database),
      delegations: try OfficeRows.delegations(database), calendars: try CalendarRows.load(database),
      position: try DirectoryRecord.lastPosition(database))
  }

  private static func agencies(_ database: Database) throws(JournalError) -> [Agency] {
    let rows = try Statement("SELECT id, name_fa, name_en FROM agency ORDER BY id", on: database)
    var agencies: [Agency] = []
    while try rows.step() { agencies.append(Agency(id: rows.text(0), name: rows.localizedName(1))) }
    return agencies
  }

  private static func regions(_ database: Database) throws(JournalError) -> Set<String> {
    let rows = try Statement("SELECT code FROM region", on: database)
    var codes: Set<String> = []
    while try rows.step() { codes.insert(rows.text(0)) }
    return codes
  }

  private static func principals(_ database: Database) throws(JournalError) -> [Principal] {
    let rows = try Statement(
      "SELECT row, name, role, agency, office, status, level FROM principal ORDER BY row", on: database)
    var principals: [Principal] = []
    while try rows.step() {
      principals.append(
        Principal(
          row: rows.integer(0), name: rows.text(1), role: try rows.value(2, "a role"), agency: rows.text(3),
          office: rows.integer(4), status: try rows.value(5, "a principal's status"),
          level: UInt8(truncatingIfNeeded: rows.integer(6))))
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

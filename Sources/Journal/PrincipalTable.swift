public import Casework

/// A principal as it is registered, with its first key.
public struct PrincipalRow: Sendable {
  public var name: String
  public var role: Role
  /// The agency's id, for an agency's principal; else empty.
  public var agency: String
  /// The office's id, for an office's or kiosk's principal; else empty.
  public var office: String
  /// SHA-256 of the certificate's SubjectPublicKeyInfo.
  public var key: Digest

  public init(name: String, role: Role, agency: String, office: String, key: Digest) {
    self.name = name
    self.role = role
    self.agency = agency
    self.office = office
    self.key = key
  }
}

/// Registers principals and their keys. Each change is one durable transaction, beside a running server too; the server
/// takes it in when it reads its directory again.
public enum PrincipalTable {
  /// - Throws: `alreadyThere` for a name or key that is registered, `missing` for an agency or office that does not exist.
  public static func add(_ principal: PrincipalRow, path: String) throws(JournalError) {
    try change(path) { (database) throws(JournalError) in
      guard try row(named: principal.name, database) == nil else {
        throw JournalError(.alreadyThere, "a principal called \(principal.name) is registered already")
      }
      try refuseKnown(principal.key, database)
      let body = principal.agency.isEmpty ? principal.office : principal.agency
      let table = principal.agency.isEmpty ? "office" : "agency"
      let count = try Statement("SELECT count(*) FROM \(table) WHERE id = ?", on: database)
      count.bind(1, body)
      guard try count.step(), count.integer(0) == 1 else {
        throw JournalError(.missing, "there is no \(table) \(body)")
      }
      try insert(principal, into: database)
    }
  }

  /// A further key, so that a machine can change its certificate without a pause.
  public static func add(key: Digest, to name: String, path: String) throws(JournalError) {
    try change(path) { (database) throws(JournalError) in
      let principal = try known(name, database)
      try refuseKnown(key, database)
      try insert(key: key, of: principal, into: database)
    }
  }

  public static func remove(key: Digest, from name: String, path: String) throws(JournalError) {
    try change(path) { (database) throws(JournalError) in
      let delete = try Statement(
        "DELETE FROM principal_key WHERE digest = ? AND principal = ? RETURNING principal", on: database)
      delete.bind(1, key)
      delete.bind(2, try known(name, database))
      guard try delete.step() else {
        throw JournalError(.missing, "this certificate's key is not registered for \(name)")
      }
      while try delete.step() {}
    }
  }

  public static func set(
    _ status: Principal.Status, of name: String, path: String
  ) throws(JournalError) {
    try change(path) { (database) throws(JournalError) in
      let update = try Statement("UPDATE principal SET status = ? WHERE row = ?", on: database)
      update.bind(1, Int64(status.rawValue))
      update.bind(2, try known(name, database))
      try update.run()
    }
  }

  static func insert(_ principal: PrincipalRow, into database: Database) throws(JournalError) {
    let statement = try Statement(
      """
      INSERT INTO principal(name, role, agency, office, status)
      VALUES(?1, ?2, ?3, coalesce((SELECT row FROM office WHERE id = ?4), 0), ?5)
      """, on: database)
    statement.bind(1, principal.name)
    statement.bind(2, Int64(principal.role.rawValue))
    statement.bind(3, principal.agency)
    statement.bind(4, principal.office)
    statement.bind(5, Int64(Principal.Status.active.rawValue))
    try statement.run()
    try insert(key: principal.key, of: try known(principal.name, database), into: database)
  }

  private static func insert(key: Digest, of principal: Int64, into database: Database) throws(JournalError) {
    let statement = try Statement("INSERT INTO principal_key VALUES(?, ?)", on: database)
    statement.bind(1, key)
    statement.bind(2, principal)
    try statement.run()
  }

  private static func change(
    _ path: String, _ body: (Database) throws(JournalError) -> Void
  ) throws(JournalError) {
    let database = try Database.openChecked(path: path, mode: .readWrite)
    try database.makeDurable()
    // What is thrown inside leaves the transaction open: it is taken back when the connection closes.
    try database.execute("BEGIN IMMEDIATE")
    try body(database)
    try database.execute("COMMIT")
  }

  private static func row(named name: String, _ database: Database) throws(JournalError) -> Int64? {
    let select = try Statement("SELECT row FROM principal WHERE name = ?", on: database)
    select.bind(1, name)
    return try select.step() ? select.integer(0) : nil
  }

  private static func known(_ name: String, _ database: Database) throws(JournalError) -> Int64 {
    if let row = try row(named: name, database) { return row }
    throw JournalError(.missing, "no principal is called \(name)")
  }

  private static func refuseKnown(_ key: Digest, _ database: Database) throws(JournalError) {
    let select = try Statement(
      """
      SELECT name FROM principal_key JOIN principal ON principal.row = principal_key.principal WHERE digest = ?
      """, on: database)
    select.bind(1, key)
    if try select.step() {
      throw JournalError(.alreadyThere, "this certificate's key is registered already, for \(select.text(0))")
    }
  }
}

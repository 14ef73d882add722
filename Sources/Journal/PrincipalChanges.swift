import Casework

// Principals and their keys.

extension DirectoryStore {
  func add(_ principal: NewPrincipal) throws(JournalError) -> DirectoryResult {
    if try row(ofPrincipal: principal.name) != nil { return .rejected(.nameTaken) }
    if try isKnown(principal.key) { return .rejected(.keyTaken) }
    var office: Int64 = 0
    switch principal.role {
    case .agency:
      guard try number("SELECT 1 FROM agency WHERE id = ?", principal.agency) != nil else {
        return .rejected(.agencyUnknown)
      }
    case .office, .kiosk:
      let select = try Statement("SELECT row, kind FROM office WHERE id = ?", on: database)
      select.bind(1, principal.office)
      guard try select.step() else { return .rejected(.officeUnknown) }
      let kind: Channel = try select.value(1, "an office's kind")
      guard (kind == .kiosk) == (principal.role == .kiosk) else { return .rejected(.kindDoesNotFit) }
      office = select.integer(0)
    case .operator, .auditor, .gateway, .citizen, .system: break
    }
    try insert(principal, office)
    return .stored(0)
  }

  private func insert(_ principal: NewPrincipal, _ office: Int64) throws(JournalError) {
    let insert = try Statement(
      "INSERT INTO principal(name, role, agency, office, status, level) VALUES(?, ?, ?, ?, ?, ?)",
      on: database)
    insert.bind(1, principal.name)
    insert.bind(2, Int64(principal.role.rawValue))
    insert.bind(3, principal.agency)
    insert.bind(4, office)
    insert.bind(5, Int64(Principal.Status.active.rawValue))
    insert.bind(6, Int64(principal.level))
    try insert.run()
    try self.insert(key: principal.key, of: try database.integer("SELECT last_insert_rowid()"))
  }

  private func insert(key: Digest, of principal: Int64) throws(JournalError) {
    let insert = try Statement("INSERT INTO principal_key VALUES(?, ?)", on: database)
    insert.bind(1, key)
    insert.bind(2, principal)
    try insert.run()
  }

  func add(key: Digest, to name: String) throws(JournalError) -> DirectoryResult {
    guard let row = try row(ofPrincipal: name) else { return .rejected(.principalNameUnknown) }
    if try isKnown(key) { return .rejected(.keyTaken) }
    try insert(key: key, of: row)
    return .stored(0)
  }

  func remove(key: Digest, from name: String) throws(JournalError) -> DirectoryResult {
    guard let row = try row(ofPrincipal: name) else { return .rejected(.principalNameUnknown) }
    let delete = try Statement("DELETE FROM principal_key WHERE digest = ? AND principal = ?", on: database)
    delete.bind(1, key)
    delete.bind(2, row)
    try delete.run()
    return try database.integer("SELECT changes()") > 0 ? .stored(0) : .rejected(.keyUnknown)
  }

  func set(
    _ status: Principal.Status, ofPrincipal name: String
  ) throws(JournalError) -> DirectoryResult {
    let select = try Statement("SELECT row, status FROM principal WHERE name = ?", on: database)
    select.bind(1, name)
    guard try select.step() else { return .rejected(.principalNameUnknown) }
    let current: Principal.Status = try select.value(1, "a principal's status")
    guard current != .revoked || status == .revoked else { return .rejected(.isRevoked) }
    let update = try Statement("UPDATE principal SET status = ? WHERE row = ?", on: database)
    update.bind(1, Int64(status.rawValue))
    update.bind(2, select.integer(0))
    select.reset()
    try update.run()
    return .stored(0)
  }

  private func row(ofPrincipal name: String) throws(JournalError) -> Int64? {
    try number("SELECT row FROM principal WHERE name = ?", name)
  }

  private func isKnown(_ key: Digest) throws(JournalError) -> Bool {
    let select = try Statement("SELECT 1 FROM principal_key WHERE digest = ?", on: database)
    select.bind(1, key)
    return try select.step()
  }
}

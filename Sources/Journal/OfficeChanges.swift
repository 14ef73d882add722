import Casework

// Offices, and what agencies delegate to them.

extension DirectoryStore {
  func put(_ office: Office) throws(JournalError) -> DirectoryResult {
    guard try number("SELECT 1 FROM region WHERE code = ?", office.region) != nil else {
      return .rejected(.regionUnknown)
    }
    let row = try number("SELECT row FROM office WHERE id = ?", office.id)
    if let row, try !mayBe(office.kind, row) { return .rejected(.kindDoesNotFit) }
    try upsert(office)
    let inserted = try database.integer("SELECT last_insert_rowid()")
    try place(office, row ?? inserted)
    return .stored(0)
  }

  /// An office's machines type for citizens, a kiosk's do not: their roles are given with the office's kind.
  private func mayBe(_ kind: Channel, _ row: Int64) throws(JournalError) -> Bool {
    let count = try Statement(
      "SELECT count(*) FROM principal WHERE office = ? AND (role = ?) != ?", on: database)
    count.bind(1, row)
    count.bind(2, Int64(Role.kiosk.rawValue))
    count.bind(3, kind == .kiosk)
    return try count.step() && count.integer(0) == 0
  }

  private func upsert(_ office: Office) throws(JournalError) {
    let upsert = try Statement(
      """
      INSERT INTO office(id, licence, kind, region, status, name_fa, name_en, address_fa, address_en, latitude,
        longitude, hours, accessibility, languages, counters)
      VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
      ON CONFLICT(id) DO UPDATE SET licence = ?2, kind = ?3, region = ?4, status = ?5, name_fa = ?6, name_en = ?7,
        address_fa = ?8, address_en = ?9, latitude = ?10, longitude = ?11, hours = ?12, accessibility = ?13,
        languages = ?14, counters = ?15
      """, on: database)
    upsert.bind(1, office.id)
    upsert.bind(2, office.licence)
    upsert.bind(3, Int64(office.kind.rawValue))
    upsert.bind(4, office.region)
    upsert.bind(5, Int64(office.status.rawValue))
    upsert.bind(6, office.name)
    upsert.bind(8, office.address)
    if let position = office.position {
      upsert.bind(10, Int64(position.latitude))
      upsert.bind(11, Int64(position.longitude))
    } else {
      upsert.bindNull(10)
      upsert.bindNull(11)
    }
    upsert.bind(12, StoredList.text(office.hours))
    upsert.bind(13, Int64(office.accessibility.rawValue))
    upsert.bind(14, StoredList.text(office.languages))
    upsert.bind(15, office.counters)
    try upsert.run()
  }

  /// Keeps the spatial index in step.
  private func place(_ office: Office, _ row: Int64) throws(JournalError) {
    let delete = try Statement("DELETE FROM office_place WHERE office = ?", on: database)
    delete.bind(1, row)
    try delete.run()
    guard let position = office.position else { return }
    let insert = try Statement("INSERT INTO office_place VALUES(?1, ?2, ?2, ?3, ?3)", on: database)
    insert.bind(1, row)
    insert.bind(2, Int64(position.latitude))
    insert.bind(3, Int64(position.longitude))
    try insert.run()
  }

  func grant(_ delegation: NewDelegation) throws(JournalError) -> DirectoryResult {
    guard try number("SELECT 1 FROM service WHERE code = ? LIMIT 1", delegation.service) != nil else {
      return .rejected(.serviceUnknown)
    }
    var office: Int64 = 0
    if delegation.office.isEmpty {
      guard try number("SELECT 1 FROM region WHERE code = ?", delegation.region) != nil else {
        return .rejected(.regionUnknown)
      }
    } else {
      guard let row = try number("SELECT row FROM office WHERE id = ?", delegation.office) else {
        return .rejected(.officeUnknown)
      }
      office = row
    }
    let insert = try Statement(
      """
      INSERT INTO delegation(service, office, region, from_time, until_time, daily_cap, status, reason)
      VALUES(?, ?, ?, ?, ?, ?, ?, '')
      """, on: database)
    insert.bind(1, delegation.service)
    insert.bind(2, office)
    insert.bind(3, delegation.region)
    insert.bind(4, delegation.from)
    insert.bind(5, delegation.until)
    insert.bind(6, delegation.dailyCap)
    insert.bind(7, Int64(Delegation.Status.granted.rawValue))
    try insert.run()
    return .stored(UInt32(truncatingIfNeeded: try database.integer("SELECT last_insert_rowid()")))
  }

  func set(
    _ status: Delegation.Status, ofDelegation number: UInt32, _ reason: String
  ) throws(JournalError) -> DirectoryResult {
    let select = try Statement("SELECT status FROM delegation WHERE number = ?", on: database)
    select.bind(1, number)
    guard try select.step() else { return .rejected(.delegationUnknown) }
    let current: Delegation.Status = try select.value(0, "a delegation's status")
    guard current != .revoked || status == .revoked else { return .rejected(.isRevoked) }
    select.reset()
    let update = try Statement("UPDATE delegation SET status = ?, reason = ? WHERE number = ?", on: database)
    update.bind(1, Int64(status.rawValue))
    update.bind(2, reason)
    update.bind(3, number)
    try update.run()
    return .stored(0)
  }
}

import Casework

// Services: a draft can be put again and again; what was published never changes.

extension DirectoryStore {
  /// The latest version of a service.
  private struct Latest {
    let row: Int64
    let version: UInt32
    let status: String
    let agency: String
  }

  private func latest(_ code: String) throws(JournalError) -> Latest? {
    let select = try Statement(
      "SELECT row, version, status, agency FROM service WHERE code = ? ORDER BY version DESC LIMIT 1",
      on: database)
    select.bind(1, code)
    guard try select.step() else { return nil }
    return Latest(
      row: select.integer(0), version: try select.number(1), status: select.text(2), agency: select.text(3))
  }

  func put(_ service: ServiceDefinition, publish: Bool) throws(JournalError) -> DirectoryResult {
    guard try number("SELECT 1 FROM agency WHERE id = ?", service.agencyId) != nil else {
      return .rejected(.agencyUnknown)
    }
    let latest = try latest(service.code)
    if let latest, latest.agency != service.agencyId { return .rejected(.codeTaken) }
    var service = service
    service.version = (latest?.version ?? 0) + 1
    if let latest, latest.status == ServiceStatus.draft.rawValue {
      service.version = latest.version
      try forgetDraft(latest.row)
    }
    try insert(service)
    if publish { try open(service.code, service.version) }
    return .stored(service.version)
  }

  /// No request was ever made under a draft.
  private func forgetDraft(_ row: Int64) throws(JournalError) {
    for sql in [
      "DELETE FROM service WHERE row = ?", "DELETE FROM attribute WHERE service = ?",
      "DELETE FROM value_label WHERE service = ?",
    ] {
      let delete = try Statement(sql, on: database)
      delete.bind(1, row)
      try delete.run()
    }
  }

  private func insert(_ service: ServiceDefinition) throws(JournalError) {
    let insert = try Statement(
      """
      INSERT INTO service(code, version, agency, name_fa, name_en, acknowledge_days, decide_days, fee_rial, status,
        documents, retention_days, answer_days, remedy_days, pause_cap_days, channels)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, on: database)
    insert.bind(1, service.code)
    insert.bind(2, service.version)
    insert.bind(3, service.agencyId)
    insert.bind(4, service.name)
    insert.bind(6, service.acknowledgeWorkingDays)
    insert.bind(7, service.decideWorkingDays)
    insert.bind(8, service.feeRial)
    insert.bind(9, ServiceStatus.draft.rawValue)
    insert.bind(10, StoredList.text(service.documents))
    insert.bind(11, service.retentionDays)
    insert.bind(12, service.answerDays)
    insert.bind(13, service.remedyDays)
    insert.bind(14, service.pauseCapWorkingDays)
    insert.bind(15, StoredList.text(service.channels))
    try insert.run()
    let row = try database.integer("SELECT last_insert_rowid()")
    for (place, attribute) in service.attributes.enumerated() {
      try self.insert(attribute, Int64(place), of: row)
    }
  }

  private func insert(
    _ attribute: Attribute, _ place: Int64, of service: Int64
  ) throws(JournalError) {
    let insert = try Statement(
      """
      INSERT INTO attribute(service, place, code, type, format, required, allowed, label_fa, label_en, help_fa,
        help_en, media_types, bytes_max, length_max) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, on: database)
    insert.bind(1, service)
    insert.bind(2, place)
    insert.bind(3, attribute.code)
    insert.bind(4, attribute.type.rawValue)
    insert.bind(5, attribute.format?.rawValue ?? "")
    insert.bind(6, attribute.isRequired)
    insert.bind(7, StoredList.text(attribute.allowedValues))
    insert.bind(8, attribute.label)
    insert.bind(10, attribute.help)
    insert.bind(12, StoredList.text(attribute.mediaTypes))
    insert.bind(13, Int64(clamping: attribute.bytesMax))
    insert.bind(14, attribute.lengthMax)
    try insert.run()
    let labels = try Statement("INSERT INTO value_label VALUES(?, ?, ?, ?, ?, ?)", on: database)
    for (labelPlace, labelled) in attribute.valueLabels.enumerated() {
      labels.bind(1, service)
      labels.bind(2, place)
      labels.bind(3, Int64(labelPlace))
      labels.bind(4, labelled.value)
      labels.bind(5, labelled.label)
      try labels.run()
    }
  }

  func publish(_ code: String, _ version: UInt32) throws(JournalError) -> DirectoryResult {
    let select = try Statement("SELECT status FROM service WHERE code = ? AND version = ?", on: database)
    select.bind(1, code)
    select.bind(2, version)
    guard try select.step() else { return .rejected(.serviceUnknown) }
    guard select.text(0) == ServiceStatus.draft.rawValue else { return .rejected(.notADraft) }
    select.reset()
    try open(code, version)
    return .stored(0)
  }

  /// The version before it takes no requests any more; those that are there stay with it.
  private func open(_ code: String, _ version: UInt32) throws(JournalError) {
    let update = try Statement(
      """
      UPDATE service SET status = CASE WHEN version = ?2 THEN 'published' ELSE 'retired' END
      WHERE code = ?1 AND (version = ?2 OR status = 'published')
      """, on: database)
    update.bind(1, code)
    update.bind(2, version)
    try update.run()
  }

  func retire(_ code: String) throws(JournalError) -> DirectoryResult {
    guard try latest(code) != nil else { return .rejected(.serviceUnknown) }
    let update = try Statement(
      "UPDATE service SET status = 'retired' WHERE code = ? AND status = 'published'", on: database)
    update.bind(1, code)
    try update.run()
    return try database.integer("SELECT changes()") > 0 ? .stored(0) : .rejected(.serviceNotPublished)
  }
}

public import Casework

/// How a change of the directory ended.
public enum DirectoryResult: Sendable, Equatable {
  /// Stored; with the version or number that it was given, where the change gives one, else 0.
  case stored(UInt32)
  /// Nothing was changed.
  case rejected(DirectoryRejection)
}

/// Changes the directory, inside a transaction that its caller opens and ends.
///
/// Each change is checked against what the transaction sees before anything of it is written: a rejected one has changed nothing.
final class DirectoryStore {
  let database: Database
  private let record: DirectoryRecord

  init(_ database: Database) throws(JournalError) {
    self.database = database
    record = try DirectoryRecord(database)
  }

  /// What a key was answered before.
  func entry(_ key: IdempotencyKey) throws(JournalError) -> (content: ContentHash, result: UInt32)? {
    try record.entry(key)
  }

  /// - Parameters:
  ///   - time: Unix milliseconds.
  ///   - key: under which a machine asks for it.
  func apply(
    _ change: DirectoryChange, by actor: DirectoryActor, at time: Int64,
    _ key: (key: IdempotencyKey, content: ContentHash)? = nil
  ) throws(JournalError) -> DirectoryResult {
    let result = try write(change, at: time)
    if case .stored(let number) = result {
      try record.append(change, by: actor, at: time, result: number, key)
    }
    return result
  }

  private func write(_ change: DirectoryChange, at time: Int64) throws(JournalError) -> DirectoryResult {
    switch change {
    case .putAgency(let agency): try put(agency)
    case .putService(let service, let publish): try put(service, publish: publish)
    case .publishService(let code, let version): try publish(code, version)
    case .retireService(let code, _): try retire(code)
    case .putCalendar(let calendar, let expected): try put(calendar, expected: expected, at: time)
    case .putOffice(let office): try put(office)
    case .grantDelegation(let delegation): try grant(delegation)
    case .setDelegation(let number, let status, let reason): try set(status, ofDelegation: number, reason)
    case .addPrincipal(let principal): try add(principal)
    case .addKey(let name, let key): try add(key: key, to: name)
    case .removeKey(let name, let key): try remove(key: key, from: name)
    case .setPrincipalStatus(let name, let status, _): try set(status, ofPrincipal: name)
    }
  }

  private func put(_ agency: Agency) throws(JournalError) -> DirectoryResult {
    let upsert = try Statement(
      """
      INSERT INTO agency(id, name_fa, name_en) VALUES(?1, ?2, ?3)
      ON CONFLICT(id) DO UPDATE SET name_fa = ?2, name_en = ?3
      """, on: database)
    upsert.bind(1, agency.id)
    upsert.bind(2, agency.name)
    try upsert.run()
    return .stored(0)
  }

  /// The first column of the only row that `sql` gives for a text; nil where it gives none.
  func number(_ sql: String, _ text: String) throws(JournalError) -> Int64? {
    let select = try Statement(sql, on: database)
    select.bind(1, text)
    return try select.step() ? select.integer(0) : nil
  }
}

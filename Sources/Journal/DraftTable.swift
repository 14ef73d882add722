public import Casework

/// A form that an office has begun. No request, no event; its bytes hold personal values and go with it.
public struct DraftRow: Sendable, Equatable {
  /// The office's row.
  public var office: Int64
  public var id: DraftId
  /// Unix milliseconds.
  public var changed: Int64
  /// Unix milliseconds.
  public var keptUntil: Int64
  /// What lists show of it, as its message's bytes.
  public var summary: [UInt8]
  /// The rest of the message, which follows the summary.
  public var rest: [UInt8]

  public init(
    office: Int64, id: DraftId, changed: Int64, keptUntil: Int64, summary: [UInt8], rest: [UInt8]
  ) {
    self.office = office
    self.id = id
    self.changed = changed
    self.keptUntil = keptUntil
    self.summary = summary
    self.rest = rest
  }
}

/// Where a page of drafts ends.
public struct DraftPlace: Sendable, Equatable {
  public var changed: Int64
  public var row: Int64

  public init(changed: Int64, row: Int64) {
    self.changed = changed
    self.row = row
  }

  public static let start = DraftPlace(changed: .max, row: .max)
}

/// Reads drafts; for the thread that owns the connection.
final class DraftTable {
  /// A draft can be tens of kilobytes: its key stands in indexes apart, so that lists and limits pass over no bodies.
  static let schema = """
    CREATE TABLE draft(
      row INTEGER PRIMARY KEY, office INTEGER NOT NULL, id BLOB NOT NULL, changed INTEGER NOT NULL,
      kept_until INTEGER NOT NULL, size INTEGER NOT NULL, summary BLOB NOT NULL, rest BLOB NOT NULL
    );
    CREATE UNIQUE INDEX draft_id ON draft(office, id);
    CREATE INDEX draft_changed ON draft(office, changed, size);
    CREATE INDEX draft_end ON draft(kept_until);
    """

  private let select: Statement
  private let list: Statement

  init(_ database: Database) throws(JournalError) {
    select = try Statement(
      """
      SELECT id, changed, kept_until, summary, rest FROM draft WHERE office = ?1 AND id = ?2 AND kept_until > ?3
      """, on: database)
    list = try Statement(
      """
      SELECT id, changed, kept_until, summary, x'', row FROM draft
      WHERE office = ?1 AND (changed, row) < (?2, ?3) AND kept_until > ?4
      ORDER BY changed DESC, row DESC LIMIT ?5
      """, on: database)
  }

  func row(_ id: DraftId, of office: Int64, now: Int64) throws(JournalError) -> DraftRow? {
    defer { select.reset() }
    select.bind(1, office)
    id.withUnsafeBytes { select.bind(2, copying: $0) }
    select.bind(3, now)
    return try select.step() ? try select.draft(of: office) : nil
  }

  func page(
    of office: Int64, after place: DraftPlace, limit: Int, now: Int64
  ) throws(JournalError) -> [(row: DraftRow, place: DraftPlace)] {
    defer { list.reset() }
    list.bind(1, office)
    list.bind(2, place.changed)
    list.bind(3, place.row)
    list.bind(4, now)
    list.bind(5, Int64(limit))
    var rows: [(row: DraftRow, place: DraftPlace)] = []
    while try list.step() {
      let row = try list.draft(of: office)
      rows.append((row, DraftPlace(changed: row.changed, row: list.integer(5))))
    }
    return rows
  }
}

/// Stores and deletes drafts; for the writer's connection.
final class DraftStore {
  private let put: Statement
  private let delete: Statement
  private let deleteOld: Statement
  private let firstEndStatement: Statement
  private let sum: Statement

  init(_ database: Database) throws(JournalError) {
    put = try Statement(
      """
      REPLACE INTO draft(office, id, changed, kept_until, size, summary, rest) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """, on: database)
    delete = try Statement(
      "DELETE FROM draft WHERE office = ?1 AND id = ?2 AND kept_until > ?3 RETURNING 1", on: database)
    deleteOld = try Statement(
      """
      DELETE FROM draft WHERE row IN (SELECT row FROM draft WHERE kept_until <= ?1 ORDER BY kept_until LIMIT ?2)
      RETURNING 1
      """, on: database)
    firstEndStatement = try Statement("SELECT coalesce(min(kept_until), 0) FROM draft", on: database)
    sum = try Statement(
      "SELECT count(*), coalesce(sum(size), 0) FROM draft WHERE office = ?1 AND changed > ?2", on: database)
  }

  func put(_ row: DraftRow) throws(JournalError) {
    put.bind(1, row.office)
    row.id.withUnsafeBytes { put.bind(2, copying: $0) }
    put.bind(3, row.changed)
    put.bind(4, row.keptUntil)
    put.bind(5, Int64(row.summary.count + row.rest.count))
    row.summary.withUnsafeBytes { put.bind(6, copying: $0) }
    row.rest.withUnsafeBytes { put.bind(7, copying: $0) }
    try put.run()
  }

  /// - Returns: false where there is none.
  func delete(_ id: DraftId, of office: Int64, now: Int64) throws(JournalError) -> Bool {
    defer { delete.reset() }
    delete.bind(1, office)
    id.withUnsafeBytes { delete.bind(2, copying: $0) }
    delete.bind(3, now)
    guard try delete.step() else { return false }
    // A RETURNING statement has done its work only when it is stepped to its end.
    _ = try delete.step()
    return true
  }

  /// - Returns: how many there were, up to the limit.
  func deleteOld(now: Int64, limit: Int) throws(JournalError) -> Int {
    defer { deleteOld.reset() }
    deleteOld.bind(1, now)
    deleteOld.bind(2, Int64(limit))
    var count = 0
    while try deleteOld.step() { count += 1 }
    return count
  }

  /// When the next draft is kept no longer; 0: there is none.
  func firstEnd() throws(JournalError) -> Int64 {
    defer { firstEndStatement.reset() }
    return try firstEndStatement.step() ? firstEndStatement.integer(0) : 0
  }

  func total(of office: Int64, changedAfter time: Int64) throws(JournalError) -> (count: Int64, bytes: Int64)
  {
    defer { sum.reset() }
    sum.bind(1, office)
    sum.bind(2, time)
    return try sum.step() ? (sum.integer(0), sum.integer(1)) : (0, 0)
  }
}

extension Statement {
  /// The first five columns: id, changed, kept until, summary, rest.
  fileprivate func draft(of office: Int64) throws(JournalError) -> DraftRow {
    guard let id = DraftId(blob(0)) else { throw damaged("a draft's id has the wrong length") }
    return DraftRow(
      office: office, id: id, changed: integer(1), keptUntil: integer(2), summary: Array(blob(3)),
      rest: Array(blob(4)))
  }
}

import Casework

/// Reads the rows of stored files; for the thread that owns the connection.
///
/// The id is a random key, which costs a page write a row: beside writing and syncing the file itself that is nothing.
final class AttachmentTable {
  static let schema = """
    CREATE TABLE attachment(
      id BLOB PRIMARY KEY, uploader INTEGER NOT NULL, content BLOB NOT NULL, service TEXT NOT NULL,
      attribute TEXT NOT NULL, request INTEGER NOT NULL, event INTEGER NOT NULL, place INTEGER NOT NULL,
      media_type TEXT NOT NULL,
      size INTEGER NOT NULL, metadata_removed INTEGER NOT NULL, stored INTEGER NOT NULL, name TEXT NOT NULL,
      sha256 BLOB NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX attachment_unbound ON attachment(uploader, stored, size) WHERE event = 0;
    CREATE INDEX attachment_request ON attachment(request) WHERE request > 0;
    """

  fileprivate static let columns = """
    id, uploader, content, service, attribute, request, event, media_type, size, metadata_removed, stored, name, \
    sha256
    """

  private let select: Statement
  private let unbound: Statement
  private let count: Statement
  private let bound: Statement
  private let forgotten: Statement

  init(_ database: Database) throws(JournalError) {
    select = try Statement("SELECT \(Self.columns) FROM attachment WHERE id = ?", on: database)
    unbound = try Statement(
      "SELECT coalesce(sum(size), 0) FROM attachment WHERE event = 0 AND uploader = ?", on: database)
    count = try Statement(
      "SELECT count(*) FROM attachment WHERE request = ? AND request > 0", on: database)
    bound = try Statement(
      """
      SELECT \(Self.columns) FROM attachment WHERE request = ? AND request > 0 AND event > 0
      ORDER BY event, place
      """, on: database)
    forgotten = try Statement(
      "SELECT id FROM attachment WHERE event = 0 AND stored < ? LIMIT ?", on: database)
  }

  func row(_ id: AttachmentId) throws(JournalError) -> AttachmentRow? {
    defer { select.reset() }
    id.withUnsafeBytes { select.bind(1, copying: $0) }
    return try select.step() ? try select.attachment() : nil
  }

  /// Bytes of a caller's files that no event has brought into a request.
  func unboundBytes(of uploader: Int64) throws(JournalError) -> UInt64 {
    defer { unbound.reset() }
    unbound.bind(1, uploader)
    return try unbound.step() ? UInt64(clamping: unbound.integer(0)) : 0
  }

  /// Files of a request, and those uploaded for it.
  func count(ofRequest sequence: Int64) throws(JournalError) -> Int64 {
    defer { count.reset() }
    count.bind(1, sequence)
    return try count.step() ? count.integer(0) : 0
  }

  /// The files that events have brought into a request, in that order.
  func bound(toRequest sequence: Int64) throws(JournalError) -> [AttachmentRow] {
    defer { bound.reset() }
    bound.bind(1, sequence)
    var rows: [AttachmentRow] = []
    while try bound.step() { rows.append(try bound.attachment()) }
    return rows
  }

  /// Files that no event has brought into a request, stored before a time.
  func unbound(before time: Int64, limit: Int) throws(JournalError) -> [AttachmentId] {
    defer { forgotten.reset() }
    forgotten.bind(1, time)
    forgotten.bind(2, Int64(limit))
    var ids: [AttachmentId] = []
    while try forgotten.step() { ids.append(try forgotten.attachmentId(0)) }
    return ids
  }

  /// All rows, in the order of their ids.
  static func forEach(
    _ database: Database, _ body: (AttachmentRow) throws(JournalError) -> Void
  ) throws(JournalError) {
    let rows = try Statement("SELECT \(columns) FROM attachment ORDER BY id", on: database)
    while try rows.step() { try body(try rows.attachment()) }
  }
}

/// Stores and changes them; for the writer's connection.
final class AttachmentStatements {
  private let insert: Statement
  private let bind: Statement
  private let delete: Statement

  init(_ database: Database) throws(JournalError) {
    insert = try Statement(
      """
      INSERT INTO attachment(\(AttachmentTable.columns), place)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
      """, on: database)
    bind = try Statement(
      "UPDATE attachment SET request = ?, event = ?, place = ?, name = '', sha256 = x'' WHERE id = ?",
      on: database)
    delete = try Statement("DELETE FROM attachment WHERE id = ? AND event = 0", on: database)
  }

  func insert(_ row: AttachmentRow) throws(JournalError) {
    row.id.withUnsafeBytes { insert.bind(1, copying: $0) }
    insert.bind(2, row.uploader)
    insert.bind(3, row.content)
    insert.bind(4, row.service)
    insert.bind(5, row.attribute)
    insert.bind(6, row.request)
    insert.bind(7, Int64(row.event))
    insert.bind(8, row.mediaType.rawValue)
    insert.bind(9, Int64(row.size))
    insert.bind(10, row.metadataRemoved)
    insert.bind(11, row.stored)
    insert.bind(12, row.name)
    if let hash = row.sha256 {
      insert.bind(13, hash)
    } else {
      insert.bind(13, copying: UnsafeRawBufferPointer(start: nil, count: 0))
    }
    try insert.run()
  }

  /// - Parameters:
  ///   - event: the event that brings the file into its request.
  ///   - place: among the event's files.
  func bind(_ id: AttachmentId, to event: EventId, place: Int) throws(JournalError) {
    bind.bind(1, event.sequence)
    bind.bind(2, Int64(event.number))
    bind.bind(3, Int64(place))
    id.withUnsafeBytes { bind.bind(4, copying: $0) }
    try bind.run()
  }

  func deleteUnbound(_ id: AttachmentId) throws(JournalError) {
    id.withUnsafeBytes { delete.bind(1, copying: $0) }
    try delete.run()
  }
}

extension Statement {
  fileprivate func attachmentId(_ column: Int32) throws(JournalError) -> AttachmentId {
    guard let id = AttachmentId(blob(column)) else {
      throw damaged("an attachment's id has the wrong length")
    }
    return id
  }

  /// A whole row, in the order of `AttachmentTable.columns`.
  fileprivate func attachment() throws(JournalError) -> AttachmentRow {
    guard let mediaType = MediaType(rawValue: text(7)) else {
      throw damaged("an attachment has a media type that is never stored")
    }
    guard let size = UInt64(exactly: integer(8)) else { throw damaged("an attachment has a negative size") }
    return AttachmentRow(
      id: try attachmentId(0), uploader: integer(1), content: try contentHash(2), service: text(3),
      attribute: text(4), request: integer(5), event: try number(6), mediaType: mediaType, size: size,
      metadataRemoved: flag(9), stored: integer(10), name: text(11),
      sha256: blob(12).isEmpty ? nil : try digest(12))
  }
}

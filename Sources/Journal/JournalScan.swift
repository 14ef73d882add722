public import Casework

/// Goes through all that a journal holds, for an audit. Read-only; one snapshot for the whole scan.
public final class JournalScan {
  let database: Database
  private let requests: RequestTable
  private let events: EventTable
  private let personal: PersonalTable
  private let due: DueTable
  private let attachments: AttachmentTable

  public init(path: String) throws(JournalError) {
    database = try Database.openChecked(path: path, mode: .readOnly)
    try database.execute("BEGIN")
    requests = try RequestTable(database)
    events = try EventTable(database)
    personal = try PersonalTable(database)
    due = try DueTable(database)
    attachments = try AttachmentTable(database)
  }

  /// What SQLite itself finds wrong with the file's pages and indexes, a line each; empty when nothing is.
  public func damagedPages() throws(JournalError) -> [String] {
    let rows = try Statement("PRAGMA integrity_check(20)", on: database)
    var found: [String] = []
    while try rows.step() { found.append(rows.text(0).split(separator: "\n").joined(separator: ": ")) }
    return found == ["ok"] ? [] : found
  }

  public var requestCount: Int64 {
    get throws(JournalError) { try database.integer("SELECT count(*) FROM request") }
  }

  public var lastSequence: Int64 {
    get throws(JournalError) { try database.integer("SELECT coalesce(max(sequence), 0) FROM request") }
  }

  public var eventCount: Int64 {
    get throws(JournalError) { try database.integer("SELECT count(*) FROM event") }
  }

  /// Whether the events stand in one order without gaps, ending at the head.
  public var isOrderWhole: Bool {
    get throws(JournalError) {
      try database.integer(
        """
        SELECT count(*) = count(DISTINCT position) AND coalesce(max(position), 0) = count(*)
          AND coalesce(max(position), 0) = (SELECT position FROM head) FROM event
        """) == 1
    }
  }

  /// Idempotency keys that name no event, and personal values that belong to none.
  public var strayRows: Int64 {
    get throws(JournalError) {
      try database.integer(
        """
        SELECT (SELECT count(*) FROM idempotency WHERE event NOT IN (SELECT id FROM event))
          + (SELECT count(*) FROM personal WHERE id NOT IN (SELECT id FROM event))
          + (SELECT count(*) FROM event WHERE id >> 16 NOT IN (SELECT sequence FROM request))
        """)
    }
  }

  /// Whether a request's event stands before an earlier one in the order of all events.
  public var hasDisorder: Bool {
    get throws(JournalError) {
      try database.integer(
        """
        SELECT count(*) FROM event JOIN event AS next ON next.id = event.id + 1
        WHERE next.position <= event.position
        """) > 0
    }
  }

  /// Events that no idempotency key names: every event was made under one, which is kept as long as the request, but for
  /// those of the counter itself (role 5, byte 25 of an event).
  public var unkeyedEvents: Int64 {
    get throws(JournalError) {
      try database.integer(
        """
        SELECT count(*) FROM event
        WHERE id NOT IN (SELECT event FROM idempotency) AND substr(body, 25, 1) <> x'05'
        """)
    }
  }

  /// When the counter acts on a request next, as its index has it.
  public func nextDue(_ sequence: Int64) throws(JournalError) -> Int64 { try due.nextDue(sequence) }

  public func record(_ sequence: Int64, code: TrackingCode) throws(JournalError) -> RequestRecord? {
    try requests.record(sequence, code: code)
  }

  /// The canonical bytes of all of a request's events, oldest first.
  public func bodies(_ sequence: Int64) throws(JournalError) -> [[UInt8]] {
    try events.bodies(sequence, after: 0, limit: Int(CaseEvent.numberLimit)).map(\.body)
  }

  public func attachment(_ id: AttachmentId) throws(JournalError) -> AttachmentRow? {
    try attachments.row(id)
  }

  /// Rows of files that an event is said to hold.
  public var boundAttachmentCount: Int64 {
    get throws(JournalError) { try database.integer("SELECT count(*) FROM attachment WHERE event > 0") }
  }

  /// The rows of all stored files.
  public func forEachAttachment(
    _ body: (AttachmentRow) throws(JournalError) -> Void
  ) throws(JournalError) {
    try AttachmentTable.forEach(database, body)
  }

  public func personalValues(of event: EventId) throws(JournalError) -> [PersonalValue] {
    try personal.values(of: event)
  }
}

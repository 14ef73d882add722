public import Casework

/// A read-only connection with a snapshot that is never older than the last commit. For one thread.
///
/// A snapshot stays open over the reads of one tick of a loop, which saves two system calls a read; `endSnapshot` at the
/// end of the tick lets checkpoints go on.
public final class JournalReader {
  private let database: Database
  private let commits: CommitCounter
  private let stateStatement: Statement
  private let beginStatement: Statement
  private let endStatement: Statement
  private let rollbackStatement: Statement
  private let inbox: InboxQuery
  private let requests: RequestTable
  private let events: EventTable
  private let personal: PersonalTable
  private let idempotency: IdempotencyTable
  private let officeQuery: OfficeQuery
  let attachments: AttachmentTable
  let drafts: DraftTable
  /// The commit count before the snapshot was taken; `nil` without a snapshot.
  private var snapshot: UInt64?

  public init(path: String, commits: CommitCounter) throws(JournalError) {
    database = try Database.openChecked(path: path, mode: .readOnly)
    try database.execute("PRAGMA cache_size = -16384; PRAGMA mmap_size = 1073741824")
    self.commits = commits
    stateStatement = try Statement("SELECT state FROM request WHERE sequence = ?", on: database)
    beginStatement = try Statement("BEGIN", on: database)
    endStatement = try Statement("COMMIT", on: database)
    rollbackStatement = try Statement("ROLLBACK", on: database)
    inbox = try InboxQuery(database)
    requests = try RequestTable(database)
    events = try EventTable(database)
    personal = try PersonalTable(database)
    idempotency = try IdempotencyTable(database)
    officeQuery = try OfficeQuery(database)
    attachments = try AttachmentTable(database)
    drafts = try DraftTable(database)
  }

  /// Gives the snapshot back. Cheap where there is none.
  public func endSnapshot() {
    guard snapshot != nil else { return }
    snapshot = nil
    do throws(JournalError) {
      try endStatement.run()
    } catch {
      // After the read of a damaged page COMMIT fails too, and leaves the transaction open. It has nothing to lose. Where
      // even ROLLBACK fails, the next BEGIN does, and tells its reader.
      if !database.isAutocommit { try? rollbackStatement.run() }
    }
  }

  /// Takes a new snapshot where something was committed since the last.
  func refresh() throws(JournalError) {
    let now = commits.current
    if snapshot == now { return }
    endSnapshot()
    try beginStatement.run()
    snapshot = now
  }

  /// The state alone: all that a tracking code without its secret shows.
  public func state(_ sequence: Int64) throws(JournalError) -> RequestState? {
    try refresh()
    defer { stateStatement.reset() }
    stateStatement.bind(1, sequence)
    guard try stateStatement.step() else { return nil }
    return try stateStatement.value(0, "a state")
  }

  public func record(_ sequence: Int64, code: TrackingCode) throws(JournalError) -> RequestRecord? {
    try refresh()
    return try requests.record(sequence, code: code)
  }

  /// Canonical bytes of the events with a number above `number`, oldest first.
  public func bodies(
    _ sequence: Int64, after number: UInt32, limit: Int
  ) throws(JournalError) -> [(number: UInt32, body: [UInt8])] {
    try refresh()
    return try events.bodies(sequence, after: number, limit: limit)
  }

  /// How many of a request's events with a number above `number` are of an action. At most 65,535 are looked at.
  public func count(_ action: Action, of sequence: Int64, after number: UInt32) throws(JournalError) -> Int64
  {
    try refresh()
    return try events.count(action, of: sequence, after: number)
  }

  public func body(_ event: EventId) throws(JournalError) -> [UInt8]? {
    try refresh()
    return try events.body(event)
  }

  public func entry(
    _ key: IdempotencyKey
  ) throws(JournalError) -> (content: ContentHash, event: EventId)? {
    try refresh()
    return try idempotency.entry(key)
  }

  public func personalValues(of event: EventId) throws(JournalError) -> [PersonalValue] {
    try refresh()
    return try personal.values(of: event)
  }

  /// All of a request's personal values, by event, oldest first.
  public func personalValues(
    ofRequest sequence: Int64
  ) throws(JournalError) -> [(number: UInt32, values: [PersonalValue])] {
    try refresh()
    return try personal.values(ofRequest: sequence)
  }

  /// A page of open requests.
  /// - Parameters:
  ///   - place: where the page before ended, under the same filter.
  ///   - limit: rows at the most.
  public func inbox(
    _ filter: InboxFilter, after place: InboxPlace, limit: Int
  ) throws(JournalError) -> InboxPage {
    try refresh()
    return try inbox.page(filter, after: place, limit: limit)
  }

  /// The rows of the offices within a box.
  public func offices(within box: GeographicBox) throws(JournalError) -> [Int64] {
    try refresh()
    return try officeQuery.rows(within: box)
  }

  /// What was submitted at an office.
  public func figures(ofOffice row: Int64) throws(JournalError) -> OfficeFigures {
    try refresh()
    return try officeQuery.figures(ofOffice: row)
  }
}

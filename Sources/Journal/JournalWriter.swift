public import Casework

/// The one connection that writes. For the registrar's thread alone.
///
/// Every change happens between `begin` and `commit`; `commit` returns after the fsync of the write-ahead log.
public final class JournalWriter {
  private let database: Database
  private let requests: RequestTable
  private let requestStore: RequestStore
  private let events: EventTable
  private let eventStore: EventStore
  private let personal: PersonalTable
  private let idempotency: IdempotencyTable
  private let guesses: GuessTable
  let attachments: AttachmentTable
  let drafts: DraftTable
  let draftStore: DraftStore
  let attachmentStatements: AttachmentStatements
  private let directory: DirectoryStore
  private let admissions: AdmissionTable
  private let figures: OfficeFigureStore
  private let beginStatement: Statement
  private let commitStatement: Statement
  private let rollbackStatement: Statement
  private let headStatement: Statement
  private let due: DueTable

  /// The highest sequence that is stored. Sequences are given without gaps.
  public private(set) var lastSequence: Int64 = 0
  /// The place of the last event in the order of all events.
  public private(set) var lastPosition: Int64 = 0
  /// No act of the counter's own is due before, in Unix milliseconds; 0: none ever is, as it stands.
  public private(set) var earliestDue: Int64 = 0
  /// No draft is to be deleted before, in Unix milliseconds; 0: there is none.
  public internal(set) var firstDraftEnd: Int64 = 0
  /// The highest version of the calendars by which all due times were looked at.
  public private(set) var calendarMark: Int64 = 0

  /// Opens an existing journal and asserts that commits are durable.
  ///
  /// Keeping a second writer away is the caller's part (the server locks its data folder): the counters below are read
  /// once and go on in memory.
  /// - Throws: `missing`, `newerVersion`, `notOurs`, `damaged`, `locked` while another process is inside a transaction.
  public init(path: String) throws(JournalError) {
    database = try Database.openChecked(path: path, mode: .readWrite)
    try database.makeDurable()
    requests = try RequestTable(database)
    requestStore = try RequestStore(database)
    events = try EventTable(database)
    eventStore = try EventStore(database)
    personal = try PersonalTable(database)
    idempotency = try IdempotencyTable(database)
    guesses = try GuessTable(database)
    attachments = try AttachmentTable(database)
    drafts = try DraftTable(database)
    draftStore = try DraftStore(database)
    attachmentStatements = try AttachmentStatements(database)
    directory = try DirectoryStore(database)
    admissions = try AdmissionTable(database)
    figures = try OfficeFigureStore(database)
    beginStatement = try Statement("BEGIN IMMEDIATE", on: database)
    commitStatement = try Statement("COMMIT", on: database)
    rollbackStatement = try Statement("ROLLBACK", on: database)
    headStatement = try Statement("UPDATE head SET position = ?", on: database)
    due = try DueTable(database)
    try reload()
  }

  public func begin() throws(JournalError) { try beginStatement.run() }

  /// Returns after the fsync. An error leaves open whether the transaction is on disk: `reload` tells.
  public func commit() throws(JournalError) {
    try figures.write()
    headStatement.bind(1, lastPosition)
    try headStatement.run()
    try commitStatement.run()
  }

  /// Takes back what the transaction changed and reads the counters again, as at a start.
  public func abandon() throws(JournalError) {
    figures.forget()
    admissions.forgetPosition()
    if !database.isAutocommit { try rollbackStatement.run() }
    try reload()
  }

  /// Moves the write-ahead log into the journal's one file, which can then be copied alone. While somebody reads an older
  /// state (`pishkhand check`), some of it stays in the log, as after a crash.
  /// - Source: SQLite, "Write-Ahead Logging", checkpointing: TRUNCATE.
  public func foldLog() throws(JournalError) { try database.execute("PRAGMA wal_checkpoint(TRUNCATE)") }

  private func reload() throws(JournalError) {
    lastSequence = try database.integer("SELECT coalesce(max(sequence), 0) FROM request")
    lastPosition = try database.integer("SELECT position FROM head")
    calendarMark = try database.integer("SELECT calendar FROM head")
    earliestDue = try due.earliest()
    firstDraftEnd = try draftStore.firstEnd()
  }

  public func record(_ sequence: Int64, code: TrackingCode) throws(JournalError) -> RequestRecord? {
    try requests.record(sequence, code: code)
  }

  public func entry(_ key: IdempotencyKey) throws(JournalError) -> (content: ContentHash, event: EventId)? {
    try idempotency.entry(key)
  }

  public func body(_ event: EventId) throws(JournalError) -> [UInt8]? { try events.body(event) }

  /// Stores a new request's first event and its projection.
  /// - Precondition: its sequence is `lastSequence` + 1.
  public func insert(
    _ record: RequestRecord, body: UnsafeRawBufferPointer, _ values: PersonalBody
  ) throws(JournalError) {
    precondition(record.sequence == lastSequence + 1)
    try requestStore.insert(record)
    watch(record.nextDue)
    try append(record, body: body, values)
    lastSequence = record.sequence
    if record.office != 0 { figures.count(record.office, isAboveTariff: record.fees.exceedsTariff) }
  }

  /// Stores a request's next event and its changed projection.
  /// - Parameter due: the `nextDue` that is stored.
  public func update(
    _ record: RequestRecord, due: Int64, body: UnsafeRawBufferPointer, _ values: PersonalBody
  ) throws(JournalError) {
    try requestStore.update(record, due: due)
    watch(record.nextDue)
    try append(record, body: body, values)
  }

  private func watch(_ time: Int64) {
    if time != 0 && (earliestDue == 0 || time < earliestDue) { earliestDue = time }
  }

  /// Requests on which the counter must act by now, the most urgent first.
  public func due(at now: Int64, limit: Int) throws(JournalError) -> [Int64] {
    try due.sequences(at: now, limit: limit)
  }

  /// When the counter acts on a request next, as its index has it.
  public func nextDue(_ sequence: Int64) throws(JournalError) -> Int64 { try due.nextDue(sequence) }

  /// Requests whose due times can still change, in the order of their sequences.
  public func unfinished(
    after first: Int64, through last: Int64, limit: Int
  ) throws(JournalError) -> [Int64] {
    try due.unfinished(after: first, through: last, limit: limit)
  }

  /// To be called after acts that were due: what is due next is then known exactly.
  public func refreshEarliestDue() throws(JournalError) { earliestDue = try due.earliest() }

  public func storeCalendarMark(_ version: Int64) throws(JournalError) {
    try due.storeMark(version)
    calendarMark = version
  }

  /// Stores until when a request's claim holds, and when the counter acts next. No event tells it.
  public func storeLease(of record: RequestRecord) throws(JournalError) {
    try requestStore.store(lease: record)
    watch(record.nextDue)
  }

  /// Puts right when the counter acts next.
  public func store(due record: RequestRecord) throws(JournalError) {
    try requestStore.store(due: record)
    watch(record.nextDue)
  }

  private func append(
    _ record: RequestRecord, body: UnsafeRawBufferPointer, _ values: PersonalBody
  ) throws(JournalError) {
    let id = EventId(sequence: record.sequence, number: record.version)
    try eventStore.append(id, position: lastPosition + 1, body: body)
    lastPosition += 1
    try personal.store(values, of: id)
  }

  public func remember(
    _ key: IdempotencyKey, content: ContentHash, event: EventId
  ) throws(JournalError) {
    try idempotency.insert(key, content: content, event: event)
  }

  /// Stores a count of wrong guesses, unless a larger one is there already.
  /// - Parameter time: Unix milliseconds; a stored count that was last raised before it gives way to any.
  public func storeGuess(
    _ subject: [UInt8], _ count: GuessCount, forgettingBefore time: Int64
  ) throws(JournalError) {
    try guesses.store(subject, count, forgettingBefore: time)
  }

  /// - Parameter time: Unix milliseconds; what was last guessed before it goes.
  /// - Parameter limit: what stays at the most; those with the fewest wrong guesses go first.
  public func forgetGuesses(before time: Int64, keeping limit: Int) throws(JournalError) {
    try guesses.forget(before: time, keeping: limit)
  }

  /// - Parameter limit: what is read at the most: those with the most wrong guesses.
  public func loadGuesses(limit: Int) throws(JournalError) -> [[UInt8]: GuessCount] {
    try guesses.load(limit: limit)
  }

  /// Changes the directory.
  /// - Parameters:
  ///   - time: Unix milliseconds.
  ///   - key: under which a machine asks for it; it has not been used before.
  public func change(
    _ change: DirectoryChange, by actor: DirectoryActor, at time: Int64, key: IdempotencyKey,
    content: ContentHash
  ) throws(JournalError) -> DirectoryResult {
    admissions.forgetPosition()
    return try directory.apply(change, by: actor, at: time, (key, content))
  }

  /// What a key for a change of the directory was answered before.
  public func directoryEntry(
    _ key: IdempotencyKey
  ) throws(JournalError) -> (content: ContentHash, result: UInt32)? {
    try directory.entry(key)
  }

  /// Whether a submission's counter may take it in; counts it where the delegation has a daily cap.
  /// - Parameter now: Unix milliseconds.
  public func refusal(
    of submission: Submission, _ admission: Admission, now: Int64
  ) throws(JournalError) -> AdmissionRefusal? {
    try admissions.refusal(of: submission, admission, now: now)
  }
}

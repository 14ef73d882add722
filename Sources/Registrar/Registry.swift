package import Casework
package import Journal
package import Sealing

/// What one batch came to.
package struct BatchResult {
  package var outcomes: [Outcome]
  /// The requests whose events were stored.
  package var changed: [Int64] = []
  package var failure: JournalError?
  /// Rows that the counter's own acts found damaged; the batch was stored all the same.
  var notices: [JournalError] = []
  /// More of the counter's own acts are due than one batch takes.
  package var hasMore = false
  /// The journal can't be trusted to store anything more.
  var isFinal = false
}

/// Decides and stores. On the writer's thread alone; a simulation plays that thread.
package final class Registry {
  let journal: JournalWriter
  private let commits: CommitCounter
  let clock: @Sendable () -> Int64
  private let directory: @Sendable () -> Directory
  /// Calendars and terms, as they stood when the batch began.
  private(set) var rules: Directory
  /// Requests that are due, but can't be acted on.
  var setAside: Set<Int64> = []
  /// An entry of the index of due times was put right in this batch.
  var hasMended = false
  /// How far the due times have been looked at by which calendar.
  var walkedTo: Int64 = 0
  var walkVersion: UInt32 = 0
  private let cipher: TrackingCodeCipher
  private let hasher: SHA256Context
  private var body: [UInt8] = []
  private static let guessesBetweenForgetting = 4_096
  private var guessesStored = 0

  package init(
    journal: JournalWriter, keys: KeyRing, commits: CommitCounter, clock: @escaping @Sendable () -> Int64,
    directory: @escaping @Sendable () -> Directory
  ) throws(SealingError) {
    self.journal = journal
    self.commits = commits
    self.clock = clock
    self.directory = directory
    rules = directory()
    cipher = try TrackingCodeCipher(keys: keys)
    hasher = try SHA256Context()
    body.reserveCapacity(4_096)
  }

  /// Stores a batch in one transaction, in the order in which things happen. What a crash leaves at each step:
  ///
  /// 1. begin: nothing is changed.
  /// 2. decide and write each order, then what the counter itself must do by now: all of it is in memory, or in log pages
  ///    without a commit mark. A restart finds the journal as it was; nobody was answered; clients repeat with their keys,
  ///    and what was due still is.
  /// 3. commit, which returns after the fsync: a crash inside it leaves the batch wholly there or wholly not there.
  ///    Nobody was answered; a repeated key finds the event, or stores it now.
  /// 4. advance the commit counter: readers take new snapshots. A crash from here on loses only answers, and a repeated
  ///    key gives the same ones again.
  /// 5. (the caller) wake watchers and answer.
  package func commit(_ orders: [Order]) -> BatchResult {
    var result = BatchResult(outcomes: [])
    rules = directory()
    let isDue = mayBeDue
    if orders.isEmpty && !isDue { return result }
    result.outcomes.reserveCapacity(orders.count)
    var isCommitting = false
    do throws(JournalError) {
      try journal.begin()  // 1
      var wrote = false
      for order in orders {
        let outcome = try write(order)  // 2
        if case .accepted(let acceptance) = outcome, !acceptance.isRepeated {
          result.changed.append(acceptance.sequence)
          wrote = true
        }
        switch outcome {
        case .guessRecorded, .attachments(.stored), .attachments(.forgotten), .renewed, .draft(.kept),
          .draft(.deleted), .directoryChanged(_, isRepeated: false):
          wrote = true
        default: break
        }
        result.outcomes.append(outcome)
      }
      if isDue, try actWhereDue(beside: orders.count, &result) { wrote = true }
      if !wrote {
        try journal.abandon()  // nothing to keep: no fsync
        return result
      }
      isCommitting = true
      try journal.commit()  // 3
      commits.advance()  // 4
      return result
    } catch {
      return recover(from: error, orders.count, isCommitting)
    }
  }

  /// A clean end, after the last batch.
  package func close() throws(JournalError) { try journal.foldLog() }

  /// After a failure nothing of the batch may be believed: the transaction is taken back and the counters are read again
  /// from the file, as at a start.
  private func recover(from error: JournalError, _ count: Int, _ wasCommitting: Bool) -> BatchResult {
    let isPassing = error.kind == .diskFull || error.kind == .locked
    let outcome: Outcome = wasCommitting && !isPassing ? .perhapsStored : .notStored
    var result = BatchResult(outcomes: Array(repeating: outcome, count: count), failure: error)
    do throws(JournalError) { try journal.abandon() } catch { result.isFinal = true }
    // A disk that failed an fsync may have dropped pages that it calls clean: storing on would be a gamble.
    if !isPassing { result.isFinal = true }
    return result
  }

  private func write(_ order: Order) throws(JournalError) -> Outcome {
    switch order {
    case .recordGuess(let subject, let count, let also):
      try store(count, of: subject)
      if let also { try store(also.count, of: also.subject) }
      // The table stays small, however patient or quick a guesser is.
      guessesStored += 1
      if guessesStored % Self.guessesBetweenForgetting == 0 {
        try journal.forgetGuesses(
          before: clock() - GuessLimiter.memory, keeping: GuessLimiter.subjectsLimit)
      }
      return .guessRecorded
    case .attachments(let order): return .attachments(try write(order))
    case .draft(let order): return .draft(try write(order, now: clock()))
    case .renew(let renewal): return try write(renewal, now: clock())
    case .change(let order): return try change(order, now: clock())
    case .file(let filing):
      if let earlier = try journal.entry(filing.key) {
        return earlier.content == filing.content ? try repeated(earlier.event, filing) : .keyReused
      }
      switch filing.target {
      case .newRequest: return try openRequest(filing)
      case .request(let sequence, let code): return try act(on: sequence, code, filing)
      }
    }
  }

  private func store(_ count: GuessCount, of subject: GuessSubject) throws(JournalError) {
    try journal.storeGuess(subject.bytes, count, forgettingBefore: count.last - subject.memory)
  }

  private func openRequest(_ filing: Filing) throws(JournalError) -> Outcome {
    guard case .submit(let submission) = filing.command.act else {
      preconditionFailure("only a submission opens a request")
    }
    let sequence = journal.lastSequence + 1
    let event: CaseEvent
    do throws(Rejection) {
      event = try open(
        submission, filing.command, code: cipher.code(sequence: UInt64(sequence), shard: 0), now: clock(),
        terms: rules.terms(of: submission))
    } catch { return .rejected(error) }
    guard try areFree(event.attachments) else { return .attachmentTaken }
    // Last: what is admitted counts against the day's cap.
    if let admission = filing.admission,
      let refusal = try journal.refusal(of: submission, admission, now: event.time)
    {
      return .notAdmitted(refusal)
    }
    let record = RequestRecord(opened: event, hash: encode(event), sequence: sequence, submission)
    try withBody { (bytes) throws(JournalError) in
      try journal.insert(record, body: bytes, filing.personal)
    }
    if let draft = filing.draft {
      _ = try journal.deleteDraft(draft, of: submission.office, now: event.time)
    }
    return try accept(event, record, filing)
  }

  private func act(
    on sequence: Int64, _ code: TrackingCode, _ filing: Filing
  ) throws(JournalError) -> Outcome {
    guard let record = try journal.record(sequence, code: code) else { return .requestUnknown }
    let event: CaseEvent
    do throws(Rejection) {
      event = try decide(record, filing.command, now: clock(), terms: rules.terms(of: record))
    } catch { return .rejected(error) }
    guard try areFree(event.attachments) else { return .attachmentTaken }
    return try accept(event, try store(event, filing.command, record, filing.personal), filing)
  }

  /// Stores the next event of a request.
  /// - Returns: the request after it.
  func store(
    _ event: CaseEvent, _ command: Command, _ record: RequestRecord, _ personal: PersonalBody
  ) throws(JournalError) -> RequestRecord {
    var record = record
    let due = record.nextDue
    record.apply(event, hash: encode(event), rows: command.rows)
    try withBody { (bytes) throws(JournalError) in
      try journal.update(record, due: due, body: bytes, personal)
    }
    return record
  }

  func code(of sequence: Int64) -> TrackingCode { cipher.code(sequence: UInt64(sequence), shard: 0) }

  private func accept(
    _ event: CaseEvent, _ record: RequestRecord, _ filing: Filing
  ) throws(JournalError) -> Outcome {
    let id = EventId(sequence: record.sequence, number: event.number)
    try journal.remember(filing.key, content: filing.content, event: id)
    try journal.bindAttachments(event.attachments.map(\.id), to: id)
    return .accepted(Acceptance(event, record, record.lastHash, isRepeated: false))
  }

  private func repeated(_ id: EventId, _ filing: Filing) throws(JournalError) -> Outcome {
    guard let stored = try journal.body(id) else { throw damaged("a key names an event that is not there") }
    guard let record = try journal.record(id.sequence, code: code(of: id.sequence)) else {
      throw damaged("an event belongs to no request")
    }
    return .accepted(try Acceptance(repeating: stored, of: record, hasher))
  }

  private func encode(_ event: CaseEvent) -> Digest {
    body.removeAll(keepingCapacity: true)
    event.encode(into: &body)
    return body.withUnsafeBytes { hasher.digest(of: $0) }
  }

  private func withBody(
    _ use: (UnsafeRawBufferPointer) throws(JournalError) -> Void
  ) throws(JournalError) {
    var failure: JournalError?
    body.withUnsafeBytes { bytes in
      do throws(JournalError) { try use(bytes) } catch { failure = error }
    }
    if let failure { throw failure }
  }
}

private func damaged(_ what: String) -> JournalError {
  JournalError(.damaged, "the journal is damaged: \(what)")
}

extension Acceptance {
  init(_ event: CaseEvent, _ record: RequestRecord, _ hash: Digest, isRepeated: Bool) {
    self.init(
      sequence: record.sequence, trackingCode: event.trackingCode,
      secretGeneration: record.secretGeneration, number: event.number, state: event.to, time: event.time,
      hash: hash, acknowledgeDue: event.clock.acknowledgeDue, decideDue: event.clock.decideDue,
      fees: event.fees, isRepeated: isRepeated)
  }

  /// What the earlier call with the same key was answered, read from the event that it made.
  init(
    repeating body: [UInt8], of record: RequestRecord, _ hasher: SHA256Context
  ) throws(JournalError) {
    let event: CaseEvent
    do throws(EventDecodingError) {
      event = try CaseEvent(body)
    } catch { throw damaged("an event can't be read (\(error))") }
    let hash = body.withUnsafeBytes { hasher.digest(of: $0) }
    self.init(event, record, hash, isRepeated: true)
  }
}

import Casework
import TestJournal
import TestSupport
import Testing

@testable import Journal

@Suite("A reader")
struct JournalReaderTests {
  @Test("sees a commit once it is counted and not before")
  func seesCommit() throws {
    let journal = try SmallJournal()
    let commits = CommitCounter()
    let writer = try JournalWriter(path: journal.path)
    let reader = try JournalReader(path: journal.path, commits: commits)
    #expect(try reader.state(1) == nil)
    try writer.begin()
    try writer.insert(.new(1))
    #expect(try reader.state(1) == nil)
    try writer.commit()
    #expect(try reader.state(1) == nil, "the snapshot of a tick must not move by itself")
    commits.advance()
    #expect(try reader.state(1) == .submitted)
  }

  @Test("takes a new snapshot after it gave one back")
  func endsSnapshot() throws {
    let journal = try SmallJournal()
    let writer = try JournalWriter(path: journal.path)
    let reader = try JournalReader(path: journal.path, commits: CommitCounter())
    reader.endSnapshot()
    #expect(try reader.state(1) == nil)
    try writer.store([.new(1)])
    #expect(try reader.state(1) == nil)
    reader.endSnapshot()
    #expect(try reader.state(1) == .submitted)
  }

  @Test("holds a checkpoint up only until it gives its snapshot back")
  func freesCheckpoint() throws {
    let journal = try SmallJournal()
    let writer = try JournalWriter(path: journal.path)
    let reader = try JournalReader(path: journal.path, commits: CommitCounter())
    try writer.store([.new(1)])
    _ = try reader.state(1)
    try writer.store([.new(2)])
    let emptyLog = "PRAGMA wal_checkpoint(TRUNCATE)"
    let log = journal.path + "-wal"
    try runSQL(emptyLog, on: journal.path)
    #expect(try !contents(of: log).isEmpty)
    reader.endSnapshot()
    try runSQL(emptyLog, on: journal.path)
    #expect(try contents(of: log).isEmpty)
  }

  @Test("gives back every field of a request as it was stored")
  func readsRecord() throws {
    let journal = try SmallJournal()
    let commits = CommitCounter()
    let writer = try JournalWriter(path: journal.path)
    let reader = try JournalReader(path: journal.path, commits: commits)
    var record = RequestRecord(
      sequence: 1, trackingCode: anyCode, version: 1, state: .submitted, service: 2, office: 7,
      channel: .online, assisted: true, region: "", citizen: digest(of: 0xFF), submitted: .max, changed: .max,
      assignee: 0, lastHash: digest(of: 0xFE), reason: "", asked: [], feedbackGiven: false,
      secretGeneration: 0, decision: 0)
    record.fees = Fees(tariff: .max, charged: .min, paymentReference: "پرداخت-۱")
    record.representation = Representation(kind: .company, until: .max)
    record.complaint = Complaint(subject: .agency, request: otherCode)
    record.clock = CaseClock(
      acknowledgeDue: .max, decideDue: .max - 1, calendarVersion: .max, nextDue: .max - 2)
    try writer.store([record])
    commits.advance()
    #expect(try reader.record(1, code: anyCode) == record)
    #expect(try reader.record(2, code: anyCode) == nil)
    record.version = 2
    record.changed = .min
    record.assignee = .max
    record.reason = "نقص"
    record.asked = ["a", "نشانی"]
    record.feedbackGiven = true
    record.secretGeneration = .max
    record.decision = .max
    record.basis.start = .max
    record.basis.turnSince = .min
    record.basis.reminders = Reminders(
      acknowledgeWarned: true, acknowledgeEscalated: true, decideWarned: true, decideEscalations: 31)
    record.clock = CaseClock(
      acknowledgeDue: .max, decideDue: .min, paused: .max, escalation: .max, calendarVersion: .max,
      remedyUntil: .min, nextDue: .max)
    record.leaseUntil = .max
    record.decidedBy = .max
    record.appealLevel = .max
    record.transfers = .max
    record.duplicateOf = otherCode
    record.resultCollected = true
    record.ended = .max
    try writer.begin()
    try writer.update(record)
    try writer.commit()
    commits.advance()
    #expect(try reader.record(1, code: anyCode) == record)
    record.version = 65_535
    record.state = .withdrawn
    record.changed = .min
    record.assignee = 1
    record.lastHash = digest(of: 3)
    record.reason = ""
    record.asked = []
    record.feedbackGiven = false
    record.secretGeneration = 1
    record.decision = 4
    record.service = 3
    record.leaseUntil = 11
    record.decidedBy = 12
    record.appealLevel = 1
    record.transfers = 13
    record.duplicateOf = nil
    record.resultCollected = false
    record.ended = 14
    record.clock = CaseClock(
      acknowledgeDue: 1, decideDue: 2, paused: 3, escalation: 4, calendarVersion: 5, remedyUntil: 6,
      nextDue: 7)
    record.basis.start = 8
    record.basis.turnSince = 9
    record.basis.reminders = Reminders(acknowledgeEscalated: true)
    try writer.begin()
    try writer.update(record)
    try writer.commit()
    commits.advance()
    #expect(try reader.record(1, code: anyCode) == record)
    #expect(try writer.record(1, code: anyCode) == record)
  }

  @Test("gives a request's events in their order, and no other's")
  func readsEvents() throws {
    let journal = try SmallJournal()
    let writer = try JournalWriter(path: journal.path)
    try writer.store([.new(1), .new(2), .new(3)])
    var record = RequestRecord.new(2)
    try writer.begin()
    for version in 2...5 as ClosedRange<UInt32> {
      record.version = version
      try writer.update(record)
    }
    record.version = CaseEvent.numberLimit
    try writer.update(record)
    try writer.commit()
    let reader = try JournalReader(path: journal.path, commits: CommitCounter())
    func numbers(after number: UInt32, limit: Int) throws -> [UInt32] {
      try reader.bodies(2, after: number, limit: limit).map(\.number)
    }
    #expect(try numbers(after: 0, limit: 100) == [1, 2, 3, 4, 5, 65_535])
    #expect(try numbers(after: 2, limit: 2) == [3, 4])
    #expect(try numbers(after: 5, limit: 100) == [65_535])
    #expect(try numbers(after: 65_535, limit: 100).isEmpty)
    #expect(try numbers(after: .max, limit: 100).isEmpty)
    #expect(try reader.bodies(2, after: 1, limit: 1).map(\.body) == [[2]])
    #expect(try reader.body(EventId(sequence: 2, number: 5)) == [5])
    #expect(try reader.body(EventId(sequence: 2, number: 6)) == nil)
  }

  @Test("finds what an idempotency key made, in its own scope")
  func findsKeys() throws {
    let journal = try SmallJournal()
    let writer = try JournalWriter(path: journal.path)
    let bytes = [UInt8](0..<16)
    let key = try #require(bytes.withUnsafeBytes { IdempotencyKey(scope: 3, bytes: $0) })
    let content = ContentHash(digest(of: 7))
    let event = EventId(sequence: 1, number: 1)
    try writer.begin()
    try writer.insert(.new(1))
    try writer.remember(key, content: content, event: event)
    #expect(try writer.entry(key)?.event == event)
    #expect(
      failure { () throws(JournalError) in try writer.remember(key, content: content, event: event) } != nil)
    try writer.commit()
    let reader = try JournalReader(path: journal.path, commits: CommitCounter())
    let entry = try #require(try reader.entry(key))
    #expect(entry.content == content && entry.event == event)
    let otherScope = try #require(bytes.withUnsafeBytes { IdempotencyKey(scope: 4, bytes: $0) })
    #expect(try reader.entry(otherScope) == nil)
  }

  @Test("takes a key of 16 bytes and no other", arguments: [0, 15, 17])
  func refusesKey(_ count: Int) {
    #expect(
      [UInt8](repeating: 1, count: count).withUnsafeBytes { IdempotencyKey(scope: 1, bytes: $0) } == nil)
  }
}

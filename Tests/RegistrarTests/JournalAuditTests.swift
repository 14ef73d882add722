import Casework
import Journal
import Sealing
import TestJournal
import TestSupport
import Testing

@testable import Registrar

@Suite("The audit of a journal")
struct JournalAuditTests {
  @Test("finds nothing wrong with one that was not touched")
  func findsNothing() throws {
    let journal = try livedJournal()
    // Three submissions of three values each, and three acts with one each.
    #expect(
      try audit(journal.path, journal.keys)
        == JournalAudit.Report(requests: 3, events: 10, personalValues: 12, findings: []))
    let empty = try SmallJournal()
    #expect(try audit(empty.path, empty.keys) == JournalAudit.Report())
  }

  /// What somebody does to a journal, and what the audit must say of it.
  static let tampering: [(sql: String, finding: String)] = [
    // The row of a request.
    ("UPDATE request SET state = 6 WHERE sequence = 1", "its row differs from its events"),
    ("UPDATE request SET version = 5 WHERE sequence = 1", "its row differs from its events"),
    ("UPDATE request SET service = 2 WHERE sequence = 1", "its row differs from its events"),
    ("UPDATE request SET office = 2 WHERE sequence = 1", "its row differs from its events"),
    ("UPDATE request SET channel = 3 WHERE sequence = 1", "its row differs from its events"),
    ("UPDATE request SET assisted = 0 WHERE sequence = 1", "its row differs from its events"),
    ("UPDATE request SET region = 'IR-00' WHERE sequence = 1", "its row differs from its events"),
    ("UPDATE request SET submitted = submitted - 1 WHERE sequence = 1", "its row differs from its events"),
    ("UPDATE request SET changed = changed + 1 WHERE sequence = 1", "its row differs from its events"),
    ("UPDATE request SET assignee = 4 WHERE sequence = 1", "its row differs from its events"),
    ("UPDATE request SET last_hash = zeroblob(32) WHERE sequence = 1", "its row differs from its events"),
    ("UPDATE request SET reason = 'other' WHERE sequence = 1", "its row differs from its events"),
    ("UPDATE request SET asked = 'note' WHERE sequence = 2", "its row differs from its events"),
    ("UPDATE request SET feedback = 0 WHERE sequence = 1", "its row differs from its events"),
    ("UPDATE request SET secret_generation = 1 WHERE sequence = 1", "its row differs from its events"),
    ("UPDATE request SET decision = 3 WHERE sequence = 1", "its row differs from its events"),
    ("UPDATE request SET decided_by = 4 WHERE sequence = 1", "its row differs from its events"),
    ("UPDATE request SET ended = ended + 1 WHERE sequence = 1", "its row differs from its events"),
    (
      "UPDATE request SET remedy_until = remedy_until + 1 WHERE sequence = 1",
      "its row differs from its events"
    ),
    ("UPDATE request SET appeal_level = 1 WHERE sequence = 1", "its row differs from its events"),
    ("UPDATE request SET result_collected = 1 WHERE sequence = 1", "its row differs from its events"),
    ("UPDATE request SET duplicate_of = 471115 WHERE sequence = 1", "a tracking code has a wrong check"),
    ("UPDATE request SET transfers = 1 WHERE sequence = 2", "its row differs from its events"),
    ("UPDATE request SET turn_since = 0 WHERE sequence = 2", "its row differs from its events"),
    ("UPDATE request SET lease_until = 9 WHERE sequence = 2", "its row differs from its events"),
    ("UPDATE request SET acknowledge_due = 0 WHERE sequence = 3", "its row differs from its events"),
    ("UPDATE request SET decide_due = decide_due + 1 WHERE sequence = 3", "its row differs from its events"),
    ("UPDATE request SET paused = 1 WHERE sequence = 3", "its row differs from its events"),
    ("UPDATE request SET escalation = 1 WHERE sequence = 3", "its row differs from its events"),
    ("UPDATE request SET escalation = 256 WHERE sequence = 3", "a number is out of its range"),
    ("UPDATE request SET reminders = 4 WHERE sequence = 3", "its row differs from its events"),
    ("UPDATE request SET clock_service = 2 WHERE sequence = 3", "its row differs from its events"),
    ("UPDATE request SET clock_start = 0 WHERE sequence = 3", "its row differs from its events"),
    (
      "UPDATE request SET clock_next_due = clock_next_due + 1 WHERE sequence = 3",
      "its row differs from its events"
    ),
    ("UPDATE request SET next_due = next_due + 1 WHERE sequence = 3", "at another time than it is due"),
    ("UPDATE request SET next_due = 0 WHERE sequence = 3", "at another time than it is due"),
    ("UPDATE request SET tariff = 1 WHERE sequence = 3", "its row differs from its events"),
    ("UPDATE request SET fee_charged = 1 WHERE sequence = 3", "its row differs from its events"),
    ("UPDATE request SET payment_reference = 'x' WHERE sequence = 3", "its row differs from its events"),
    ("UPDATE request SET representation = 1 WHERE sequence = 3", "its row differs from its events"),
    (
      "UPDATE request SET representation = 4 WHERE sequence = 3",
      "a kind of representation that does not exist"
    ),
    ("UPDATE request SET citizen = zeroblob(32) WHERE sequence = 1", "belongs to another citizen"),
    ("UPDATE request SET state = 99 WHERE sequence = 1", "a state that does not exist"),
    ("UPDATE request SET last_hash = x'00' WHERE sequence = 1", "a hash has the wrong length"),
    ("DELETE FROM request WHERE sequence = 2", "is missing"),
    ("DELETE FROM request WHERE sequence = 3", "keys, personal values or events belong to nothing"),
    ("UPDATE request SET sequence = 90000000000 WHERE sequence = 3", "sequences have gaps"),
    ("UPDATE request SET sequence = -3 WHERE sequence = 3", "sequences have gaps"),
    // The events.
    ("DELETE FROM event WHERE position = 10", "does not end at the head"),
    ("DELETE FROM event WHERE position = 4", "the order of events has gaps"),
    ("DELETE FROM event WHERE position = 4", "does not follow the one before it"),
    ("DELETE FROM event WHERE id >> 16 = 2", "its row differs from its events"),
    ("UPDATE event SET position = 11 WHERE position = 10", "the order of events has gaps"),
    ("UPDATE event SET position = 9 WHERE position = 10", "the order of events has gaps"),
    (
      "UPDATE event SET position = CASE position WHEN 4 THEN 5 ELSE 4 END WHERE position IN (4, 5)",
      "events of a request are out of order"
    ),
    ("UPDATE head SET position = 9", "does not end at the head"),
    (
      "UPDATE event SET body = (SELECT body FROM event WHERE position = 5) WHERE position = 4",
      "does not follow"
    ),
    ("UPDATE event SET body = x'' WHERE position = 4", "an event can't be read (truncated)"),
    ("UPDATE event SET body = body || x'00' WHERE position = 4", "an event can't be read (trailingBytes)"),
    ("UPDATE event SET body = x'03' || substr(body, 2) WHERE position = 4", "unknownVersion(3)"),
    // The last byte of an event's time, then its actor's name: what follows no longer fits.
    ("UPDATE event SET body = \(changed(byte: 21)) WHERE position = 4", "does not follow the one before it"),
    ("UPDATE event SET body = \(changed(byte: 30)) WHERE position = 4", "does not follow the one before it"),
    (
      "UPDATE event SET body = CAST(substr(body, 1, length(body) - 1) || x'01' AS BLOB) WHERE position = 8",
      "its row differs from its events"
    ),
    ("UPDATE event SET id = id + 1 WHERE position = 8", "keys, personal values or events belong to nothing"),
    (
      "INSERT INTO event SELECT id + 6, 11, body FROM event WHERE position = 8",
      "does not follow the one before it"
    ),
    // The personal values.
    (
      "UPDATE personal SET body = \(changed(byte: 24)) WHERE id >> 16 = 3",
      "are not those committed to"
    ),
    (
      "UPDATE personal SET body = \(changed(byte: 5)) WHERE id >> 16 = 3", "are not those committed to"
    ),
    (
      "UPDATE personal SET body = (SELECT body FROM personal WHERE id >> 16 = 2) WHERE id >> 16 = 3",
      "are not those committed to"
    ),
    ("UPDATE personal SET body = x'0199' WHERE id >> 16 = 3", "a personal record can't be read"),
    ("UPDATE personal SET id = id + 1 WHERE id >> 16 = 3", "belong to nothing"),
    ("INSERT INTO personal VALUES(9 << 16 | 1, x'01')", "belong to nothing"),
    // The idempotency keys.
    ("UPDATE idempotency SET event = 9 << 16 | 1 WHERE event = 3 << 16 | 1", "belong to nothing"),
    ("DELETE FROM idempotency WHERE event = 3 << 16 | 1", "1 events have no idempotency key"),
    // The indexes.
    (
      """
      PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'request_inbox';
      PRAGMA writable_schema = RESET
      """, "the file: "
    ),
  ]

  /// SQL for a body whose byte `place` (from 1) is another.
  static func changed(byte place: Int) -> String {
    """
    CAST(substr(body, 1, \(place - 1)) || CASE substr(body, \(place), 1) WHEN x'23' THEN x'24' ELSE x'23' END
      || substr(body, \(place + 1)) AS BLOB)
    """
  }

  @Test("finds what was tampered with", arguments: tampering)
  func findsTampering(sql: String, finding: String) throws {
    let journal = try livedJournal()
    try runSQL(sql, on: journal.path)
    let report = try audit(journal.path, journal.keys)
    #expect(report.findings.contains { $0.contains(finding) }, "\(report.findings)")
    #expect(report.findings.allSatisfy { !$0.contains("\n") && !$0.contains("0076229645") })
    #expect(!report.isSound)
  }
}

@Suite("What the audit allows and bounds")
struct JournalAuditScopeTests {
  @Test("takes personal values that were erased for no fault")
  func allowsErasure() throws {
    let journal = try livedJournal()
    try runSQL("DELETE FROM personal WHERE id >> 16 = 1", on: journal.path)
    let report = try audit(journal.path, journal.keys)
    #expect(report.isSound && report.personalValues == 7)
  }

  @Test("refuses another master key than the journal's own, and changes nothing")
  func needsKeys() throws {
    let journal = try livedJournal()
    let master = [UInt8](repeating: 0x33, count: SecretKey.byteCount)
    let other = try KeyRing(master: master.withUnsafeBytes { SecretKey(copying: $0) })
    let error = #expect(throws: JournalError.self) { try audit(journal.path, other) }
    #expect(error?.kind == .wrongKey)
  }

  @Test("names at most a hundred findings")
  func boundsFindings() throws {
    let journal = try SmallJournal()
    do {
      let open = try OpenRegistry(journal)
      #expect(open.submit(1...150).count == 150)
    }
    try runSQL("UPDATE request SET state = 2", on: journal.path)
    #expect(try audit(journal.path, journal.keys).findings.count == JournalAudit.findingsLimit)
  }

  @Test("changes nothing")
  func changesNothing() throws {
    let journal = try livedJournal()
    let before = readFile(journal.path)
    _ = try audit(journal.path, journal.keys)
    #expect(readFile(journal.path) == before)
  }

  @Test("reports every lost page or refuses the file, and nothing breaks")
  func findsLostPages() throws {
    let journal = try livedJournal()
    let pages = Int(try readSQL("PRAGMA page_count", on: journal.path)[0]) ?? 0
    let whole = readFile(journal.path)
    #expect(pages > 10)
    for page in 0..<pages {
      var bytes = whole
      for index in page * 4_096..<(page + 1) * 4_096 { bytes[index] = 0xA5 }
      let folder = TemporaryFolder.inMemory()
      writeFile(folder.file("journal.db"), bytes)
      do {
        #expect(try !audit(folder.file("journal.db"), journal.keys).isSound, "page \(page)")
      } catch let error as JournalError {
        #expect(error.kind == .damaged, "page \(page): \(error.description)")
      }
    }
  }
}

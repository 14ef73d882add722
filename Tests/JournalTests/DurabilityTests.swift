import Casework
import TestJournal
import TestSupport
import Testing

@testable import Journal

@Suite("A commit")
struct DurabilityTests {
  @Test("writes to the log alone and returns after the log's sync")
  func syncsLog() throws {
    let journal = try SmallJournal()
    let disk = Disk(under: journal.folder.path)
    let writer = try JournalWriter(path: journal.path)
    for sequence in 1...3 as ClosedRange<Int64> {
      disk.start()
      try writer.begin()
      try writer.insert(.new(sequence))
      #expect(!disk.steps.contains { $0.operation == .sync })
      try writer.commit()
      let steps = disk.steps
      #expect(!steps.contains { !$0.isLog })
      #expect(steps.last?.operation == .sync)
      #expect(steps.contains { $0.operation == .write })
    }
  }

  @Test("outlives a power loss the moment that it returns", arguments: Disk.Remains.allCases)
  func outlivesPowerLoss(database: Disk.Remains) throws {
    let journal = try SmallJournal()
    let disk = Disk(under: journal.folder.path)
    let writer = try JournalWriter(path: journal.path)
    for sequence in 1...3 as ClosedRange<Int64> {
      try writer.store([.new(sequence)])
      let remains = TemporaryFolder()
      disk.copyRemains(database: database, log: .synced, to: remains)
      #expect(try JournalWriter(path: remains.file("journal.db")).lastSequence == sequence)
    }
  }

  @Test("keeps the log between starts")
  func keepsLogMode() throws {
    let journal = try SmallJournal()
    #expect(try readSQL("PRAGMA journal_mode", on: journal.path) == ["wal"])
    try runSQL("PRAGMA journal_mode = DELETE", on: journal.path)
    _ = try JournalWriter(path: journal.path)
    #expect(try readSQL("PRAGMA journal_mode", on: journal.path) == ["wal"])
  }

  @Test("is not promised where there can be no log")
  func refusesWhatIsNotDurable() {
    let error = failure { () throws(JournalError) in
      try Database(path: ":memory:", mode: .create).makeDurable()
    }
    #expect(error?.description.contains("can't be made durable (journal_mode memory") == true)
  }

  @Test("is all or nothing: what was abandoned leaves no row and no number")
  func abandons() throws {
    let journal = try SmallJournal()
    let writer = try JournalWriter(path: journal.path)
    try writer.store([.new(1)])
    try writer.begin()
    try writer.insert(.new(2))
    #expect(writer.lastSequence == 2 && writer.lastPosition == 2)
    try writer.abandon()
    #expect(writer.lastSequence == 1 && writer.lastPosition == 1)
    try writer.abandon()
    try writer.store([.new(2)])
    #expect(try readSQL("SELECT position FROM event ORDER BY id", on: journal.path) == ["1", "2"])
    #expect(try readSQL("SELECT position FROM head", on: journal.path) == ["2"])
  }

  @Test("is refused while another process writes, and leaves nothing behind")
  func refusesSecondWriter() throws {
    let journal = try SmallJournal()
    let writer = try JournalWriter(path: journal.path)
    try writer.begin()
    let other = try Database.openChecked(path: journal.path, mode: .readWrite)
    try other.execute("PRAGMA busy_timeout = 0")
    let error = failure { () throws(JournalError) in try other.execute("BEGIN IMMEDIATE") }
    #expect(error?.kind == .locked)
    try writer.insert(.new(1))
    try writer.commit()
  }
}

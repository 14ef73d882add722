import Casework
import Glibc
import TestJournal
import TestSupport
import Testing

@testable import Journal

@Suite("A file that is no sound journal of this version")
struct JournalOpeningTests {
  /// Every way in; each must refuse alike.
  static func attempts(_ path: String) -> [(String, JournalError?)] {
    [
      ("writer", failure { () throws(JournalError) in try JournalWriter(path: path) }),
      (
        "reader",
        failure { () throws(JournalError) in try JournalReader(path: path, commits: CommitCounter()) }
      ),
      ("scan", failure { () throws(JournalError) in try JournalScan(path: path) }),
      ("directory", failure { () throws(JournalError) in try DirectoryTables.load(path: path) }),
      (
        "status",
        failure { () throws(JournalError) in
          _ = try DirectoryCommand.apply(path: path, at: 1) { _ in [] }
        }
      ),
    ]
  }

  static func expectRefused(_ path: String, _ kind: JournalError.Kind, saying words: String) {
    for (way, error) in attempts(path) {
      #expect(error?.kind == kind, "\(way)")
      let line = error?.description ?? ""
      #expect(line.contains(words) && line.contains(path) && !line.contains("\n"), "\(way): \(line)")
    }
  }

  @Test("is missing")
  func refusesMissing() {
    let path = TemporaryFolder().file("journal.db")
    Self.expectRefused(path, .missing, saying: "there is no journal")
    #expect(access(path, F_OK) != 0, "asking for a journal made one")
  }

  @Test("belongs to another program")
  func refusesOtherApplication() throws {
    let journal = try SmallJournal()
    try runSQL("PRAGMA application_id = 42", on: journal.path)
    Self.expectRefused(journal.path, .notOurs, saying: "application id 42")
  }

  @Test("is a database of nobody")
  func refusesPlainDatabase() throws {
    let folder = TemporaryFolder()
    try runSQL("CREATE TABLE request(sequence)", on: folder.file("journal.db"))
    Self.expectRefused(folder.file("journal.db"), .notOurs, saying: "no journal of pishkhan")
  }

  @Test("was made by an earlier version: it is migrated first, with a copy, or not at all")
  func refusesOlderVersion() throws {
    let journal = try SmallJournal()
    try runSQL("PRAGMA user_version = 1", on: journal.path)
    Self.expectRefused(journal.path, .olderVersion, saying: "pishkhand upgrade")
  }

  @Test("was made by a later version")
  func refusesNewerVersion() throws {
    let journal = try SmallJournal()
    try runSQL("PRAGMA user_version = 3", on: journal.path)
    Self.expectRefused(journal.path, .newerVersion, saying: "version 3; this pishkhand reads up to 2")
  }

  @Test("is no database at all")
  func refusesText() throws {
    let folder = TemporaryFolder()
    let path = folder.file("journal.db")
    overwrite(path, at: 0, with: [UInt8](repeating: 0x41, count: 8_192))
    Self.expectRefused(path, .damaged, saying: "not a database")
  }

  @Test("is a folder")
  func refusesFolder() {
    let folder = TemporaryFolder()
    Self.expectRefused(folder.path, .notOurs, saying: "not a regular file")
  }

  @Test("is a FIFO, which nobody waits for")
  func refusesFIFO() throws {
    let folder = TemporaryFolder()
    let path = folder.file("journal.db")
    try #require(mkfifo(path, 0o600) == 0)
    Self.expectRefused(path, .notOurs, saying: "not a regular file")
  }

  @Test("lost its tables' pages")
  func refusesDamagedPages() throws {
    let journal = try SmallJournal()
    let pages = Int(try readSQL("PRAGMA page_count", on: journal.path)[0])!
    // The first page but for the file's head, and all others.
    overwrite(journal.path, at: 100, with: [UInt8](repeating: 0xA5, count: pages * 4_096 - 100))
    Self.expectRefused(journal.path, .damaged, saying: "malformed")
  }

  @Test("was cut off")
  func refusesCutOff() throws {
    let journal = try SmallJournal()
    truncate(journal.path, 4_096 * 3)
    Self.expectRefused(journal.path, .damaged, saying: "malformed")
  }

  @Test("holds a value that does not exist, which is told without what else the row holds")
  func refusesUnknownValues() throws {
    let journal = try SmallJournal()
    try JournalWriter(path: journal.path).store([.new(1), .new(2), .new(3)])
    try runSQL(
      """
      UPDATE request SET state = 99 WHERE sequence = 1;
      UPDATE request SET last_hash = x'00' WHERE sequence = 2;
      UPDATE request SET channel = 0 WHERE sequence = 3;
      """, on: journal.path)
    let reader = try JournalReader(path: journal.path, commits: CommitCounter())
    for sequence in 1...3 as ClosedRange<Int64> {
      let error = failure { () throws(JournalError) in try reader.record(sequence, code: anyCode) }
      #expect(error?.kind == .damaged)
      #expect(error?.description.hasPrefix("the journal \(journal.path) is damaged: a ") == true)
    }
    #expect(failure { () throws(JournalError) in try reader.state(1) }?.kind == .damaged)
  }

  @Test(
    "has a directory that cannot be understood",
    arguments: [
      "UPDATE service SET status = 'gone'", "UPDATE attribute SET type = 'shape'",
      "UPDATE attribute SET format = 'shape'", "UPDATE office SET kind = 9", "UPDATE office SET status = 9",
      "UPDATE principal SET role = 9", "UPDATE principal SET status = 9",
      "UPDATE principal_key SET digest = x'0102' WHERE principal = 1",
    ])
  func refusesDirectory(_ sql: String) throws {
    let journal = try SmallJournal()
    try runSQL(sql, on: journal.path)
    let error = failure { () throws(JournalError) in try DirectoryTables.load(path: journal.path) }
    #expect(error?.kind == .damaged)
  }

  @Test("is refused or read, whichever page is lost, and nothing breaks")
  func survivesEveryLostPage() throws {
    let journal = try SmallJournal()
    try JournalWriter(path: journal.path).store((1...40).map { .new($0) })
    let pages = Int(try readSQL("PRAGMA page_count", on: journal.path)[0])!
    var refused = 0
    for page in 0..<pages {
      let folder = TemporaryFolder()
      let path = folder.file("journal.db")
      copy(journal.path, to: path)
      overwrite(path, at: page * 4_096, with: [UInt8](repeating: 0xA5, count: 4_096))
      let error = failure { () throws(JournalError) in try readAll(path) }
      #expect(error == nil || error?.kind == .damaged, "page \(page): \(error?.description ?? "")")
      if error != nil { refused += 1 }
    }
    #expect(refused > pages / 2)
  }

  private func readAll(_ path: String) throws(JournalError) {
    _ = try DirectoryTables.load(path: path)
    let scan = try JournalScan(path: path)
    for page in try scan.damagedPages() { throw JournalError(.damaged, page) }
    for sequence in 1...40 as ClosedRange<Int64> {
      _ = try scan.record(sequence, code: anyCode)
      _ = try scan.bodies(sequence)
    }
  }
}

func overwrite(_ path: String, at offset: Int, with bytes: [UInt8]) {
  let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
  precondition(file >= 0 && pwrite(file, bytes, bytes.count, off_t(offset)) == bytes.count)
  close(file)
}

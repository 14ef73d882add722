import Casework
import Journal
import Synchronization
import TestJournal
import TestSupport
import Testing

@testable import Registrar

/// A journal of version 1 in a folder of its own, with what it held.
struct OldJournal {
  let folder = TemporaryFolder.inMemory()
  let journal: SmallJournal
  var path: String { folder.file("journal.db") }
  var backup: String { path + ".v1-backup" }

  init() throws {
    journal = try livedJournal()
    try journal.writeVersion1(to: path)
  }

  /// All that version 1 had in a table, a line a row.
  static func rows(_ table: String, _ columns: String, _ path: String) throws -> [String] {
    let quoted = columns.split(separator: ",").map { "quote(\($0))" }.joined(separator: " || '|' || ")
    return try readSQL("SELECT \(quoted) FROM \(table) ORDER BY 1", on: path)
  }
}

@Suite("The migration of a journal of version 1")
struct JournalMigrationTests {
  @Test("leaves every event and every row as they were, and the projection as its replay gives it")
  func keepsWhatWasThere() throws {
    let old = try OldJournal()
    var before: [String: [String]] = [:]
    for (table, columns) in version1Columns {
      before[table] = try OldJournal.rows(table, columns, old.path)
    }
    #expect(before["event"]?.count == 10)
    let report = try #require(try JournalMigration.run(path: old.path, at: 1))
    #expect(report.from == 1 && report.to == 2 && report.backup == old.backup)
    for (table, columns) in version1Columns {
      #expect(try OldJournal.rows(table, columns, old.path) == before[table], "\(table)")
    }
    let found = try audit(old.path, old.journal.keys)
    #expect(found.findings == [] && found.events == 10)
  }

  @Test("keeps the journal as it was beside it")
  func keepsBackup() throws {
    let old = try OldJournal()
    let before = try OldJournal.rows("event", "id, position, body", old.path)
    _ = try JournalMigration.run(path: old.path, at: 1)
    #expect(try readSQL("PRAGMA user_version", on: old.backup) == ["1"])
    #expect(try readSQL("PRAGMA application_id", on: old.backup) == ["1347635275"])
    #expect(try OldJournal.rows("event", "id, position, body", old.backup) == before)
    #expect(try readSQL("PRAGMA integrity_check", on: old.backup) == ["ok"])
  }

  @Test("gives the same tables as a new journal has")
  func givesSameSchema() throws {
    let old = try OldJournal()
    _ = try JournalMigration.run(path: old.path, at: 1)
    let fresh = try SmallJournal()
    let shape = """
      SELECT entry.type || ' ' || entry.name || ' ' || coalesce(group_concat(part.name || ' ' || part.type || ' '
        || part."notnull" || ' ' || coalesce(part.dflt_value, '-'), ', '), '')
      FROM sqlite_schema AS entry LEFT JOIN pragma_table_info(entry.name) AS part GROUP BY entry.name
      """
    #expect(try readSQL(shape, on: old.path) == readSQL(shape, on: fresh.path))
    let indexes = "SELECT sql FROM sqlite_schema WHERE type = 'index' ORDER BY name"
    #expect(try readSQL(indexes, on: old.path) == readSQL(indexes, on: fresh.path))
  }

  @Test("lets what had begun go on")
  func goesOn() throws {
    let old = try OldJournal()
    _ = try JournalMigration.run(path: old.path, at: 1)
    do {
      let open = try OpenRegistry(old.path, keys: old.journal.keys)
      let scan = try JournalScan(path: old.path)
      #expect(try scan.lastSequence == 3)
      let waiting = try #require(open.submit(2...2).first)
      #expect(waiting.isRepeated && waiting.sequence == 2, "an old key gives its old answer")
      let outcomes = open.commit([
        open.maker.act(
          .answer(["postal_code"]), on: waiting, seeing: 3, by: FilingMaker.citizen,
          [(.formValue, "postal_code", "1619735744")], number: 20),
        open.maker.act(
          .fulfil, on: waiting, seeing: 4, by: FilingMaker.otherRegistry, number: 21),
        open.maker.act(
          .reopen(reason: "WRONG_NAME"), on: waiting, seeing: 5, by: FilingMaker.citizen, number: 22),
      ])
      #expect(outcomes.compactMap(\.acceptance?.state) == [.assigned, .fulfilled, .assigned])
    }
    #expect(try audit(old.path, old.journal.keys).findings == [])
  }

  @Test("gives every active office a delegation for every published service, so that what worked goes on")
  func grantsWhatWorked() throws {
    let old = try OldJournal()
    try runSQL(
      "UPDATE office SET status = 2 WHERE id = 'arak-k1'; UPDATE service SET status = 'retired' WHERE code = 'parcel'",
      on: old.path)
    let moon = Agency(id: "moon", name: LocalizedName(english: "Moon"))
    _ = try JournalMigration.run(path: old.path, at: 9) { directory in
      directory.agency("moon") == nil ? [.putAgency(moon), .publishService(code: "none", version: 1)] : []
    }
    let directory = try DirectoryTables.load(path: old.path)
    #expect(
      directory.delegations.map { "\($0.service) \($0.office) \($0.status)" } == [
        "id-card 1 granted", "birth-certificate 1 granted",
      ])
    #expect(directory.agency("moon") == moon && directory.position == 1)
    let office = try #require(directory.office(row: 1))
    #expect(directory.standing(of: "id-card", at: office, now: 9) != .missing)
    #expect(try readSQL("SELECT submissions FROM office_figure WHERE office = 1", on: old.path) == ["3"])
  }

  @Test("does nothing to a journal of this version")
  func doesNothing() throws {
    let journal = try livedJournal()
    let before = readFile(journal.path)
    #expect(try JournalMigration.run(path: journal.path, at: 1) == nil)
    #expect(readFile(journal.path) == before)
    #expect(readFile(journal.path + ".v1-backup").isEmpty)
  }

  @Test("is not done by those who only read or write")
  func isNotDoneByOthers() throws {
    let old = try OldJournal()
    let error = #expect(throws: JournalError.self) { try JournalWriter(path: old.path) }
    #expect(error?.kind == .olderVersion)
    #expect(error?.description.contains("pishkhand upgrade") == true)
    #expect(throws: JournalError.self) { try JournalScan(path: old.path) }
    #expect(throws: JournalError.self) { try DirectoryTables.load(path: old.path) }
    #expect(try readSQL("PRAGMA user_version", on: old.path) == ["1"])
  }
}

@Suite("A migration that is stopped at any one step")
struct StoppedMigrationTests {
  /// - Parameter seesCopy: whether what is left of the folder holds files that SQLite itself did not sync.
  private static func expectWhole(
    _ path: String, _ old: OldJournal, _ place: String, seesCopy: Bool = true
  ) throws {
    let version = try readSQL("PRAGMA user_version", on: path)
    #expect(version == ["1"] || version == ["2"], "\(place)")
    if version == ["2"] && seesCopy {
      let backup = try readSQL("SELECT count(*) FROM event", on: path + ".v1-backup")
      #expect(backup == ["10"], "\(place): the copy is there before the journal changes")
    }
    _ = try JournalMigration.run(path: path, at: 1)
    let report = try audit(path, old.journal.keys)
    #expect(report.findings == [] && report.events == 10, "\(place)")
  }

  @Test(
    "is whole or not done, and done by the next start, whether the process or the power goes",
    arguments: [(.written, .written), (.synced, .synced)] as [(Disk.Remains, Disk.Remains)])
  func survivesCrash(database: Disk.Remains, log: Disk.Remains) throws {
    let old = try OldJournal()
    let disk = Disk(under: old.folder.path)
    let wrecks = Mutex<[TemporaryFolder]>([])
    disk.beforeEachStep { [unowned disk] _ in
      let folder = TemporaryFolder.inMemory()
      disk.copyRemains(database: database, log: log, to: folder)
      wrecks.withLock { $0.append(folder) }
    }
    _ = try JournalMigration.run(path: old.path, at: 1)
    disk.beforeEachStep(nil)
    let all = wrecks.withLock { $0 }
    #expect(all.count > 20)
    for (step, folder) in all.enumerated() {
      try Self.expectWhole(
        folder.file("journal.db"), old, "step \(step), database \(database), log \(log)",
        seesCopy: database == .written)
    }
  }

  @Test("tells a failing disk, leaves the journal as it was, and can be done again", arguments: StepFault.all)
  func survivesFailure(_ how: StepFault) throws {
    let steps = try {
      let old = try OldJournal()
      let disk = Disk(under: old.folder.path)
      disk.start()
      _ = try JournalMigration.run(path: old.path, at: 1)
      return disk.steps.count
    }()
    for step in stride(from: 0, to: steps, by: 3) {
      let old = try OldJournal()
      do {
        let disk = Disk(under: old.folder.path)
        disk.start(failing: step, how.fault, done: how.extent)
        do {
          _ = try JournalMigration.run(path: old.path, at: 1)
        } catch {
          #expect([.diskFull, .inputOutput].contains(error.kind), "step \(step): \(error)")
        }
        disk.start()
      }
      try Self.expectWhole(old.path, old, "\(how.testDescription) at step \(step)")
    }
  }
}

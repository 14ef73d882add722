import Casework
import Journal
import Sealing
import Synchronization
import TestJournal
import TestSupport
import Testing

@testable import Registrar

/// What the files would be after a crash at one step, and what had been promised by then.
private struct Wreck: Sendable {
  let step: Int
  let remains: String
  let folder: TemporaryFolder
  let promised: [Acceptance]
}

/// Collects the wrecks of a run.
private final class Wrecks: Sendable {
  private let state = Mutex((wrecks: [Wreck](), promised: [Acceptance]()))

  var all: [Wreck] { state.withLock { $0.wrecks } }

  func promise(_ outcomes: [Outcome]) {
    state.withLock { $0.promised += outcomes.compactMap(\.acceptance) }
  }

  func add(_ step: Int, _ database: Disk.Remains, _ log: Disk.Remains, _ disk: Disk) {
    let folder = TemporaryFolder.inMemory()
    disk.copyRemains(database: database, log: log, to: folder)
    state.withLock {
      $0.wrecks.append(
        Wreck(step: step, remains: "database \(database), log \(log)", folder: folder, promised: $0.promised))
    }
  }
}

@Suite("A crash at any step")
struct CrashTests {
  /// Events after each batch of the run below: a crash leaves one of these numbers, never another.
  static let boundaries: Set<Int64> = [0, 2, 5, 7, 8, 12, 16]

  /// Stores four batches with a checkpoint between them, lets what is open come due twice, closes, and makes a wreck before
  /// every step.
  private func run(_ journal: SmallJournal, _ disk: Disk, _ wrecks: Wrecks) throws {
    let clock = SetClock(1_000_000)
    let open = try OpenRegistry(journal, time: { clock.now })
    let first = open.commit([open.maker.submission(1), open.maker.submission(2, noteBytes: 9_000)])
    wrecks.promise(first)
    let request = try #require(first[0].acceptance)
    wrecks.promise(
      open.commit([
        open.maker.act(.claim(lease: 0), on: request, seeing: 1, by: FilingMaker.registry, number: 3),
        open.maker.submission(4),
        open.maker.act(
          .refuse(reason: "incomplete"), on: request, seeing: 2, by: FilingMaker.registry,
          [(.note, "", "ناقص")], number: 5),
      ]))
    try runSQL("PRAGMA wal_checkpoint(RESTART)", on: journal.path)
    wrecks.promise(
      open.commit([
        open.maker.act(.confirm, on: request, seeing: 3, by: FilingMaker.citizen, number: 6),
        open.maker.submission(7),
      ]))
    wrecks.promise(open.commit([open.maker.submission(8)]))
    clock.set(try JournalScan(path: journal.path).nextDue(2))
    // All but the first, which is closed.
    #expect(open.registry.commit([]).changed.count == 4)
    clock.set(try JournalScan(path: journal.path).nextDue(2))
    #expect(open.registry.commit([]).changed.count == 4)
  }

  @Test(
    "loses nothing that was promised and leaves no batch by half, whether the process or the power goes",
    arguments: [
      (.written, .written), (.synced, .synced), (.written, .synced), (.synced, .written),
    ] as [(Disk.Remains, Disk.Remains)])
  func keepsPromises(database: Disk.Remains, log: Disk.Remains) throws {
    let journal = try SmallJournal()
    let disk = Disk(under: journal.folder.path)
    let wrecks = Wrecks()
    disk.beforeEachStep { [unowned disk] step in wrecks.add(step, database, log, disk) }
    try run(journal, disk, wrecks)
    disk.beforeEachStep(nil)
    #expect(wrecks.all.count > 30)
    for wreck in wrecks.all { try expectWhole(wreck, journal.keys) }
  }

  private func expectWhole(_ wreck: Wreck, _ keys: KeyRing) throws {
    let place = "step \(wreck.step), \(wreck.remains)"
    let path = wreck.folder.file("journal.db")
    // As a restart does: the writer is the first to open it.
    let open = try OpenRegistry(path, keys: keys)
    let report = try audit(path, keys)
    #expect(report.findings == [], "\(place)")
    #expect(Self.boundaries.contains(report.events), "\(place): \(report.events) events")
    let hashes = try storedHashes(path)
    for acceptance in wreck.promised {
      let id = EventId(sequence: acceptance.sequence, number: acceptance.number)
      #expect(hashes[id] == acceptance.hash, "\(place)")
    }
    #expect(open.submit(100...100).count == 1, "\(place)")
  }
}

import Casework
import Journal
import Sealing
import Synchronization
import TestJournal
import TestSupport
import Testing

@testable import Registrar

/// What a registrar told, in its order.
private final class Told: Sendable {
  enum Word: Equatable {
    case changed([Int64])
    case outcomes(desk: Int, [UInt32], [Outcome])
    case failed(JournalError.Kind, isFinal: Bool)
  }

  private let state = Mutex<[Word]>([])
  /// Opened with every batch's last word.
  let spoken = Gate()

  var words: [Word] { state.withLock { $0 } }

  func outcomes(_ ticket: UInt32) -> [Outcome] {
    words.flatMap { word -> [Outcome] in
      guard case .outcomes(_, let tickets, let outcomes) = word else { return [] }
      return zip(tickets, outcomes).filter { $0.0 == ticket }.map(\.1)
    }
  }

  var listener: Registrar.Listener {
    Registrar.Listener(
      outcomes: { desk, answers in
        self.state.withLock {
          $0.append(.outcomes(desk: desk, answers.map(\.ticket), answers.map(\.outcome)))
        }
        self.spoken.open()
      },
      changed: { sequences in self.state.withLock { $0.append(.changed(sequences)) } },
      failed: { error, isFinal in
        self.state.withLock { $0.append(.failed(error.kind, isFinal: isFinal)) }
        self.spoken.open()
      })
  }
}

/// A registrar whose writer can be held inside a batch, at the moment when it asks for the time. Of an empty journal, where
/// nothing can be due, it asks for a filing alone.
private struct OpenRegistrar {
  let journal: SmallJournal
  let registrar: Registrar
  let maker: FilingMaker
  let told = Told()
  let commits = CommitCounter()
  /// The writer is in a batch.
  let entered: Gate
  private let leave: Gate
  private let isHeld: HoldSwitch

  final class HoldSwitch: Sendable {
    let isOn = Atomic(false)
  }

  init(capacity: Int, batchLimit: Int, desks: Int = 1, journal: SmallJournal? = nil) throws {
    let journal = try journal ?? SmallJournal()
    self.journal = journal
    maker = try FilingMaker(keys: journal.keys)
    let (entered, leave, isHeld) = (Gate(), Gate(), HoldSwitch())
    (self.entered, self.leave, self.isHeld) = (entered, leave, isHeld)
    let directory = try DirectoryTables.load(path: journal.path)
    registrar = try Registrar(
      journal: try JournalWriter(path: journal.path), keys: journal.keys, commits: commits, desks: desks,
      queueCapacity: capacity, batchLimit: batchLimit,
      clock: {
        if isHeld.isOn.exchange(false, ordering: .sequentiallyConsistent) {
          entered.open()
          leave.wait()
        }
        return 1_000_000
      }, directory: { directory }, listener: told.listener)
  }

  func put(_ number: UInt64, desk: Int = 0) -> Bool {
    registrar.put(.file(maker.submission(number)), for: Ticket(desk: desk, number: UInt32(number)))
  }

  /// Puts a filing in whose batch the writer stays until `release`.
  func hold(_ number: UInt64) {
    isHeld.isOn.store(true, ordering: .sequentiallyConsistent)
    #expect(put(number))
    entered.wait()
  }

  func release() { leave.open() }
}

@Suite("The registrar")
struct RegistrarTests {
  @Test("refuses what its queue has no room for, and stores the rest in batches of its limit")
  func boundsQueue() throws {
    let open = try OpenRegistrar(capacity: 7, batchLimit: 3)
    open.hold(1)
    for number in 2...8 as ClosedRange<UInt64> { #expect(open.put(number)) }
    #expect(!open.put(9))
    #expect(!open.put(10))
    open.release()
    open.registrar.close()
    let batches = open.told.words.compactMap {
      if case .changed(let sequences) = $0 { sequences } else { nil }
    }
    #expect(batches == [[1], [2, 3, 4], [5, 6, 7], [8]])
    #expect(open.told.outcomes(9).isEmpty && open.told.outcomes(10).isEmpty)
    #expect(try audit(open.journal.path, open.journal.keys).requests == 8)
    #expect(open.commits.current == 4)
  }

  @Test("acts by itself where nobody asks for anything, and tells what changed")
  func actsAlone() throws {
    let journal = try SmallJournal()
    do { _ = try OpenRegistry(journal).submit(1...1) }
    let due = try JournalScan(path: journal.path).nextDue(1)
    let directory = try DirectoryTables.load(path: journal.path)
    let changed = Gate()
    let registrar = try Registrar(
      journal: try JournalWriter(path: journal.path), keys: journal.keys, commits: CommitCounter(), desks: 1,
      queueCapacity: 1, batchLimit: 1, clock: { due }, directory: { directory },
      listener: Registrar.Listener(
        outcomes: { _, _ in },
        changed: { sequences in if sequences == [1] { changed.open() } }, failed: { _, _ in }))
    changed.wait()
    registrar.close()
    #expect(try storedEvents(1, journal).map(\.action) == [.submit, .warn])
  }

  @Test("stores what waits when it is closed, and takes nothing more")
  func storesOnClose() throws {
    let open = try OpenRegistrar(capacity: 100, batchLimit: 10)
    open.hold(1)
    for number in 2...42 as ClosedRange<UInt64> { #expect(open.put(number)) }
    open.release()
    open.registrar.close()
    #expect(!open.put(43))
    for number in 1...42 as ClosedRange<UInt32> {
      #expect(open.told.outcomes(number).compactMap(\.acceptance).count == 1)
    }
    let report = try audit(open.journal.path, open.journal.keys)
    #expect(report.requests == 42 && report.isSound)
  }

  @Test("tells what changed before it answers, and each desk its own answers")
  func tellsDesks() throws {
    let open = try OpenRegistrar(capacity: 100, batchLimit: 10, desks: 3)
    open.hold(1)
    for (number, desk) in [(2, 2), (3, 0), (4, 2)] as [(UInt64, Int)] {
      #expect(open.put(number, desk: desk))
    }
    open.release()
    open.registrar.close()
    let words = open.told.words.map { word -> String in
      switch word {
      case .changed(let sequences): "changed \(sequences)"
      case .outcomes(let desk, let tickets, _): "desk \(desk) \(tickets)"
      case .failed(let kind, _): "failed \(kind)"
      }
    }
    #expect(words == ["changed [1]", "desk 0 [1]", "changed [2, 3, 4]", "desk 0 [3]", "desk 2 [2, 4]"])
  }

  @Test("lets a reader see what it answers")
  func isReadable() throws {
    let open = try OpenRegistrar(capacity: 10, batchLimit: 10)
    let reader = try JournalReader(path: open.journal.path, commits: open.commits)
    for number in 1...20 as ClosedRange<UInt64> {
      #expect(try reader.state(Int64(number)) == nil)
      #expect(open.put(number))
      open.told.spoken.wait()
      #expect(try reader.state(Int64(number)) == .submitted)
    }
    open.registrar.close()
  }

  @Test("stops for good after a failed disk: all that waits is told that it is not stored")
  func stopsAfterFailure() throws {
    let journal = try SmallJournal()
    let disk = Disk(under: journal.folder.path)
    let open = try OpenRegistrar(capacity: 100, batchLimit: 2, journal: journal)
    open.hold(1)
    for number in 2...6 as ClosedRange<UInt64> { #expect(open.put(number)) }
    disk.start(failing: 0, .inputOutput, done: .nothing)
    open.release()
    open.registrar.close()
    #expect(open.told.words.filter { $0 == .failed(.inputOutput, isFinal: true) }.count == 1)
    #expect(open.told.outcomes(1) == [.perhapsStored])
    for number in 2...6 as ClosedRange<UInt32> { #expect(open.told.outcomes(number) == [.notStored]) }
    #expect(!open.put(7))
    let report = try audit(journal.path, journal.keys)
    #expect(report.isSound && report.requests == 0)
  }

  @Test("goes on after a full disk")
  func goesOnAfterFullDisk() throws {
    let journal = try SmallJournal()
    let disk = Disk(under: journal.folder.path)
    let open = try OpenRegistrar(capacity: 100, batchLimit: 2, journal: journal)
    open.hold(1)
    for number in 2...3 as ClosedRange<UInt64> { #expect(open.put(number)) }
    disk.start(failing: 0, .full, done: .half)
    open.release()
    open.registrar.close()
    #expect(open.told.words.contains(.failed(.diskFull, isFinal: false)))
    #expect(open.told.outcomes(1) == [.notStored])
    #expect(open.told.outcomes(2)[0].acceptance?.sequence == 1)
    #expect(open.told.outcomes(3)[0].acceptance?.sequence == 2)
  }

  @Test("takes filings from many threads and answers each once")
  func takesFromManyThreads() async throws {
    let open = try OpenRegistrar(capacity: 10_000, batchLimit: 64)
    let registrar = open.registrar
    let keys = open.journal.keys
    await withTaskGroup(of: Int.self) { group in
      for lane in 0..<4 as Range<UInt64> {
        group.addTask {
          guard let maker = try? FilingMaker(keys: keys) else { return 0 }
          return (1...100 as ClosedRange<UInt64>).count { number in
            let own = lane * 100 + number
            return registrar.put(.file(maker.submission(own)), for: Ticket(desk: 0, number: UInt32(own)))
          }
        }
      }
      #expect(await group.reduce(0, +) == 400)
    }
    registrar.close()
    for number in 1...400 as ClosedRange<UInt32> { #expect(open.told.outcomes(number).count == 1) }
    let report = try audit(open.journal.path, keys)
    #expect(report.requests == 400 && report.isSound)
  }
}

@Suite("The queue before the writer")
struct OrderQueueTests {
  private static func entry(_ number: UInt32) -> OrderQueue.Entry {
    (Ticket(desk: 0, number: number), .recordGuess(.code(0), GuessCount(wrong: 0, last: 0)))
  }

  @Test("gives all in order, in parts of the limit, and nothing once it is closed and empty")
  func keepsOrder() {
    let queue = OrderQueue(capacity: 5)
    for number in 1...6 as ClosedRange<UInt32> { #expect(queue.put(Self.entry(number)) == (number <= 5)) }
    #expect(queue.take(limit: 2, patience: 60_000)?.map(\.ticket.number) == [1, 2])
    #expect(queue.put(Self.entry(7)))
    queue.close()
    #expect(!queue.put(Self.entry(8)))
    #expect(queue.take(limit: 3, patience: 60_000)?.map(\.ticket.number) == [3, 4, 5])
    #expect(queue.take(limit: 3, patience: 60_000)?.map(\.ticket.number) == [7])
    #expect(queue.take(limit: 3, patience: 60_000) == nil)
    #expect(queue.take(limit: 3, patience: 60_000) == nil)
  }
}

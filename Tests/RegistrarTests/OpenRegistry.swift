import Casework
import Journal
import Sealing
import Synchronization
import TestJournal
import TestSupport

@testable import Registrar

/// A registry over a journal, on the test's own thread; closing it closes the journal.
struct OpenRegistry {
  let registry: Registry
  let commits = CommitCounter()
  let maker: FilingMaker
  /// Keeps the folder as long as the registry.
  private let journal: SmallJournal?

  /// - Parameters:
  ///   - time: what the clock says, in Unix milliseconds.
  ///   - directory: nil: the one that is stored.
  init(
    _ path: String, keys: KeyRing, in journal: SmallJournal? = nil,
    time: @escaping @Sendable () -> Int64 = { 1_000_000 }, directory: Directory? = nil
  ) throws {
    self.journal = journal
    let directory = try directory ?? DirectoryTables.load(path: path)
    registry = try Registry(
      journal: try JournalWriter(path: path), keys: keys, commits: commits, clock: time,
      directory: { directory })
    maker = try FilingMaker(keys: keys)
  }

  init(
    _ journal: SmallJournal, time: @escaping @Sendable () -> Int64 = { 1_000_000 },
    directory: Directory? = nil
  ) throws {
    try self.init(journal.path, keys: journal.keys, in: journal, time: time, directory: directory)
  }

  func commit(_ filings: [Filing]) -> [Outcome] { registry.commit(filings.map { .file($0) }).outcomes }

  /// Stores new requests, by number.
  func submit(_ numbers: ClosedRange<UInt64>) -> [Acceptance] {
    commit(numbers.map { maker.submission($0) }).compactMap(\.acceptance)
  }
}

extension Outcome {
  var acceptance: Acceptance? {
    if case .accepted(let acceptance) = self { acceptance } else { nil }
  }
}

/// A clock that a test sets.
final class SetClock: Sendable {
  private let time: Atomic<Int64>

  init(_ time: Int64) { self.time = Atomic(time) }

  var now: Int64 { time.load(ordering: .relaxed) }
  func set(_ now: Int64) { time.store(now, ordering: .relaxed) }
}

/// What the audit finds in a journal.
func audit(_ path: String, _ keys: KeyRing) throws -> JournalAudit.Report {
  try JournalAudit.run(path: path, keys: keys) { _, _ in }
}

/// The hashes of all stored events, by place.
func storedHashes(_ path: String) throws -> [EventId: Digest] {
  let scan = try JournalScan(path: path)
  let hasher = try SHA256Context()
  var hashes: [EventId: Digest] = [:]
  for sequence in 1...max(1, try scan.lastSequence) {
    for (index, body) in try scan.bodies(sequence).enumerated() {
      hashes[EventId(sequence: sequence, number: UInt32(index + 1))] = body.withUnsafeBytes {
        hasher.digest(of: $0)
      }
    }
  }
  return hashes
}

import Casework
import Journal
import Registrar
import Sealing
import Synchronization
import TestJournal
import TestSupport

/// What the writer reads from outside itself: the wall's clock and the directory, as the play sets them.
final class Surroundings: Sendable {
  private let time: Atomic<Int64>
  private let current: Mutex<Directory>

  init(time: Int64, directory: Directory) {
    self.time = Atomic(time)
    current = Mutex(directory)
  }

  /// Unix milliseconds, right or wrong.
  var now: Int64 {
    get { time.load(ordering: .relaxed) }
    set { time.store(newValue, ordering: .relaxed) }
  }

  var directory: Directory {
    get { current.withLock { $0 } }
    set { current.withLock { $0 = newValue } }
  }
}

/// The counter under play: the real registry on the real journal, on a disk that can lose power.
final class Server {
  /// The process died, or the machine did: what it was doing is perhaps stored, and nobody was answered.
  struct Crash: Error {}

  let surroundings: Surroundings
  let keys: KeyRing
  let cipher: TrackingCodeCipher
  let disk: CrashingDisk
  private let folder = TemporaryFolder.inMemory()
  private let hasher: SHA256Context
  private var registry: Registry?
  private var openReader: JournalReader?
  private var commits = CommitCounter()

  var path: String { folder.file("journal.db") }

  /// - Parameter time: Unix milliseconds.
  init(_ calendars: Calendars, time: Int64) throws {
    keys = try SmallJournal.keys()
    cipher = try TrackingCodeCipher(keys: keys)
    hasher = try SHA256Context()
    let path = folder.file("journal.db")
    try ProvinceJournal.create(at: path, calendars: calendars, time: time)
    surroundings = Surroundings(time: time, directory: try DirectoryTables.load(path: path))
    disk = CrashingDisk(under: folder.path)
    try start()
  }

  /// A reader as each loop has one.
  var reader: JournalReader {
    guard let openReader else { preconditionFailure("the server is down") }
    return openReader
  }

  /// Stores a batch as the writer's thread does.
  /// - Throws: `Crash` where the disk died meanwhile.
  func commit(_ orders: [Order]) throws -> BatchResult {
    guard let registry else { preconditionFailure("the server is down") }
    let result = registry.commit(orders)
    reader.endSnapshot()
    if disk.isOut { throw Crash() }
    if let failure = result.failure { throw failure }
    return result
  }

  /// What a key was answered before, as a loop looks it up.
  func earlier(_ filing: Filing) throws -> Acceptance? {
    let outcome = try EarlierAcceptance.find(filing.key, filing.content, reader, cipher, hasher)
    guard case .accepted(let acceptance) = outcome else { return nil }
    return acceptance
  }

  /// The process is gone. Its connections close on a disk that does nothing more.
  func die(losesUnsynced: Bool) {
    if !disk.isOut { disk.cut() }
    registry = nil
    openReader = nil
    disk.restore(losesUnsynced: losesUnsynced)
  }

  /// A clean end, as after SIGTERM.
  func stop() throws {
    try registry?.close()
    registry = nil
    openReader = nil
  }

  /// Follows a change of the directory, as the counter does after the commit.
  func followDirectory() throws { surroundings.directory = try DirectoryTables.load(path: path) }

  func start() throws {
    try followDirectory()
    commits = CommitCounter()
    let surroundings = surroundings
    registry = try Registry(
      journal: try JournalWriter(path: path), keys: keys, commits: commits, clock: { surroundings.now },
      directory: { surroundings.directory })
    openReader = try JournalReader(path: path, commits: commits)
  }
}

import FaultyDisk
import Synchronization
public import TestSupport

/// The disk under the SQLite files of one folder: it tells each step, and fails or loses power where a test says so.
///
/// Make it before the files are opened, and close them before it goes.
public final class Disk: Sendable {
  /// One thing that SQLite did to a file.
  public struct Step: Sendable, Equatable {
    public enum Operation: Sendable { case write, truncate, sync }
    public let operation: Operation
    /// It was done to the write-ahead log, not to the database.
    public let isLog: Bool
  }

  /// How a step fails. Raw values are SQLite's codes.
  public enum Fault: Int32, Sendable, CaseIterable {
    /// SQLITE_IOERR: a write or sync that the system could not do.
    case inputOutput = 10
    /// SQLITE_FULL: a write that found no room. No other step can fail so.
    case full = 13
  }

  /// How much of a failed step is done all the same. Raw values are those of `faulty_disk_extent`.
  public enum Extent: UInt32, Sendable, CaseIterable {
    case nothing = 0
    case half = 1
    case all = 2
  }

  /// What a crash leaves of a file.
  public enum Remains: Sendable, CaseIterable {
    /// All that was written: the process was killed.
    case written
    /// What was written before the last sync: the power went.
    case synced
  }

  private struct State {
    var steps: [Step] = []
    var look: (@Sendable (Int) -> Void)?
    var failure: (step: Int, fault: Fault, extent: Extent)?
  }

  private let folder: String
  private let synced = TemporaryFolder.inMemory()
  private let state = Mutex(State())

  /// - Parameter folder: where the files are. What they hold now counts as synced.
  public init(under folder: String) {
    self.folder = folder
    for name in names(in: folder) { copy("\(folder)/\(name)", to: synced.file(name)) }
    precondition(faulty_disk_install() == 0, "SQLite takes no other disk")
    let watched = faulty_disk_watch(
      folder,
      { context, operation, path, _, _ in
        let disk = Unmanaged<Disk>.fromOpaque(context!).takeUnretainedValue()
        return disk.judge(operation, String(cString: path!))
      }, Unmanaged.passUnretained(self).toOpaque())
    precondition(watched == 0, "no memory")
  }

  deinit { faulty_disk_forget(folder) }

  /// What was done since `start`.
  public var steps: [Step] { state.withLock { $0.steps } }

  /// Begins a new count of steps.
  public func start() {
    state.withLock {
      $0.steps = []
      $0.failure = nil
    }
  }

  /// The same, where one step fails.
  public func start(failing step: Int, _ fault: Fault, done extent: Extent) {
    state.withLock {
      $0.steps = []
      $0.failure = (step, fault, extent)
    }
  }

  /// Has a test look before each step, by its number.
  public func beforeEachStep(_ look: (@Sendable (Int) -> Void)?) {
    state.withLock { $0.look = look }
  }

  /// Copies the files into another folder as a crash at this moment would leave them.
  public func copyRemains(database: Remains, log: Remains, to target: TemporaryFolder) {
    for name in names(in: folder) where !name.hasSuffix("-shm") {
      let remains = name.hasSuffix("-wal") ? log : database
      let source = remains == .written ? "\(folder)/\(name)" : synced.file(name)
      copy(source, to: target.file(name))
    }
  }

  private func judge(_ operation: faulty_disk_operation, _ path: String) -> faulty_disk_verdict {
    let name = String(path.split(separator: "/").last!)
    if operation == FAULTY_DISK_SYNCED {
      copy(path, to: synced.file(name))
      return Self.proceed
    }
    // What is deleted is gone from every copy: copyRemains looks at the files that are there.
    if operation == FAULTY_DISK_DELETED { return Self.proceed }
    let kind: Step.Operation =
      operation == FAULTY_DISK_WRITE ? .write : operation == FAULTY_DISK_SYNC ? .sync : .truncate
    let step = Step(operation: kind, isLog: name.hasSuffix("-wal"))
    let (number, look, failure) = state.withLock { state in
      state.steps.append(step)
      return (state.steps.count - 1, state.look, state.failure)
    }
    look?(number)
    guard let failure, failure.step == number else { return Self.proceed }
    // SQLite gives SQLITE_FULL for a write alone; a sync that finds no room is SQLITE_IOERR_FSYNC (os_unix.c).
    guard failure.fault != .full || kind == .write else { return Self.proceed }
    return faulty_disk_verdict(
      error: failure.fault.rawValue, extent: faulty_disk_extent(rawValue: failure.extent.rawValue))
  }

  private static let proceed = faulty_disk_verdict(error: 0, extent: FAULTY_DISK_ALL)
}

import FaultyDisk
import Glibc
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

  /// What becomes of a step.
  public enum Verdict: Sendable {
    case proceed
    /// The SQLite code is given back and nothing is done.
    case fail(Int32)
    /// The step is done, and the code is given back all the same.
    case failButStored(Int32)
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
    var failure: (step: Int, verdict: Verdict)?
  }

  private let folder: String
  private let synced = TemporaryFolder()
  private let state = Mutex(State())

  /// - Parameter folder: where the files are. What they hold now counts as synced.
  public init(under folder: String) {
    self.folder = folder
    for name in names(in: folder) { copy("\(folder)/\(name)", to: synced.file(name)) }
    precondition(faulty_disk_install() == 0, "SQLite takes no other disk")
    let watched = faulty_disk_watch(
      folder,
      { context, operation, path in
        let disk = Unmanaged<Disk>.fromOpaque(context!).takeUnretainedValue()
        return disk.judge(operation, String(cString: path!))
      }, Unmanaged.passUnretained(self).toOpaque())
    precondition(watched == 0, "no memory")
  }

  deinit { faulty_disk_forget(folder) }

  /// What was done since `start`.
  public var steps: [Step] { state.withLock { $0.steps } }

  /// Begins a new count of steps, of which one may fail.
  public func start(failing step: Int? = nil, _ verdict: Verdict = .proceed) {
    state.withLock {
      $0.steps = []
      $0.failure = step.map { ($0, verdict) }
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
      return faulty_disk_verdict(error: 0, is_done: 1)
    }
    let kind: Step.Operation =
      operation == FAULTY_DISK_WRITE ? .write : operation == FAULTY_DISK_SYNC ? .sync : .truncate
    let step = Step(operation: kind, isLog: name.hasSuffix("-wal"))
    let (number, look, failure) = state.withLock { state in
      state.steps.append(step)
      return (state.steps.count - 1, state.look, state.failure)
    }
    look?(number)
    guard let failure, failure.step == number else { return faulty_disk_verdict(error: 0, is_done: 1) }
    return switch failure.verdict {
    case .proceed: faulty_disk_verdict(error: 0, is_done: 1)
    case .fail(let code): faulty_disk_verdict(error: code, is_done: 0)
    case .failButStored(let code): faulty_disk_verdict(error: code, is_done: 1)
    }
  }
}

/// Copies a file; nothing where there is none.
public func copy(_ source: String, to target: String) {
  let input = open(source, O_RDONLY | O_CLOEXEC)
  guard input >= 0 else { return }
  defer { close(input) }
  let output = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
  precondition(output >= 0, "no file can be made beside the test's own")
  defer { close(output) }
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while case let count = read(input, &buffer, buffer.count), count > 0 {
    precondition(write(output, buffer, count) == count, "the disk of the tests is full")
  }
}

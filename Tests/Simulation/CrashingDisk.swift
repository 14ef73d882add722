import FaultyDisk
import Glibc
import TestSupport

/// The disk under the simulated server: at a step that is chosen before, the process dies there, and with it, or not, the
/// machine's power. What was written and not synced by then is then lost, wholly or in part.
///
/// `@unchecked Sendable`: SQLite calls it on the thread that commits, which is the one that plays.
final class CrashingDisk: @unchecked Sendable {
  /// One write that no sync has made durable.
  private struct Unsynced {
    let path: String
    let offset: Int64
    /// What stood there; shorter where the file ended.
    let before: [UInt8]
  }

  private enum Power {
    case on
    /// Goes out after so many more steps.
    case failing(after: Int)
    case out
  }

  private let folder: String
  private var power = Power.on
  private var unsynced: [Unsynced] = []
  private var unsyncedWrites = (log: 0, database: 0)
  private var numbers = SplitMix64(seed: 0)

  /// Make it before the files are opened, and close them before it goes.
  init(under folder: String) {
    self.folder = folder
    precondition(faulty_disk_install() == 0, "SQLite takes no other disk")
    let watched = faulty_disk_watch(
      folder,
      { context, operation, path, offset, count in
        let disk = Unmanaged<CrashingDisk>.fromOpaque(context!).takeUnretainedValue()
        return disk.judge(operation, path!, offset, Int(count))
      }, Unmanaged.passUnretained(self).toOpaque())
    precondition(watched == 0, "no memory")
  }

  deinit { faulty_disk_forget(folder) }

  var isOut: Bool { if case .out = power { true } else { false } }

  /// All that was written to the write-ahead log is synced: what a commit promises when it returns.
  var isLogSynced: Bool { unsyncedWrites.log == 0 }

  /// Has the process die before a step from here on, counted from 0.
  func failPower(after steps: Int, _ numbers: SplitMix64) {
    power = .failing(after: steps)
    self.numbers = numbers
  }

  /// Nothing fails any more.
  func keepPower() { power = .on }

  /// The process dies between two steps.
  func cut() { power = .out }

  /// The files as the next process finds them.
  /// - Parameter losesUnsynced: the machine's power went too: each unsynced write is there, or is not.
  func restore(losesUnsynced: Bool) {
    if losesUnsynced {
      let losesAll = Bool.random(using: &numbers)
      for write in unsynced.reversed() where losesAll || Bool.random(using: &numbers) {
        undo(write, truncating: losesAll)
      }
    }
    unsynced = []
    unsyncedWrites = (0, 0)
    power = .on
  }

  private func undo(_ write: Unsynced, truncating: Bool) {
    let file = open(write.path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    if !write.before.isEmpty { pwrite(file, write.before, write.before.count, Int(write.offset)) }
    if truncating, write.before.isEmpty { ftruncate(file, Int(write.offset)) }
  }

  private func judge(
    _ operation: faulty_disk_operation, _ path: UnsafePointer<CChar>, _ offset: Int64, _ count: Int
  ) -> faulty_disk_verdict {
    let isLog = strcmp(path + (strlen(path) - 4), "-wal") == 0
    if operation == FAULTY_DISK_SYNCED || operation == FAULTY_DISK_DELETED { return synced(path, isLog) }
    if isOut { return Self.nothing }
    var isLast = false
    if case .failing(let steps) = power {
      isLast = steps == 0
      power = isLast ? .out : .failing(after: steps - 1)
    }
    if operation == FAULTY_DISK_WRITE {
      if isLog { unsyncedWrites.log += 1 } else { unsyncedWrites.database += 1 }
      if case .on = power {} else { remember(path, offset, count) }
    }
    return isLast ? faulty_disk_verdict(error: 10, extent: extent()) : Self.proceed
  }

  private func synced(_ path: UnsafePointer<CChar>, _ isLog: Bool) -> faulty_disk_verdict {
    if isLog { unsyncedWrites.log = 0 } else { unsyncedWrites.database = 0 }
    if !unsynced.isEmpty { unsynced.removeAll { $0.path == String(cString: path) } }
    return Self.proceed
  }

  private func remember(_ path: UnsafePointer<CChar>, _ offset: Int64, _ count: Int) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    var before = [UInt8](repeating: 0, count: count)
    let got = pread(file, &before, count, Int(offset))
    unsynced.append(
      Unsynced(path: String(cString: path), offset: offset, before: Array(before.prefix(max(0, got)))))
  }

  private func extent() -> faulty_disk_extent {
    [FAULTY_DISK_NOTHING, FAULTY_DISK_HALF, FAULTY_DISK_ALL][Int.random(in: 0..<3, using: &numbers)]
  }

  private static let proceed = faulty_disk_verdict(error: 0, extent: FAULTY_DISK_ALL)
  private static let nothing = faulty_disk_verdict(error: 10, extent: FAULTY_DISK_NOTHING)
}

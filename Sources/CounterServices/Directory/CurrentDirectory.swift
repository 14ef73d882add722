import Casework
import Journal
import Synchronization

/// The directory that is in force, for all threads.
final class CurrentDirectory: Sendable {
  private let path: String
  private let current: Mutex<Directory>
  private let count = Atomic<Int>(0)
  /// Held over a whole reading: of two, the one that began later is in force afterwards.
  private let reading = Mutex(())

  init(path: String) throws(JournalError) {
    self.path = path
    current = Mutex(try DirectoryTables.load(path: path))
  }

  var directory: Directory { current.withLock { $0 } }

  /// Raised by each reading: what is remembered of an older generation is looked up anew.
  var generation: Int { count.load(ordering: .acquiring) }

  /// Reads it anew.
  func reload() throws(JournalError) {
    try reading.withLock { (_) throws(JournalError) in
      let fresh = try DirectoryTables.load(path: path)
      current.withLock { $0 = fresh }
      count.add(1, ordering: .releasing)
    }
  }
}

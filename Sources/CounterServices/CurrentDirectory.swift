import Casework
import Synchronization

/// The directory as it stands, for all loops and the writer. Any thread.
final class CurrentDirectory: Sendable {
  private let directory: Mutex<Directory>

  init(_ directory: Directory) { self.directory = Mutex(directory) }

  var current: Directory { directory.withLock { $0 } }

  func replace(with directory: Directory) { self.directory.withLock { $0 = directory } }
}

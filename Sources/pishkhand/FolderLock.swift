import Glibc

/// One server a data folder: a record lock (fcntl(2)) on `DIR/pishkhand.pid`. It goes with the process, however that ends,
/// and tells who holds it without being taken. The file itself stays: a lock on a file that was removed would lock nothing.
struct FolderLock {
  struct Taken: Error, CustomStringConvertible {
    let description: String
  }

  private let descriptor: Int32

  init(_ folder: DataFolder) throws(Taken) {
    descriptor = open(folder.processId, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else {
      throw Taken(description: "\(folder.processId): \(String(cString: strerror(errno)))")
    }
    var lock = Self.wholeFile
    guard fcntl(descriptor, F_SETLK, &lock) == 0 else {
      close(descriptor)
      throw Taken(description: "\(folder.path): another pishkhand serves this data folder")
    }
    // For people: the lock tells programs.
    ftruncate(descriptor, 0)
    let text = "\(getpid())\n"
    write(descriptor, text, text.utf8.count)
  }

  func release() {
    ftruncate(descriptor, 0)
    close(descriptor)
  }

  /// The process id of the server that holds the folder; nil where none does.
  static func holder(of folder: DataFolder) -> pid_t? {
    let descriptor = open(folder.processId, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var lock = wholeFile
    guard fcntl(descriptor, F_GETLK, &lock) == 0, lock.l_type != Int16(F_UNLCK) else { return nil }
    return lock.l_pid
  }

  private static var wholeFile: flock {
    flock(l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: 0, l_len: 0, l_pid: 0)
  }
}

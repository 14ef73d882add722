import Glibc

/// One server a data folder: an flock(2) on `DIR/pishkhand.pid`, which holds the server's process id for
/// `pishkhand principal`. The lock goes with the process, however it ends.
struct FolderLock {
  struct Taken: Error, CustomStringConvertible {
    let description: String
  }

  private let path: String
  private let descriptor: Int32

  init(_ folder: DataFolder) throws(Taken) {
    path = folder.processId
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Taken(description: "\(path): \(String(cString: strerror(errno)))")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw Taken(description: "\(folder.path): another pishkhand serves this data folder")
    }
    ftruncate(descriptor, 0)
    let text = "\(getpid())\n"
    write(descriptor, text, text.utf8.count)
  }

  func release() {
    unlink(path)
    close(descriptor)
  }

  /// The process id of the server that holds the folder; nil where none does.
  static func holder(of folder: DataFolder) -> pid_t? {
    let descriptor = open(folder.processId, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return nil }
    var bytes = [UInt8](repeating: 0, count: 32)
    let count = read(descriptor, &bytes, bytes.count)
    return pid_t(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).prefix { $0.isNumber })
  }
}

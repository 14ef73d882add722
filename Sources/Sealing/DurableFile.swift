import Glibc

/// Small files that must be whole or absent: keys, certificates, settings.
public enum DurableFile {
  /// Makes a file that must not exist yet, writes all bytes and syncs it. A file that could not be finished is removed.
  ///
  /// The folder's entry is not synced here: whoever makes several files syncs their folder once, by `syncFolder`.
  /// - Parameter mode: permission bits; not widened by the umask. 0600 for secrets.
  public static func create(
    _ path: String, _ bytes: some Collection<UInt8>, mode: UInt32
  ) throws(SealingError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard descriptor >= 0 else { throw .file(action: "create", path: path, errno: errno) }
    var failure: SealingError?
    if !writeAll(bytes, to: descriptor) || fsync(descriptor) != 0 {
      failure = .file(action: "write", path: path, errno: errno)
    }
    if close(descriptor) != 0, failure == nil { failure = .file(action: "write", path: path, errno: errno) }
    if let failure {
      unlink(path)
      throw failure
    }
  }

  /// Reads a whole file.
  ///
  /// - Parameters:
  ///   - limit: most bytes that are taken; a longer file is refused as malformed before it is read.
  ///   - isSecret: refuse a file that others than its owner can read or write.
  public static func read(
    _ path: String, limit: Int, isSecret: Bool = false
  ) throws(SealingError) -> [UInt8] {
    // Without O_NONBLOCK, opening a FIFO waits for its writer (fifo(7)); regular files know no difference.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .file(action: "open", path: path, errno: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .file(action: "read", path: path, errno: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .malformed(path: path, expected: "a regular file") }
    if isSecret, status.st_mode & 0o077 != 0 {
      throw .permissions(path: path, mode: status.st_mode & 0o7777)
    }
    guard status.st_size <= limit else { throw .malformed(path: path, expected: "at most \(limit) bytes") }
    return try readAll(descriptor, size: Int(status.st_size), path: path)
  }

  /// Makes the entries of a folder durable (fsync(2): syncing a file does not sync its name).
  public static func syncFolder(_ path: String) throws(SealingError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .file(action: "open", path: path, errno: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .file(action: "sync", path: path, errno: errno) }
  }

  private static func writeAll(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> Bool {
    // Arrays and texts lend their own storage: no copy of a secret is made that nothing would wipe.
    bytes.withContiguousStorageIfAvailable { writeAll(UnsafeRawBufferPointer($0), to: descriptor) }
      ?? Array(bytes).withUnsafeBytes { writeAll($0, to: descriptor) }
  }

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var offset = 0
    while offset < bytes.count {
      let count = write(descriptor, bytes.baseAddress! + offset, bytes.count - offset)
      if count >= 0 {
        offset += count
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  private static func readAll(
    _ descriptor: Int32, size: Int, path: String
  ) throws(SealingError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: size)
    var offset = 0
    while offset < size {
      let count = bytes.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress! + offset, size - offset)
      }
      if count == 0 { break }
      if count > 0 {
        offset += count
      } else if errno != EINTR {
        throw .file(action: "read", path: path, errno: errno)
      }
    }
    bytes.removeLast(size - offset)
    return bytes
  }
}

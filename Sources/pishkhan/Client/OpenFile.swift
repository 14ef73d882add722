import Glibc
import libpishkhan

/// A file that is uploaded, or a download that is being written.
///
/// Owns the descriptor. For one thread.
final class OpenFile {
  private(set) var descriptor: Int32
  let path: String
  private let tell: (UInt64, UInt64) -> Void
  /// The error number of a write(2) that failed; 0: none did.
  private(set) var failure: Int32 = 0

  /// Nil, with errno, where it cannot be opened.
  /// - Parameter tell: bytes done and in all.
  init?(_ path: String, _ flags: Int32, tell: @escaping (UInt64, UInt64) -> Void) {
    descriptor = open(path, flags | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    self.path = path
    self.tell = tell
  }

  deinit {
    close(descriptor)
  }

  var size: UInt64 {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? UInt64(max(0, status.st_size)) : 0
  }

  /// Reads for the library (pishkhan_read); the context is this object.
  static let read: pishkhan_read = { context, offset, buffer, capacity in
    guard let context else { return -1 }
    var descriptor = Unmanaged<OpenFile>.fromOpaque(context).takeUnretainedValue().descriptor
    return pishkhan_read_descriptor(&descriptor, offset, buffer, capacity)
  }

  /// Writes for the library (pishkhan_write).
  static let write: pishkhan_write = { context, offset, bytes, size in
    guard let context, let bytes else { return false }
    return Unmanaged<OpenFile>.fromOpaque(context).takeUnretainedValue().write(bytes, size, at: offset)
  }

  /// Tells how far it came (pishkhan_transfer).
  static let progress: pishkhan_transfer = { context, done, total in
    if let context { Unmanaged<OpenFile>.fromOpaque(context).takeUnretainedValue().tell(done, total) }
    return true
  }

  private func write(_ bytes: UnsafePointer<UInt8>, _ size: Int, at offset: UInt64) -> Bool {
    var done = 0
    while done < size {
      let count = pwrite(descriptor, bytes + done, size - done, off_t(offset) + done)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        failure = count < 0 ? errno : ENOSPC
        return false
      }
      done += count
    }
    return true
  }

  /// On the disk, name and all: what is told as done stays done.
  func synchronise() -> Bool {
    fsync(descriptor) == 0
  }
}

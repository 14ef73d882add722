import CLinux
import Glibc

/// A file with one owner, closed when it goes. Every call may wait for the disk: on a disk thread alone.
struct OpenFile: ~Copyable {
  private let descriptor: Int32

  /// - Parameter flags: beside O_CLOEXEC and O_NOFOLLOW. New files are the owner's alone (0600).
  init(_ path: String, _ flags: Int32) throws(AttachmentFault) {
    var opened: Int32
    repeat { opened = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600) } while opened < 0 && errno == EINTR
    guard opened >= 0 else { throw Self.fault("open a file", errno) }
    descriptor = opened
  }

  deinit { close(descriptor) }

  static func fault(_ action: StaticString, _ number: Int32) -> AttachmentFault {
    switch number {
    // EFBIG: the limit of the process on a file's size (setrlimit(2)).
    case ENOSPC, EDQUOT, EFBIG: .noRoom
    case ENOENT: .missing
    default: .disk(action: action, errno: number)
    }
  }

  var size: UInt64 {
    get throws(AttachmentFault) {
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { throw Self.fault("look at a file", errno) }
      return UInt64(status.st_size)
    }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(AttachmentFault) {
    var rest = bytes
    while let start = rest.baseAddress, rest.count > 0 {
      let count = Glibc.write(descriptor, start, rest.count)
      if count >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      } else if errno != EINTR {
        throw Self.fault("write a file", errno)
      }
    }
  }

  /// Reads up to the buffer's end.
  /// - Returns: the bytes read; 0 at the end of the file.
  func read(_ buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(AttachmentFault) -> Int {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, Int(offset))
      if count >= 0 { return count }
      if errno != EINTR { throw Self.fault("read a file", errno) }
    }
  }

  /// As many of the bytes at a place as there are, read whole.
  func bytes(_ count: Int, at offset: UInt64) throws(AttachmentFault) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
    defer { buffer.deallocate() }
    var filled = 0
    while filled < count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let read = try read(rest, at: offset + UInt64(filled))
      if read == 0 { break }
      filled += read
    }
    return Array(buffer.prefix(filled))
  }

  func seekToEnd() throws(AttachmentFault) {
    guard lseek(descriptor, 0, SEEK_END) >= 0 else { throw Self.fault("move in a file", errno) }
  }

  func empty() throws(AttachmentFault) {
    guard ftruncate(descriptor, 0) == 0 else { throw Self.fault("empty a file", errno) }
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw Self.fault("move in a file", errno) }
  }

  /// Begins to bring bytes to the disk, so that the sync at the end finds little left to do. Promises nothing.
  func beginWriteBack(_ range: Range<UInt64>) {
    _ = sync_file_range(
      descriptor, Int64(range.lowerBound), Int64(range.upperBound - range.lowerBound),
      shim_sync_file_range_write)
  }

  /// Returns once all bytes are on the disk.
  func sync() throws(AttachmentFault) {
    guard fdatasync(descriptor) == 0 else { throw Self.fault("sync a file", errno) }
  }

  /// The same of a folder's entries.
  func syncEntries() throws(AttachmentFault) {
    guard fsync(descriptor) == 0 else { throw Self.fault("sync a folder", errno) }
  }
}

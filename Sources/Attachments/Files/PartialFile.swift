import Casework
import Glibc
import Sealing

/// The file of an upload that is coming in, with the hash of what has come. For one disk thread.
struct PartialFile: ~Copyable {
  private let file: OpenFile
  private let hasher: SHA256Context
  private(set) var received: UInt64

  /// Opens the file, or makes it, with its bytes so far read again for the hash.
  /// - Parameter fromStart: whether what is there is dropped.
  init(_ path: String, fromStart: Bool) throws(AttachmentFault) {
    let opened = try OpenFile(path, O_RDWR | O_CREAT)
    if fromStart { try opened.empty() }
    let hasher = try SHA256Context.make()
    let received = try Self.hash(opened, hasher)
    try opened.seekToEnd()
    file = opened
    self.hasher = hasher
    self.received = received
  }

  private static func hash(
    _ file: borrowing OpenFile, _ hasher: SHA256Context
  ) throws(AttachmentFault) -> UInt64 {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    var offset: UInt64 = 0
    while case let count = try file.read(buffer, at: offset), count > 0 {
      hasher.update(UnsafeRawBufferPointer(rebasing: buffer.prefix(count)))
      offset += UInt64(count)
    }
    return offset
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) throws(AttachmentFault) {
    try file.write(bytes)
    hasher.update(bytes)
    received += UInt64(bytes.count)
  }

  /// The hash of all that has come. Nothing can be appended afterwards.
  consuming func finish() -> Digest { hasher.finish() }

  func sync() throws(AttachmentFault) { try file.sync() }
}

extension SHA256Context {
  static func make() throws(AttachmentFault) -> SHA256Context {
    do throws(SealingError) {
      return try SHA256Context()
    } catch { throw .disk(action: "hash a file", errno: ENOMEM) }
  }
}

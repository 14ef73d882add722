import Casework
import Glibc
import Sealing

/// A picture on its way through its filter, while its upload comes in. Only where the filter takes something out is there a copy:
/// a picture without marks is kept as it was sent. For one disk thread.
final class PictureCopy {
  private var jpeg: JPEGFilter?
  private var png: PNGFilter?
  private var sink: CopySink

  /// - Parameters:
  ///   - upload: the file of what comes in; it holds every piece before the filter gets it.
  ///   - path: of the copy; what is there is replaced.
  init(_ type: MediaType, of upload: String, _ path: String) {
    sink = CopySink(upload, path)
    if type == .jpeg { jpeg = JPEGFilter() } else { png = PNGFilter() }
  }

  func take(_ bytes: UnsafeRawBufferPointer) throws(AttachmentFault) {
    try jpeg?.take(bytes, &sink)
    try png?.take(bytes, &sink)
  }

  func take(_ bytes: [UInt8]) throws(AttachmentFault) {
    var failure: AttachmentFault?
    bytes.withUnsafeBytes { raw in
      do throws(AttachmentFault) { try take(raw) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// The copy has begun: something was taken out.
  var isCopying: Bool { jpeg?.isChanged ?? png?.isChanged ?? false }

  /// The whole picture has come.
  /// - Returns: size and hash of the copy, which is synced; nil where there is none.
  func finish() throws(AttachmentFault) -> (size: UInt64, sha256: Digest)? {
    try jpeg?.finish()
    try png?.finish()
    return try sink.finish()
  }
}

/// Counts what is the same as in the upload, and begins a file of its own where it no longer is.
private struct CopySink: ByteSink {
  private let upload: String
  private let path: String
  private var same: UInt64 = 0
  private var file: HashedFile?

  init(_ upload: String, _ path: String) {
    self.upload = upload
    self.path = path
  }

  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(AttachmentFault) {
    if let file { try file.write(bytes) } else { same += UInt64(bytes.count) }
  }

  mutating func differ() throws(AttachmentFault) {
    let copy = try HashedFile(path)
    let source = try OpenFile(upload, O_RDONLY)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    while copy.written < same {
      let wanted = min(UInt64(buffer.count), same - copy.written)
      let count = try source.read(
        UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(Int(wanted))), at: copy.written)
      guard count > 0 else { throw .missing }
      try copy.write(UnsafeRawBufferPointer(rebasing: buffer.prefix(count)))
    }
    file = copy
  }

  func finish() throws(AttachmentFault) -> (size: UInt64, sha256: Digest)? {
    guard let file else { return nil }
    return (file.written, try file.finish())
  }
}

/// A new file, written in pieces of some size, with the hash of what was written.
private final class HashedFile {
  private static let pieceBytes = 1 << 16

  private let file: OpenFile
  private let hasher: SHA256Context
  private let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: HashedFile.pieceBytes, alignment: 16)
  private var filled = 0
  private(set) var written: UInt64 = 0

  init(_ path: String) throws(AttachmentFault) {
    // A new file, not the old one's bytes: another call's copy may still be open.
    unlink(path)
    file = try OpenFile(path, O_WRONLY | O_CREAT | O_EXCL)
    hasher = try SHA256Context.make()
  }

  deinit { piece.deallocate() }

  func write(_ bytes: UnsafeRawBufferPointer) throws(AttachmentFault) {
    var rest = bytes
    while rest.count > 0 {
      let count = min(rest.count, piece.count - filled)
      UnsafeMutableRawBufferPointer(rebasing: piece[filled..<filled + count])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: rest.prefix(count)))
      filled += count
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      if filled == piece.count { try flush() }
    }
    written += UInt64(bytes.count)
  }

  private func flush() throws(AttachmentFault) {
    let bytes = UnsafeRawBufferPointer(rebasing: piece.prefix(filled))
    try file.write(bytes)
    hasher.update(bytes)
    filled = 0
  }

  /// Syncs the file.
  /// - Returns: the hash of all that was written.
  func finish() throws(AttachmentFault) -> Digest {
    try flush()
    try file.sync()
    return hasher.finish()
  }
}

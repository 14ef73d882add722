import Casework
import Glibc
import Sealing

/// Makes the file that is kept of an upload that is whole: looks at its content, takes the marks out of a picture, and puts it in
/// its place. For a disk thread.
///
/// What a crash leaves at each step; the upload's own file stays until the row is stored:
///
/// 1. sync the bytes, and the name of the upload's file: a restart finds an upload that can go on.
/// 2. put the file in its place, by a link or, for a picture, by a rename of the copy without marks, and sync that name: a restart
///    finds no row and takes it away again.
/// 3. (the caller) store the row: from here on the file is kept. A restart finds the row and removes the upload's file.
struct KeptCopy {
  private static let windowBytes = 1 << 16

  let folder: AttachmentFolder
  let terms: UploadTerms

  private var upload: String { folder.file(PartialName(terms)) }

  func make() throws(AttachmentFault) -> KeptFile {
    let kept = try look()
    switch kept {
    case .pdf: return try keep()
    case .jpeg, .png: return try keepPicture(kept)
    }
  }

  private func look() throws(AttachmentFault) -> MediaType {
    let file = try OpenFile(upload, O_RDONLY)
    let head = try Self.bytes(of: file, MediaType.headBytes, at: 0)
    guard let type = MediaType(head: head), terms.allowed.contains(type) else { throw .typeNotAllowed }
    if type == .pdf {
      let tail = UInt64(PDFLook.tailBytes)
      let start = terms.size > tail ? terms.size - tail : 0
      try PDFLook.check(tail: Self.bytes(of: file, PDFLook.tailBytes, at: start), size: terms.size)
      try file.sync()
    }
    return type
  }

  private static func bytes(
    of file: borrowing OpenFile, _ count: Int, at offset: UInt64
  ) throws(AttachmentFault) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
    defer { buffer.deallocate() }
    var filled = 0
    while filled < count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let read = try file.read(rest, at: offset + UInt64(filled))
      if read == 0 { break }
      filled += read
    }
    return Array(buffer.prefix(filled))
  }

  private func keep() throws(AttachmentFault) -> KeptFile {
    try AttachmentFolder.sync(folder.partial)
    unlink(folder.kept(terms.id))
    guard link(upload, folder.kept(terms.id)) == 0 else { throw OpenFile.fault("keep a file", errno) }
    try AttachmentFolder.sync(folder.shard(terms.id))
    return KeptFile(mediaType: .pdf, size: terms.size, sha256: terms.sha256, metadataRemoved: false)
  }

  private func keepPicture(_ type: MediaType) throws(AttachmentFault) -> KeptFile {
    let copy = folder.cleaned(terms.id)
    do throws(AttachmentFault) {
      let (sink, isChanged) = try filter(type, to: copy)
      let size = sink.written
      let hash = try sink.finish()
      try AttachmentFolder.sync(folder.partial)
      guard rename(copy, folder.kept(terms.id)) == 0 else { throw OpenFile.fault("keep a file", errno) }
      try AttachmentFolder.sync(folder.shard(terms.id))
      return KeptFile(mediaType: type, size: size, sha256: hash, metadataRemoved: isChanged)
    } catch {
      unlink(copy)
      throw error
    }
  }

  private func filter(
    _ type: MediaType, to copy: String
  ) throws(AttachmentFault) -> (sink: FileSink, isChanged: Bool) {
    unlink(copy)
    let stream = PictureStream(try FileSource(upload), try FileSink(copy), windowBytes: Self.windowBytes)
    return type == .jpeg ? try JPEGFilter(stream).run() : try PNGFilter(stream).run()
  }
}

/// A file from its front, once.
final class FileSource: ByteSource {
  private let file: OpenFile
  private var offset: UInt64 = 0

  init(_ path: String) throws(AttachmentFault) { file = try OpenFile(path, O_RDONLY) }

  func read(_ buffer: UnsafeMutableRawBufferPointer) throws(AttachmentFault) -> Int {
    let count = try file.read(buffer, at: offset)
    offset += UInt64(count)
    return count
  }
}

/// A new file, written in pieces of some size, with the hash of what was written.
final class FileSink: ByteSink {
  private static let pieceBytes = 1 << 16

  private let file: OpenFile
  private let hasher: SHA256Context
  private let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: FileSink.pieceBytes, alignment: 16)
  private var filled = 0
  private(set) var written: UInt64 = 0

  init(_ path: String) throws(AttachmentFault) {
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

import Casework
import Glibc
import Sealing

/// The file of an upload that is coming in: all its bytes as they were sent, so that the upload can go on after any break, with
/// their hash; and beside it, of a picture with marks, the copy without them, made as the bytes come. For one disk thread.
struct IncomingFile: ~Copyable {
  /// Bytes between two pushes towards the disk. Measured: an upload of 10 MB took 16 ms with pushes of 2 MiB and 27 ms
  /// without, on a disk whose sync alone takes 0.1 ms; pushes of 1 MiB are as fast or 2 % faster, of 4 MiB 3 % slower.
  private static let writeBackBytes: UInt64 = 1 << 20

  private let file: OpenFile
  private let folder: AttachmentFolder
  private let terms: UploadTerms
  private let hasher: SHA256Context
  private(set) var received: UInt64 = 0
  private var writtenBack: UInt64 = 0
  /// The first bytes, until they tell the kind.
  private var head: [UInt8] = []
  private var mediaType: MediaType?
  private var copy: PictureCopy?

  /// Opens the file, or makes it; its bytes so far are gone through again.
  /// - Parameter fromStart: whether they are dropped instead.
  init(_ folder: AttachmentFolder, _ terms: UploadTerms, fromStart: Bool) throws(AttachmentFault) {
    let opened = try OpenFile(folder.file(PartialName(terms)), O_RDWR | O_CREAT)
    if fromStart { try opened.empty() }
    hasher = try SHA256Context.make()
    file = opened
    self.folder = folder
    self.terms = terms
  }

  /// Goes through the bytes that are there already.
  mutating func takeAgain() throws(AttachmentFault) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    while case let count = try file.read(buffer, at: received), count > 0 {
      try take(UnsafeRawBufferPointer(rebasing: buffer.prefix(count)))
    }
    try file.seekToEnd()
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) throws(AttachmentFault) {
    try file.write(bytes)
    try take(bytes)
    // Not of what is not kept, as far as one can tell by now.
    guard received - writtenBack >= Self.writeBackBytes, copy?.isCopying != true else { return }
    file.beginWriteBack(writtenBack..<received)
    writtenBack = received
  }

  private mutating func take(_ bytes: UnsafeRawBufferPointer) throws(AttachmentFault) {
    hasher.update(bytes)
    received += UInt64(bytes.count)
    var rest = bytes
    if mediaType == nil {
      let first = UnsafeRawBufferPointer(rebasing: bytes.prefix(MediaType.headBytes - head.count))
      head.append(contentsOf: first)
      guard head.count == MediaType.headBytes else { return }
      try begin()
      rest = UnsafeRawBufferPointer(rebasing: bytes[first.count...])
    }
    try copy?.take(rest)
  }

  /// The kind can be told: what is not taken here is refused before more of it comes.
  private mutating func begin() throws(AttachmentFault) {
    guard let type = MediaType(head: head), terms.allowed.contains(type) else { throw .typeNotAllowed }
    mediaType = type
    if type == .pdf { return }
    let copy = PictureCopy(type, of: folder.file(PartialName(terms)), folder.cleaned(terms.id))
    try copy.take(head)
    self.copy = copy
  }

  func sync() throws(AttachmentFault) { try file.sync() }

  /// Checks hash and content of the whole file, and syncs what is to be kept of it.
  consuming func finish() throws(AttachmentFault) -> KeptFile {
    guard hasher.finish() == terms.sha256 else { throw .hashDiffers }
    guard let mediaType else { throw .typeNotAllowed }
    if let cleaned = try copy?.finish() {
      return KeptFile(mediaType: mediaType, size: cleaned.size, sha256: cleaned.sha256, metadataRemoved: true)
    }
    if mediaType == .pdf {
      let start = terms.size - min(terms.size, UInt64(PDFLook.tailBytes))
      try PDFLook.check(tail: file.bytes(PDFLook.tailBytes, at: start), size: terms.size)
    }
    try file.sync()
    return KeptFile(mediaType: mediaType, size: terms.size, sha256: terms.sha256, metadataRemoved: false)
  }
}

extension SHA256Context {
  static func make() throws(AttachmentFault) -> SHA256Context {
    do throws(SealingError) {
      return try SHA256Context()
    } catch { throw .disk(action: "hash a file", errno: ENOMEM) }
  }
}

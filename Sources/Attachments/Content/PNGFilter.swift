import CZlib

/// Takes out of a PNG picture what does not belong to the picture: texts, times, Exif, private chunks, and all that stands behind
/// its end. What changes how it looks stays: colours, transparency, density, animation and orientation.
///
/// Source: W3C PNG (third edition), sections 5 and 11.
struct PNGFilter<Source: ByteSource, Sink: ByteSink>: ~Copyable {
  private var stream: PictureStream<Source, Sink>
  private var hasData = false
  private var hasOrientation = false

  init(_ stream: consuming PictureStream<Source, Sink>) { self.stream = stream }

  /// Runs to the end of the picture.
  /// - Returns: the sink, and whether it got other bytes than the source gave.
  consuming func run() throws(AttachmentFault) -> (sink: Sink, isChanged: Bool) {
    guard try stream.take(pngSignature.count) == pngSignature else { throw .malformed(.badPart) }
    try stream.put(pngSignature)
    try header()
    var type: ChunkType
    repeat { type = try chunk() } while type != .end
    guard hasData else { throw .malformed(.badOrder) }
    try stream.dropRest()
    let isChanged = stream.isChanged
    return (stream.finish(), isChanged)
  }

  private mutating func header() throws(AttachmentFault) {
    let head = try head()
    guard head.type == .header else { throw .malformed(.badOrder) }
    guard head.length == 13 else { throw .malformed(.badPart) }
    let body = try stream.take(13)
    // Width and height are 31 bits and not 0.
    for place in [0, 4] {
      guard body[place] < 0x80, body[place..<place + 4].contains(where: { $0 != 0 }) else {
        throw .malformed(.badPart)
      }
    }
    guard try checksum() == Self.checksum(of: head.type, body) else { throw .malformed(.badChecksum) }
    try put(head.type, body)
  }

  /// Reads one chunk, and passes on what stays of it.
  private mutating func chunk() throws(AttachmentFault) -> ChunkType {
    let head = try head()
    switch head.type {
    case .header: throw .malformed(.badOrder)
    case .end where head.length != 0: throw .malformed(.badPart)
    case .exif where head.length <= exifBytesMax && !hasOrientation: try exif(head.length)
    case _ where head.type.isKept: try copy(head)
    case _ where head.type.isCritical: throw .malformed(.unusual)
    default: try stream.drop(head.length + 4)
    }
    if head.type == .data { hasData = true }
    return head.type
  }

  private mutating func head() throws(AttachmentFault) -> (length: Int, type: ChunkType) {
    let bytes = try stream.take(8)
    let length = bytes[..<4].reduce(0) { $0 << 8 | Int($1) }
    guard length <= 0x7FFF_FFFF, let type = ChunkType(bytes[4...]) else { throw .malformed(.badPart) }
    return (length, type)
  }

  private mutating func checksum() throws(AttachmentFault) -> UInt32 {
    try stream.take(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  private static func checksum(of type: ChunkType, _ body: [UInt8]) -> UInt32 {
    UInt32(crc32(crc32(0, type.bytes, 4), body, UInt32(body.count)))
  }

  private mutating func copy(_ head: (length: Int, type: ChunkType)) throws(AttachmentFault) {
    try stream.put(Self.fourBytes(UInt32(head.length)) + head.type.bytes)
    var sum = crc32(0, head.type.bytes, 4)
    try stream.copy(head.length) { part in
      sum = crc32(sum, part.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(part.count))
    }
    guard try checksum() == UInt32(sum) else { throw .malformed(.badChecksum) }
    try stream.put(Self.fourBytes(UInt32(sum)))
  }

  private mutating func exif(_ length: Int) throws(AttachmentFault) {
    let body = try stream.take(length)
    guard try checksum() == Self.checksum(of: .exif, body) else { throw .malformed(.badChecksum) }
    guard let orientation = Orientation(exif: body) else { return stream.markChanged() }
    hasOrientation = true
    if body != orientation.exif { stream.markChanged() }
    try put(.exif, orientation.exif)
  }

  private mutating func put(_ type: ChunkType, _ body: [UInt8]) throws(AttachmentFault) {
    try stream.put(
      Self.fourBytes(UInt32(body.count)) + type.bytes + body + Self.fourBytes(Self.checksum(of: type, body)))
  }

  private static func fourBytes(_ number: UInt32) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
  }
}

/// More is no Exif: in a JPEG picture it has to fit into one segment.
private let exifBytesMax = 65_535

private let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

/// The four letters of a chunk's name.
private struct ChunkType: Hashable {
  let bytes: [UInt8]

  init?(_ bytes: some Collection<UInt8>) {
    guard bytes.allSatisfy({ (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }) else { return nil }
    self.bytes = Array(bytes)
  }

  private init(_ name: String) { bytes = Array(name.utf8) }

  static let header = ChunkType("IHDR")
  static let data = ChunkType("IDAT")
  static let end = ChunkType("IEND")
  static let exif = ChunkType("eXIf")

  /// A program that does not know it cannot show the picture: its first letter is a capital.
  var isCritical: Bool { bytes[0] & 0x20 == 0 }

  var isKept: Bool { Self.kept.contains(self) }

  private static let kept = Set(
    [
      "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI", "bKGD",
      "hIST", "pHYs", "sPLT", "acTL", "fcTL", "fdAT",
    ].map(ChunkType.init))
}

import CZlib

/// Takes out of a PNG picture what does not belong to the picture: texts, times, Exif, private chunks, and all that stands behind
/// its end. What changes how it looks stays: colours, transparency, density, animation and orientation.
///
/// The bytes come piece by piece, in pieces of any size; what stays goes to a sink at once.
///
/// Source: W3C PNG (third edition), sections 5 and 11.
struct PNGFilter {
  private enum Phase {
    case signature
    /// Length and name of a chunk; then its bytes, gathered to be looked into, passed on, or left out; then its check sum.
    case head, gathered, copied, dropped, checksum
    /// Behind the end.
    case end
  }

  private var phase = Phase.signature
  /// Bytes of the phase that are still to come.
  private var remaining = pngSignature.count
  private var bytes: [UInt8] = []
  private var type = ChunkType.header
  /// Of name and bytes so far.
  private var sum: UInt = 0
  /// Of the chunk that is looked into.
  private var body: [UInt8]?
  private var isFirst = true
  private var hasData = false
  private var hasOrientation = false
  /// The sink has got other bytes than came in.
  private(set) var isChanged = false

  /// Takes the next bytes.
  mutating func take(_ piece: UnsafeRawBufferPointer, _ sink: inout some ByteSink) throws(AttachmentFault) {
    var rest = piece
    while true {
      while remaining == 0, let next = try next(&sink) { (phase, remaining) = next }
      guard rest.count > 0 else { return }
      if phase == .end { return try differ(&sink) }
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(remaining))
      switch phase {
      case .copied:
        sum = crc32(sum, part.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(part.count))
        try sink.write(part)
      case .dropped: try differ(&sink)
      case .signature, .head, .gathered, .checksum, .end: bytes.append(contentsOf: part)
      }
      remaining -= part.count
      rest = UnsafeRawBufferPointer(rebasing: rest[part.count...])
    }
  }

  /// All bytes have come.
  func finish() throws(AttachmentFault) {
    guard phase == .end else { throw .malformed(.truncated) }
  }

  /// What follows a phase whose bytes have all come; nil at the end.
  private mutating func next(_ sink: inout some ByteSink) throws(AttachmentFault) -> (Phase, remaining: Int)?
  {
    defer { bytes.removeAll(keepingCapacity: true) }
    switch phase {
    case .signature:
      guard bytes == pngSignature else { throw .malformed(.badPart) }
      try sink.write(bytes)
    case .head: return try chunk(&sink)
    case .gathered:
      // zlib takes a run of no bytes for a question about its first value.
      if !bytes.isEmpty { sum = crc32(sum, bytes, UInt32(bytes.count)) }
      body = bytes
      return (.checksum, 4)
    case .copied: return (.checksum, 4)
    case .checksum:
      guard number(bytes) == UInt32(sum) else { throw .malformed(.badChecksum) }
      if let body {
        try look(into: body, &sink)
      } else {
        try sink.write(bytes)
      }
      body = nil
      if type == .data { hasData = true }
      if type == .end {
        guard hasData else { throw .malformed(.badOrder) }
        return (.end, 1)
      }
    case .dropped: break
    case .end: return nil
    }
    return (.head, 8)
  }

  /// A chunk begins: what is to be done with its bytes?
  private mutating func chunk(_ sink: inout some ByteSink) throws(AttachmentFault) -> (Phase, remaining: Int)
  {
    let length = Int(number(bytes[..<4]))
    guard length <= 0x7FFF_FFFF, let type = ChunkType(bytes[4...]) else { throw .malformed(.badPart) }
    guard isFirst == (type == .header) else { throw .malformed(.badOrder) }
    isFirst = false
    self.type = type
    sum = crc32(0, type.bytes, 4)
    switch type {
    case .header where length != 13, .end where length != 0: throw .malformed(.badPart)
    case .header: return (.gathered, length)
    case .exif where length <= exifBytesMax && !hasOrientation: return (.gathered, length)
    case _ where type.isKept:
      try sink.write(bytes)
      return (.copied, length)
    case _ where type.isCritical: throw .malformed(.unusual)
    default:
      try differ(&sink)
      return (.dropped, length + 4)
    }
  }

  /// A chunk that is looked into has come, and its sum fits.
  private mutating func look(into body: [UInt8], _ sink: inout some ByteSink) throws(AttachmentFault) {
    guard type == .exif else {
      // Width and height are 31 bits and not 0.
      for place in [0, 4] {
        guard (1...0x7FFF_FFFF).contains(number(body[place..<place + 4])) else { throw .malformed(.badPart) }
      }
      return try put(body, &sink)
    }
    let orientation = Orientation(exif: body)
    if orientation?.exif != body { try differ(&sink) }
    guard let orientation else { return }
    hasOrientation = true
    try put(orientation.exif, &sink)
  }

  private mutating func differ(_ sink: inout some ByteSink) throws(AttachmentFault) {
    if isChanged { return }
    isChanged = true
    try sink.differ()
  }

  private func put(_ body: [UInt8], _ sink: inout some ByteSink) throws(AttachmentFault) {
    let sum = crc32(crc32(0, type.bytes, 4), body, UInt32(body.count))
    try sink.write(fourBytes(UInt32(body.count)) + type.bytes + body + fourBytes(UInt32(sum)))
  }
}

/// More is no Exif: in a JPEG picture it has to fit into one segment.
private let exifBytesMax = 65_535

private let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

private func number(_ bytes: some Collection<UInt8>) -> UInt32 { bytes.reduce(0) { $0 << 8 | UInt32($1) } }

private func fourBytes(_ number: UInt32) -> [UInt8] {
  withUnsafeBytes(of: number.bigEndian) { Array($0) }
}

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

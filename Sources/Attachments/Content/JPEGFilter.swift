import Glibc

/// Takes out of a JPEG picture what does not belong to the picture: place, time, camera, names, previews, comments, and all that
/// stands behind its end. What changes how it looks stays: colour profile, colour transform and orientation.
///
/// The bytes come piece by piece, in pieces of any size; what stays goes to a sink at once. One part of the picture is held, at
/// most 64 KiB.
///
/// Source: ITU-T T.81 annex B (markers), ITU-T T.871 (JFIF), CIPA DC-008 4.5.4 (Exif in APP1), ICC.1 annex B.4 (APP2).
struct JPEGFilter {
  private enum Phase {
    /// The two bytes with which every picture begins.
    case start
    /// 0xFF, then the marker's code. More than one 0xFF may stand before it.
    case mark, code
    /// Of a part: its length, then its bytes, gathered to be looked into, passed on, or left out.
    case length, gathered, copied, dropped
    /// The coded bytes of a scan; and behind a 0xFF among them.
    case scan, scanMark
    /// Behind the end.
    case end
  }

  private var phase = Phase.start
  /// Bytes of the phase that are still to come, where it has a length.
  private var remaining = 2
  private var bytes: [UInt8] = []
  private var marker: UInt8 = 0
  private var hasFrame = false
  private var hasScan = false
  private var hasOrientation = false
  /// The sink has got other bytes than came in.
  private(set) var isChanged = false

  /// Takes the next bytes.
  mutating func take(_ piece: UnsafeRawBufferPointer, _ sink: inout some ByteSink) throws(AttachmentFault) {
    var rest = piece
    while true {
      while remaining == 0, let next = try next(&sink) { (phase, remaining) = next }
      guard rest.count > 0 else { return }
      let count = try takeSome(rest, &sink)
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// All bytes have come.
  func finish() throws(AttachmentFault) {
    guard case .end = phase else { throw .malformed(.truncated) }
  }

  /// - Returns: how many bytes are taken, at least one.
  private mutating func takeSome(
    _ rest: UnsafeRawBufferPointer, _ sink: inout some ByteSink
  ) throws(AttachmentFault) -> Int {
    let part = UnsafeRawBufferPointer(rebasing: rest.prefix(remaining))
    switch phase {
    case .start, .length, .gathered: bytes.append(contentsOf: part)
    case .copied: try sink.write(part)
    case .dropped: try differ(&sink)
    case .mark:
      guard rest[0] == 0xFF else { throw .malformed(.badPart) }
    case .code, .scanMark: return try takeCode(rest[0], &sink)
    case .scan: return try takeScan(rest, &sink)
    case .end:
      try differ(&sink)
      return rest.count
    }
    remaining -= part.count
    return part.count
  }

  private mutating func takeCode(
    _ code: UInt8, _ sink: inout some ByteSink
  ) throws(AttachmentFault) -> Int {
    if code == 0xFF {
      try differ(&sink)
    } else if phase == .scanMark && (code == 0 || Marker.restarts.contains(code)) {
      // A coded 0xFF is followed by 0, and restart markers belong to the scan.
      try sink.write([0xFF, code])
      phase = .scan
    } else {
      marker = code
      remaining = 0
    }
    return 1
  }

  private mutating func takeScan(
    _ rest: UnsafeRawBufferPointer, _ sink: inout some ByteSink
  ) throws(AttachmentFault) -> Int {
    let found = memchr(rest.baseAddress!, 0xFF, rest.count)
    let count = found.map { UnsafeRawPointer($0) - rest.baseAddress! } ?? rest.count
    if count > 0 { try sink.write(UnsafeRawBufferPointer(rebasing: rest.prefix(count))) }
    guard found != nil else { return count }
    phase = .scanMark
    return count + 1
  }

  /// What follows a phase whose bytes have all come; nil at the end.
  private mutating func next(
    _ sink: inout some ByteSink
  ) throws(AttachmentFault) -> (Phase, remaining: Int)? {
    defer { bytes.removeAll(keepingCapacity: true) }
    switch phase {
    case .start:
      guard bytes == [0xFF, Marker.start] else { throw .malformed(.badPart) }
      try sink.write(bytes)
      return (.mark, 1)
    case .mark: return (.code, 1)
    case .code, .scanMark: return try begin(&sink)
    case .length:
      let length = Int(bytes[0]) << 8 | Int(bytes[1])
      guard length >= 2 else { throw .malformed(.badPart) }
      return try part(length - 2, &sink)
    case .gathered: try end(&sink)
    case .copied, .dropped, .scan: break
    case .end: return nil
    }
    return marker == Marker.scan ? (.scan, 1) : (.mark, 1)
  }

  /// A marker has come: the picture's end, or a part's begin.
  private mutating func begin(_ sink: inout some ByteSink) throws(AttachmentFault) -> (Phase, remaining: Int)
  {
    if marker == Marker.end {
      guard hasScan else { throw .malformed(.badOrder) }
      try sink.write([0xFF, Marker.end])
      return (.end, 1)
    }
    // Neither 0, nor a restart, a start or TEM has a length or a place here.
    guard marker >= 0xC0, !Marker.restarts.contains(marker), marker != Marker.start else {
      throw .malformed(.badOrder)
    }
    return (.length, 2)
  }

  /// A part's length is known: what is to be done with its bytes?
  private mutating func part(
    _ length: Int, _ sink: inout some ByteSink
  ) throws(AttachmentFault) -> (Phase, remaining: Int) {
    switch marker {
    case Marker.huffmanTables, Marker.arithmeticTables, Marker.quantisation, Marker.restartInterval: break
    case Marker.scan:
      guard hasFrame else { throw .malformed(.badOrder) }
      hasScan = true
    case Marker.frames where marker != Marker.extension, Marker.application: return (.gathered, length)
    case Marker.comment:
      try differ(&sink)
      return (.dropped, length)
    // Pictures in layers, tables to be expanded, a height that comes later: no usual program shows them.
    default: throw .malformed(.unusual)
    }
    try sink.write(Self.head(marker, length))
    return (.copied, length)
  }

  /// A part that is looked into has come.
  private mutating func end(_ sink: inout some ByteSink) throws(AttachmentFault) {
    if Marker.application.contains(marker) {
      try pass(application(), &sink)
    } else {
      try checkFrame()
      try pass(bytes, &sink)
    }
  }

  private mutating func checkFrame() throws(AttachmentFault) {
    guard !hasFrame else { throw .malformed(.badOrder) }
    // Precision, height, width, components of three bytes each.
    guard bytes.count >= 9, bytes.count == 6 + 3 * Int(bytes[5]), bytes[1] | bytes[2] != 0,
      bytes[3] | bytes[4] != 0
    else { throw .malformed(.badPart) }
    hasFrame = true
  }

  /// What stays of application data; nil: nothing.
  private mutating func application() throws(AttachmentFault) -> [UInt8]? {
    switch marker {
    case Marker.application0 where bytes.starts(with: Signature.jfif):
      guard bytes.count >= 14 else { throw .malformed(.badPart) }
      // Version, unit and density; a preview of 0 by 0.
      return bytes.prefix(12) + [0, 0]
    case Marker.application1 where bytes.starts(with: Signature.exif) && !hasOrientation:
      guard let orientation = Orientation(exif: bytes.dropFirst(Signature.exif.count)) else { return nil }
      hasOrientation = true
      return Signature.exif + orientation.exif
    case Marker.application2 where bytes.starts(with: Signature.colourProfile),
      Marker.application14 where bytes.starts(with: Signature.adobe):
      return bytes
    default: return nil
    }
  }

  private mutating func pass(_ kept: [UInt8]?, _ sink: inout some ByteSink) throws(AttachmentFault) {
    if kept != bytes { try differ(&sink) }
    guard let kept else { return }
    try sink.write(Self.head(marker, kept.count))
    try sink.write(kept)
  }

  private mutating func differ(_ sink: inout some ByteSink) throws(AttachmentFault) {
    if isChanged { return }
    isChanged = true
    try sink.differ()
  }

  private static func head(_ marker: UInt8, _ length: Int) -> [UInt8] {
    [0xFF, marker, UInt8((length + 2) >> 8), UInt8((length + 2) & 0xFF)]
  }
}

/// T.81, table B.1.
private enum Marker {
  /// The tables of Huffman and arithmetic coding stand among them, and an extension.
  static let frames: ClosedRange<UInt8> = 0xC0...0xCF
  static let huffmanTables: UInt8 = 0xC4
  static let `extension`: UInt8 = 0xC8
  static let arithmeticTables: UInt8 = 0xCC
  static let restarts: ClosedRange<UInt8> = 0xD0...0xD7
  static let start: UInt8 = 0xD8
  static let end: UInt8 = 0xD9
  static let scan: UInt8 = 0xDA
  static let quantisation: UInt8 = 0xDB
  static let restartInterval: UInt8 = 0xDD
  static let application: ClosedRange<UInt8> = 0xE0...0xEF
  static let application0: UInt8 = 0xE0
  static let application1: UInt8 = 0xE1
  static let application2: UInt8 = 0xE2
  static let application14: UInt8 = 0xEE
  static let comment: UInt8 = 0xFE
}

private enum Signature {
  static let jfif = Array("JFIF\0".utf8)
  static let exif = Array("Exif\0\0".utf8)
  static let colourProfile = Array("ICC_PROFILE\0".utf8)
  static let adobe = Array("Adobe".utf8)
}

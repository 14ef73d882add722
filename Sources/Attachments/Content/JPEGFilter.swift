/// Takes out of a JPEG picture what does not belong to the picture: place, time, camera, names, previews, comments, and all that
/// stands behind its end. What changes how it looks stays: colour profile, colour transform and orientation.
///
/// Source: ITU-T T.81 annex B (markers), ITU-T T.871 (JFIF), CIPA DC-008 4.5.4 (Exif in APP1), ICC.1 annex B.4 (APP2).
struct JPEGFilter<Source: ByteSource, Sink: ByteSink>: ~Copyable {
  private var stream: PictureStream<Source, Sink>
  private var hasFrame = false
  private var hasScan = false
  private var hasOrientation = false

  init(_ stream: consuming PictureStream<Source, Sink>) { self.stream = stream }

  /// Runs to the end of the picture.
  /// - Returns: the sink, and whether it got other bytes than the source gave.
  consuming func run() throws(AttachmentFault) -> (sink: Sink, isChanged: Bool) {
    guard try stream.byte() == 0xFF, try stream.byte() == Marker.start else { throw .malformed(.badPart) }
    try stream.put([0xFF, Marker.start])
    var marker = try nextMarker()
    while marker != Marker.end {
      try part(marker)
      marker = marker == Marker.scan ? try scannedMarker() : try nextMarker()
    }
    guard hasScan else { throw .malformed(.badOrder) }
    try stream.put([0xFF, Marker.end])
    try stream.dropRest()
    let isChanged = stream.isChanged
    return (stream.finish(), isChanged)
  }

  /// Reads a marker between two parts. More than one 0xFF may stand before it.
  private mutating func nextMarker() throws(AttachmentFault) -> UInt8 {
    guard try stream.byte() == 0xFF else { throw .malformed(.badPart) }
    return try markerCode()
  }

  private mutating func markerCode() throws(AttachmentFault) -> UInt8 {
    var code = try stream.byte()
    while code == 0xFF {
      stream.markChanged()
      code = try stream.byte()
    }
    return code
  }

  /// Passes on the coded bytes of a scan and reads the marker behind them. A coded 0xFF is followed by 0, and restart markers
  /// belong to the scan.
  private mutating func scannedMarker() throws(AttachmentFault) -> UInt8 {
    while true {
      try stream.copy(upTo: 0xFF)
      _ = try stream.byte()
      let code = try markerCode()
      guard code == 0 || Marker.restarts.contains(code) else { return code }
      try stream.put([0xFF, code])
    }
  }

  private mutating func part(_ marker: UInt8) throws(AttachmentFault) {
    let length = try length(marker)
    switch marker {
    case Marker.frames where !Marker.notFrames.contains(marker): try frame(marker, length)
    case Marker.scan:
      guard hasFrame else { throw .malformed(.badOrder) }
      hasScan = true
      try copy(marker, length)
    case Marker.huffmanTables, Marker.arithmeticTables, Marker.quantisation, Marker.restartInterval:
      try copy(marker, length)
    case Marker.application: try application(marker, length)
    case Marker.comment: try stream.drop(length)
    // Pictures in layers, tables to be expanded, a height that comes later: no usual program shows them.
    default: throw .malformed(.unusual)
    }
  }

  /// Bytes behind the two of the length itself.
  private mutating func length(_ marker: UInt8) throws(AttachmentFault) -> Int {
    // Neither 0, nor a restart, a start or TEM has a length or a place here.
    guard marker >= 0xC0, !Marker.restarts.contains(marker), marker != Marker.start else {
      throw .malformed(.badOrder)
    }
    let length = try stream.number16()
    guard length >= 2 else { throw .malformed(.badPart) }
    return length - 2
  }

  private mutating func frame(_ marker: UInt8, _ length: Int) throws(AttachmentFault) {
    guard !hasFrame else { throw .malformed(.badOrder) }
    let header = try stream.take(length)
    // Precision, height, width, components of three bytes each.
    guard header.count >= 9, header.count == 6 + 3 * Int(header[5]),
      header[1] | header[2] != 0, header[3] | header[4] != 0
    else { throw .malformed(.badPart) }
    hasFrame = true
    try put(marker, header)
  }

  private mutating func copy(_ marker: UInt8, _ length: Int) throws(AttachmentFault) {
    try stream.put(Self.head(marker, length))
    try stream.copy(length)
  }

  private mutating func put(_ marker: UInt8, _ payload: [UInt8]) throws(AttachmentFault) {
    try stream.put(Self.head(marker, payload.count))
    try stream.put(payload)
  }

  private static func head(_ marker: UInt8, _ length: Int) -> [UInt8] {
    [0xFF, marker, UInt8((length + 2) >> 8), UInt8((length + 2) & 0xFF)]
  }

  // MARK: Application data

  private mutating func application(_ marker: UInt8, _ length: Int) throws(AttachmentFault) {
    let payload = try stream.take(length)
    switch marker {
    case Marker.application0 where payload.starts(with: Signature.jfif):
      guard payload.count >= 14 else { throw .malformed(.badPart) }
      // Version, unit and density; a preview of 0 by 0.
      try replace(marker, payload, by: payload.prefix(12) + [0, 0])
    case Marker.application1 where payload.starts(with: Signature.exif) && !hasOrientation:
      guard let orientation = Orientation(exif: payload.dropFirst(Signature.exif.count)) else {
        return stream.markChanged()
      }
      hasOrientation = true
      try replace(marker, payload, by: Signature.exif + orientation.exif)
    case Marker.application2 where payload.starts(with: Signature.colourProfile),
      Marker.application14 where payload.starts(with: Signature.adobe):
      try put(marker, payload)
    default: stream.markChanged()
    }
  }

  private mutating func replace(
    _ marker: UInt8, _ payload: [UInt8], by other: [UInt8]
  ) throws(AttachmentFault) {
    try stream.put(Self.head(marker, other.count))
    try stream.replace(payload, by: other)
  }
}

/// T.81, table B.1.
private enum Marker {
  static let frames: ClosedRange<UInt8> = 0xC0...0xCF
  /// In the range of the frames: Huffman tables, an extension, arithmetic tables.
  static let notFrames: [UInt8] = [0xC4, 0xC8, 0xCC]
  static let huffmanTables: UInt8 = 0xC4
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

/// Reads the nine bytes before each frame (RFC 9113 4.1) ahead of nghttp2, which keeps silent about some of what a
/// server has to act on: HEADERS on stale streams, and floods of frames that are each allowed.
struct FrameScanner {
  /// What a frame header means to the server's guards. Frames that concern none of them are not reported.
  enum Notice: Equatable {
    /// A frame that costs its sender next to nothing: SETTINGS, PING, PRIORITY, WINDOW_UPDATE, CONTINUATION,
    /// empty DATA, unknown types.
    case control
    /// A PING that is not an acknowledgement; also a control frame.
    case ping
    /// RST_STREAM; `onOpenStream` when the stream had not been answered in full.
    case reset(onOpenStream: Bool)
    /// A late frame on a stream that we reset: to be ignored, and counted.
    case late
    /// A frame on a stream that was over: a connection error, STREAM_CLOSED (RFC 9113 5.1).
    case stale
    /// HEADERS on an id that was skipped, PRIORITY on stream 0 or on itself: a connection error, PROTOCOL_ERROR
    /// (RFC 9113 5.1.1 and 6.3, RFC 7540 5.3.1), of which nghttp2 keeps silent.
    case misplaced
  }

  private enum FrameType {
    static let data: UInt8 = 0
    static let headers: UInt8 = 1
    static let priority: UInt8 = 2
    static let resetStream: UInt8 = 3
    static let ping: UInt8 = 6
    static let continuation: UInt8 = 9
  }

  private static let prefaceBytes = 24

  var history = StreamHistory()
  private var header: (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8) = (
    0, 0, 0, 0, 0, 0, 0, 0, 0
  )
  private var headerCount = 0
  /// Bytes of the current frame's payload, or of the connection preface, that are still to come.
  private var payloadLeft = FrameScanner.prefaceBytes
  private var type: UInt8 = 255
  private var isInHeaderBlock = false

  /// Whether a header block or a frame other than DATA has begun and is not complete: it must come in time.
  var isInsideHeaders: Bool {
    isInHeaderBlock || headerCount > 0 || (payloadLeft > 0 && type != FrameType.data)
  }

  /// Goes through `bytes` up to and including the next frame header worth a notice.
  ///
  /// - Parameter position: where to begin; left behind the frame header, or at the end when nothing was found.
  mutating func next(in bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Notice? {
    while true {
      if payloadLeft > 0 {
        let skipped = min(payloadLeft, bytes.count - position)
        payloadLeft -= skipped
        position += skipped
        if payloadLeft > 0 { return nil }
      }
      if headerCount == 0 && bytes.count - position >= 9 {
        let payload = UnsafeRawBufferPointer(rebasing: bytes[(position + 9)...])
        let notice = read(UnsafeRawBufferPointer(rebasing: bytes[position..<position + 9]), payload)
        position += 9
        if let notice { return notice }
        continue
      }
      // A header that is split between two reads.
      while headerCount < 9 && position < bytes.count {
        let byte = bytes[position]
        let index = headerCount
        withUnsafeMutableBytes(of: &header) { $0[index] = byte }
        headerCount += 1
        position += 1
      }
      guard headerCount == 9 else { return nil }
      headerCount = 0
      let whole = header
      let payload = UnsafeRawBufferPointer(rebasing: bytes[position...])
      if let notice = withUnsafeBytes(of: whole, { read($0, payload) }) { return notice }
    }
  }

  /// - Parameter payload: what has come behind the nine bytes of `frame`.
  private mutating func read(_ frame: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer) -> Notice? {
    let length = Int(frame[0]) << 16 | Int(frame[1]) << 8 | Int(frame[2])
    let flags = frame[4]
    let id = Self.streamID(frame, at: 5)
    payloadLeft = length
    type = frame[3]
    switch type {
    case FrameType.headers:
      isInHeaderBlock = flags & 0x4 == 0
      return headers(id)
    case FrameType.data:
      if id <= history.highest {
        switch history.state(of: id) {
        case .over: return .stale
        case .resetByUs: return .late
        case .open, .unknown: break
        }
      }
      // Without END_STREAM and without a byte of content it does nothing.
      return flags & 0x1 == 0 && !Self.hasContent(length, flags, payload) ? .control : nil
    case FrameType.continuation:
      isInHeaderBlock = isInHeaderBlock && flags & 0x4 == 0
      return .control
    case FrameType.resetStream:
      let wasOpen = history.state(of: id) == .open
      history.closed(id, resetByUs: false)
      return .reset(onOpenStream: wasOpen)
    case FrameType.ping where flags & 0x1 == 0:
      return .ping
    case FrameType.priority:
      // A dependency on itself is looked for where the frame has come whole, as any sender's five bytes do.
      let dependsOnItself = payload.count >= 4 && Self.streamID(payload, at: 0) == id
      return id == 0 || dependsOnItself ? .misplaced : .control
    default:
      return .control
    }
  }

  /// Whether a DATA frame holds more than padding, as far as what has come tells.
  private static func hasContent(_ length: Int, _ flags: UInt8, _ payload: UnsafeRawBufferPointer) -> Bool {
    guard flags & 0x8 != 0 else { return length > 0 }
    // Pad Length counts what follows the content, and is a byte itself (RFC 9113 6.1).
    guard let padLength = payload.first else { return false }
    return length > Int(padLength) + 1
  }

  private static func streamID(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
    Int32(
      bitPattern: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        & 0x7FFF_FFFF)
  }

  private mutating func headers(_ id: Int32) -> Notice? {
    if id > history.highest {
      // An even id is nghttp2's to refuse.
      if id & 1 == 1 { history.opened(id) }
      return nil
    }
    switch history.state(of: id) {
    case .open: return nil
    case .resetByUs: return .late
    case .over: return .stale
    case .unknown: return .misplaced
    }
  }
}

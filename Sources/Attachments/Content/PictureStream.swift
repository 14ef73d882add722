import Glibc

/// A picture on its way from a source to a sink: its filter copies, drops or replaces what comes next. Holds one window of the
/// bytes, however long the picture or a part of it says that it is.
struct PictureStream<Source: ByteSource, Sink: ByteSink>: ~Copyable {
  private var source: Source
  private var sink: Sink
  private let window: UnsafeMutableRawBufferPointer
  /// What of the window is still to come.
  private var start = 0
  private var end = 0
  /// The sink gets other bytes than the source gave.
  private(set) var isChanged = false

  /// - Parameter windowBytes: small ones are for tests; at least 16.
  init(_ source: Source, _ sink: Sink, windowBytes: Int = 65_536) {
    self.source = source
    self.sink = sink
    window = UnsafeMutableRawBufferPointer.allocate(byteCount: max(16, windowBytes), alignment: 16)
  }

  deinit { window.deallocate() }

  consuming func finish() -> Sink { sink }

  /// Has at least one byte in the window, but at the end of the source.
  private mutating func refill() throws(AttachmentFault) -> Bool {
    if start < end { return true }
    start = 0
    end = try source.read(window)
    return end > 0
  }

  private var ahead: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: window[start..<end]) }

  /// The next byte, taken out.
  /// - Throws: `truncated` at the end.
  mutating func byte() throws(AttachmentFault) -> UInt8 {
    guard try refill() else { throw .malformed(.truncated) }
    defer { start += 1 }
    return window[start]
  }

  /// The next bytes, taken out: for small parts that have to be looked into.
  mutating func take(_ count: Int) throws(AttachmentFault) -> [UInt8] {
    var taken: [UInt8] = []
    // Grows with what comes, not with what a length says.
    while taken.count < count {
      guard try refill() else { throw .malformed(.truncated) }
      let part = ahead.prefix(count - taken.count)
      taken.append(contentsOf: part)
      start += part.count
    }
    return taken
  }

  mutating func number16() throws(AttachmentFault) -> Int {
    let high = try byte()
    return Int(high) << 8 | Int(try byte())
  }

  /// Passes bytes on as they are.
  /// - Parameter seen: gets them too.
  mutating func copy(
    _ count: Int, seen: (UnsafeRawBufferPointer) -> Void = { _ in }
  ) throws(AttachmentFault) {
    var left = count
    while left > 0 {
      guard try refill() else { throw .malformed(.truncated) }
      let part = UnsafeRawBufferPointer(rebasing: ahead.prefix(left))
      seen(part)
      try sink.write(part)
      start += part.count
      left -= part.count
    }
  }

  /// Bytes that were taken are left out, or others are put in their place.
  mutating func markChanged() { isChanged = true }

  /// Leaves bytes out.
  mutating func drop(_ count: Int) throws(AttachmentFault) {
    isChanged = true
    var left = count
    while left > 0 {
      guard try refill() else { throw .malformed(.truncated) }
      let part = min(left, end - start)
      start += part
      left -= part
    }
  }

  /// Leaves out all that is left, if anything is.
  mutating func dropRest() throws(AttachmentFault) {
    while try refill() {
      isChanged = true
      start = end
    }
  }

  /// Passes bytes on up to the next `mark` byte, which stays.
  /// - Throws: `truncated` where there is none.
  mutating func copy(upTo mark: UInt8) throws(AttachmentFault) {
    while true {
      guard try refill() else { throw .malformed(.truncated) }
      let bytes = ahead
      let found = memchr(bytes.baseAddress!, Int32(mark), bytes.count)
      let count = found.map { UnsafeRawPointer($0) - bytes.baseAddress! } ?? bytes.count
      if count > 0 { try sink.write(UnsafeRawBufferPointer(rebasing: bytes.prefix(count))) }
      start += count
      if found != nil { return }
    }
  }

  /// Puts in bytes that stand for taken ones.
  mutating func put(_ bytes: [UInt8]) throws(AttachmentFault) {
    var failure: AttachmentFault?
    bytes.withUnsafeBytes { raw in
      do throws(AttachmentFault) { try sink.write(raw) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Puts in other bytes than those that were taken.
  mutating func replace(_ taken: [UInt8], by bytes: [UInt8]) throws(AttachmentFault) {
    if taken != bytes { isChanged = true }
    try put(bytes)
  }
}

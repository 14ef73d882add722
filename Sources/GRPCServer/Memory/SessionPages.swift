import Glibc

/// Pages for the two large blocks of each nghttp2 session on one loop: the session itself (2.9 KB) and its frame buffer
/// (16 KiB), of which small calls touch the first hundred bytes.
///
/// Between other allocations all pages of the buffer become resident; on pages of its own only the first does, and the
/// session fits before the buffer on that same page (measured: 15 KB less a connection).
struct SessionPages {
  /// Five pages: 3 KiB for a session, then a frame buffer of 16,394 bytes (9 + 1 + 16,384).
  private static let stride = 20_480
  private static let sessionBytes = 3_072
  private static let bufferBytes = stride - sessionBytes

  private let region: UnsafeMutableRawPointer
  private let count: Int
  private var usedSessions = 0
  private var usedBuffers = 0
  private var freeSessions: [UnsafeMutableRawPointer] = []
  private var freeBuffers: [UnsafeMutableRawPointer] = []

  /// - Parameter count: how many sessions are served at most; malloc(3) serves what is beyond.
  init(count: Int) {
    self.count = count
    // Address space only: a page costs memory once it is touched.
    let mapped = mmap(
      nil, count * Self.stride, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    precondition(mapped != MAP_FAILED, "no address space for sessions")
    region = mapped!
  }

  func destroy() {
    munmap(region, count * Self.stride)
  }

  @inline(__always)
  func owns(_ block: UnsafeMutableRawPointer) -> Bool {
    block >= region && block < region + count * Self.stride
  }

  private func isSession(_ block: UnsafeMutableRawPointer) -> Bool {
    (block - region) % Self.stride == 0
  }

  /// - Returns: nil when the size is that of neither block, or when all are taken.
  mutating func take(_ size: Int) -> UnsafeMutableRawPointer? {
    if size > 2_048 && size <= Self.sessionBytes {
      if let block = freeSessions.popLast() { return block }
      guard usedSessions < count else { return nil }
      usedSessions += 1
      return region + (usedSessions - 1) * Self.stride
    }
    guard size >= 16_384 && size <= Self.bufferBytes else { return nil }
    if let block = freeBuffers.popLast() { return block }
    guard usedBuffers < count else { return nil }
    usedBuffers += 1
    return region + (usedBuffers - 1) * Self.stride + Self.sessionBytes
  }

  mutating func give(_ block: UnsafeMutableRawPointer) {
    if isSession(block) {
      freeSessions.append(block)
      return
    }
    // What a large frame has touched goes back to the system; the first page is shared with a session.
    let page = 4_096
    madvise(block - Self.sessionBytes + page, Self.stride - page, MADV_DONTNEED)
    freeBuffers.append(block)
  }

  /// - Parameter block: one that ``owns(_:)``.
  func size(of block: UnsafeMutableRawPointer) -> Int {
    isSession(block) ? Self.sessionBytes : Self.bufferBytes
  }
}

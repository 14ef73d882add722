import Glibc

/// Pages for the frame buffers of one loop's sessions.
///
/// A session keeps a 16 KiB frame buffer of which small calls touch the first hundred bytes. Between other allocations
/// all its pages become resident; on pages of its own only the first does (measured: 12 KB less a connection).
struct FrameBuffers {
  /// nghttp2 asks for 16,394 bytes (9 + 1 + 16,384): five pages.
  private static let bufferBytes = 20_480
  private static let smallest = 16_384
  /// Buffers that stay resident while nobody uses them; the pages of the others go back to the system.
  private static let warm = 64

  private let region: UnsafeMutableRawPointer
  private let regionBytes: Int
  private var unused: Int
  private var free: [UnsafeMutableRawPointer] = []

  /// - Parameter count: how many are served at most; malloc(3) serves what is beyond.
  init(count: Int) {
    unused = count
    regionBytes = count * Self.bufferBytes
    // Address space only: a page costs memory once it is touched.
    let mapped = mmap(
      nil, regionBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    precondition(mapped != MAP_FAILED, "no address space for frame buffers")
    region = mapped!
  }

  func destroy() {
    munmap(region, regionBytes)
  }

  @inline(__always)
  func owns(_ pointer: UnsafeMutableRawPointer) -> Bool {
    pointer >= region && pointer < region + regionBytes
  }

  var capacity: Int { Self.bufferBytes }

  /// - Returns: nil when the size is not a frame buffer's, or when all are taken.
  mutating func take(_ size: Int) -> UnsafeMutableRawPointer? {
    guard size >= Self.smallest && size <= Self.bufferBytes else { return nil }
    if let buffer = free.popLast() { return buffer }
    guard unused > 0 else { return nil }
    unused -= 1
    return region + unused * Self.bufferBytes
  }

  mutating func give(_ buffer: UnsafeMutableRawPointer) {
    if free.count >= Self.warm { madvise(buffer, Self.bufferBytes, MADV_DONTNEED) }
    free.append(buffer)
  }
}

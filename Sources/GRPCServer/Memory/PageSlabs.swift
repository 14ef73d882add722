import CNghttp2
import Glibc

/// Memory for nghttp2's sessions on one loop.
///
/// A session keeps a 16 KiB frame buffer of which small calls touch the first hundred bytes. Between other allocations
/// all its pages become resident; on pages of its own only the first does (measured: 12 KB less a connection).
final class PageSlabs {
  /// The frame buffer is 16,394 bytes (9 + 1 + 16,384): five pages.
  private static let slabBytes = 20_480
  private static let smallest = 16_384

  private let region: UnsafeMutableRawPointer
  private let regionBytes: Int
  private var unused: Int
  private var free: [UnsafeMutableRawPointer] = []
  private(set) var memory = nghttp2_mem()

  /// - Parameter count: how many frame buffers are at most served from slabs; malloc(3) serves what is beyond.
  init(count: Int) {
    let bytes = count * Self.slabBytes
    // Address space only: a page costs memory once it is touched.
    let mapped = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    precondition(mapped != MAP_FAILED, "no address space for frame buffers")
    region = mapped!
    regionBytes = bytes
    unused = count
    memory.mem_user_data = Unmanaged.passUnretained(self).toOpaque()
    memory.malloc = { size, user in Glibc.malloc(size) }
    memory.calloc = { count, size, user in Glibc.calloc(count, size) }
    memory.free = { pointer, user in PageSlabs.owner(user)._withUnsafeGuaranteedRef { $0.release(pointer) } }
    memory.realloc = { pointer, size, user in
      PageSlabs.owner(user)._withUnsafeGuaranteedRef { $0.resize(pointer, size) }
    }
  }

  deinit {
    munmap(region, regionBytes)
  }

  private static func owner(_ user: UnsafeMutableRawPointer?) -> Unmanaged<PageSlabs> {
    Unmanaged<PageSlabs>.fromOpaque(user!)
  }

  private func owns(_ pointer: UnsafeMutableRawPointer) -> Bool {
    pointer >= region && pointer < region + regionBytes
  }

  /// nghttp2 gets its buffers by `realloc(NULL, size)`.
  private func resize(_ pointer: UnsafeMutableRawPointer?, _ size: Int) -> UnsafeMutableRawPointer? {
    guard let pointer else {
      guard size >= Self.smallest, size <= Self.slabBytes else { return Glibc.malloc(size) }
      return take() ?? Glibc.malloc(size)
    }
    guard owns(pointer) else { return Glibc.realloc(pointer, size) }
    if size <= Self.slabBytes { return pointer }
    guard let moved = Glibc.malloc(size) else { return nil }
    memcpy(moved, pointer, Self.slabBytes)
    release(pointer)
    return moved
  }

  private func take() -> UnsafeMutableRawPointer? {
    if let slab = free.popLast() { return slab }
    guard unused > 0 else { return nil }
    unused -= 1
    return region + unused * Self.slabBytes
  }

  private func release(_ pointer: UnsafeMutableRawPointer?) {
    guard let pointer else { return }
    guard owns(pointer) else {
      Glibc.free(pointer)
      return
    }
    // A busy server keeps a few warm; the rest goes back to the system with the connection.
    if free.count >= 64 { madvise(pointer, Self.slabBytes, MADV_DONTNEED) }
    free.append(pointer)
  }
}

import Glibc

/// A growable run of bytes that is filled at its end and read from its start.
///
/// Grows by realloc(3) as bytes arrive, never by what a peer announces.
struct ByteBuffer: ~Copyable {
  private var base: UnsafeMutableRawPointer?
  private(set) var capacity = 0
  private var start = 0
  private var end = 0

  init() {}

  deinit {
    free(base)
  }

  /// Bytes that are not read yet.
  var count: Int { end - start }

  var isEmpty: Bool { start == end }

  var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base.map { UnsafeRawPointer($0) + start }, count: count)
  }

  /// Makes room for `count` more bytes at the end and gives it, counted as filled.
  mutating func extend(_ count: Int) -> UnsafeMutableRawBufferPointer {
    reserve(count)
    defer { end += count }
    return UnsafeMutableRawBufferPointer(start: base.map { $0 + end }, count: count)
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress, bytes.count > 0 else { return }
    reserve(bytes.count)
    memcpy(base! + end, source, bytes.count)
    end += bytes.count
  }

  mutating func append(_ byte: UInt8) {
    reserve(1)
    (base! + end).storeBytes(of: byte, as: UInt8.self)
    end += 1
  }

  /// Drops bytes from the start.
  mutating func consume(_ count: Int) {
    start += count
    assert(start <= end)
    if start == end {
      start = 0
      end = 0
    }
  }

  /// Empties it, and gives memory back above `capacity` bytes.
  mutating func clear(keeping kept: Int) {
    start = 0
    end = 0
    guard capacity > kept else { return }
    free(base)
    base = nil
    capacity = 0
  }

  private mutating func reserve(_ count: Int) {
    guard end + count > capacity else { return }
    if start > 0 {
      memmove(base!, base! + start, self.count)
      end -= start
      start = 0
      if end + count <= capacity { return }
    }
    var wanted = max(capacity, 512)
    while wanted < end + count { wanted *= 2 }
    guard let grown = realloc(base, wanted) else { preconditionFailure("out of memory") }
    base = grown
    capacity = wanted
  }
}

import Glibc

/// Where a loop gathers what one connection sends in one write; shared, since it is emptied before the next is filled.
struct OutputBuffer: ~Copyable {
  /// Room for the largest frame (16 KiB of payload, nine bytes of header) is kept at the end.
  private static let frameBytes = 16_384 + 9 + 256
  private static let writeBytes = 48 << 10

  private let memory = UnsafeMutableRawBufferPointer.allocate(
    byteCount: writeBytes + frameBytes, alignment: 16)
  private var count = 0

  init() {}

  deinit {
    memory.deallocate()
  }

  var isEmpty: Bool { count == 0 }

  /// Whether one more frame fits.
  var hasRoom: Bool { count < Self.writeBytes }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    precondition(bytes.count <= memory.count - count, "a frame is never larger than its room")
    if let source = bytes.baseAddress {
      memcpy(memory.baseAddress! + count, source, bytes.count)
      count += bytes.count
    }
  }

  mutating func append(zeros: Int) {
    precondition(zeros <= memory.count - count, "a frame is never larger than its room")
    memset(memory.baseAddress! + count, 0, zeros)
    count += zeros
  }

  /// Gives the bytes and is empty again.
  mutating func flush(_ body: (UnsafeRawBufferPointer) -> Void) {
    let bytes = UnsafeRawBufferPointer(rebasing: memory[..<count])
    count = 0
    body(bytes)
  }
}

/// Finds messages in the bytes of a stream: one flag byte, four bytes of length, the message (PROTOCOL-HTTP2,
/// "Length-Prefixed-Message"). Where DATA frames begin and end means nothing.
struct MessageReader: ~Copyable {
  enum Step {
    /// All bytes are taken and no message is whole.
    case needsMore
    /// A whole message; the bytes are valid until the next `read` or `clear` and, unless kept, while
    /// what was received is valid.
    case message(UnsafeRawBufferPointer, isCompressed: Bool)
    /// The announced length is above the limit; nothing was allocated for it.
    case tooLarge(UInt32)
    /// A flag byte other than 0 and 1.
    case badFlag(UInt8)
  }

  private var prefix: (UInt8, UInt32) = (0, 0)
  private var prefixCount = 0
  private var buffer = ByteBuffer()

  init() {}

  /// Whether a message or its prefix has begun and is not whole.
  var isInsideMessage: Bool { prefixCount > 0 }

  /// Memory that is held.
  var bufferedBytes: Int { buffer.capacity }

  /// Takes bytes from the start of `bytes`, up to the end of one message.
  mutating func read(_ bytes: inout UnsafeRawBufferPointer, limit: Int) -> Step {
    while prefixCount < 5 {
      guard let byte = bytes.first else { return .needsMore }
      bytes = UnsafeRawBufferPointer(rebasing: bytes[1...])
      if prefixCount == 0 {
        guard byte <= 1 else { return .badFlag(byte) }
        prefix = (byte, 0)
        buffer.clear(keeping: 4_096)
      } else {
        prefix.1 = prefix.1 << 8 | UInt32(byte)
      }
      prefixCount += 1
      if prefixCount == 5 && prefix.1 > limit { return .tooLarge(prefix.1) }
    }
    let length = Int(prefix.1)
    let missing = length - buffer.count
    if bytes.count < missing {
      buffer.append(bytes)
      bytes = UnsafeRawBufferPointer(rebasing: bytes[bytes.count...])
      return .needsMore
    }
    let taken = UnsafeRawBufferPointer(rebasing: bytes[..<missing])
    bytes = UnsafeRawBufferPointer(rebasing: bytes[missing...])
    prefixCount = 0
    // A message that lies whole in what was received is not copied.
    if buffer.isEmpty { return .message(taken, isCompressed: prefix.0 == 1) }
    buffer.append(taken)
    return .message(buffer.bytes, isCompressed: prefix.0 == 1)
  }

  /// Makes the message that was just found outlive the bytes in which it was received.
  ///
  /// - Returns: the same bytes, valid until the next `read` or `clear`.
  mutating func keep(_ message: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    if buffer.isEmpty { buffer.append(message) }
    return buffer.bytes
  }

  /// Begins anew, and gives memory back above `kept` bytes.
  mutating func clear(keeping kept: Int) {
    prefixCount = 0
    buffer.clear(keeping: kept)
  }
}

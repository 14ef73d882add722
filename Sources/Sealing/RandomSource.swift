import COpenSSL

/// Random bytes for keys, salts and serial numbers, from OpenSSL's generator.
///
/// One a thread: it draws 1 KiB at a time, since a draw costs as much for 1 byte as for 1,000 (measured: 560 ns for 16
/// bytes), and wipes each byte as it is handed out.
public final class RandomSource {
  private static let blockBytes = 1_024
  private let block: UnsafeMutableRawBufferPointer
  private var used = RandomSource.blockBytes

  public init() {
    block = UnsafeMutableRawBufferPointer.allocate(byteCount: RandomSource.blockBytes, alignment: 8)
  }

  deinit {
    OPENSSL_cleanse(block.baseAddress, block.count)
    block.deallocate()
  }

  /// Fills a buffer of at most 1,024 bytes.
  ///
  /// - Throws: `library` when the generator cannot be seeded; then nothing may be sealed.
  public func fill(_ output: UnsafeMutableRawBufferPointer) throws(SealingError) {
    precondition(output.count <= RandomSource.blockBytes, "at most 1,024 random bytes at a time")
    if used + output.count > RandomSource.blockBytes {
      guard RAND_bytes(block.baseAddress, Int32(block.count)) == 1 else {
        throw .library("draw random bytes")
      }
      used = 0
    }
    let drawn = UnsafeMutableRawBufferPointer(rebasing: block[used..<used + output.count])
    output.copyMemory(from: UnsafeRawBufferPointer(drawn))
    OPENSSL_cleanse(drawn.baseAddress, drawn.count)
    used += output.count
  }

  /// 16 random bytes as two words: a salt.
  public func salt() throws(SealingError) -> (UInt64, UInt64) {
    var words: (UInt64, UInt64) = (0, 0)
    try withUnsafeMutableBytes(of: &words) { (bytes) throws(SealingError) in try fill(bytes) }
    return words
  }
}

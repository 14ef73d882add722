import COpenSSL

/// 32 secret bytes, wiped when the last owner lets go of them.
///
/// `@unchecked Sendable` holds because the bytes are written in `init` alone and only read afterwards.
public final class SecretKey: @unchecked Sendable {
  /// Length in bytes.
  public static let byteCount = 32

  private let bytes: UnsafeMutableRawBufferPointer

  /// Takes bytes that `fill` writes; what it throws is passed on.
  init<Failure: Error>(
    _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: SecretKey.byteCount, alignment: 8)
    bytes.initializeMemory(as: UInt8.self, repeating: 0)
    try fill(bytes)
  }

  /// Copies 32 bytes. The caller wipes its own copy.
  public convenience init(copying source: UnsafeRawBufferPointer) {
    precondition(source.count == SecretKey.byteCount, "a secret key has 32 bytes")
    self.init { $0.copyMemory(from: source) }
  }

  deinit {
    OPENSSL_cleanse(bytes.baseAddress, bytes.count)
    bytes.deallocate()
  }

  /// Lends the bytes; the pointer ends with the closure, and no copy may outlive it.
  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(bytes))
  }
}

/// Overwrites bytes that were secret, in a way that no optimiser leaves out.
func wipe(_ bytes: inout [UInt8]) {
  bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
}

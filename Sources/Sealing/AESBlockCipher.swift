import COpenSSL

/// AES on single blocks, keyed once: the ground under FF1. One a thread.
final class AESBlockCipher {
  private let context: OpaquePointer

  /// - Parameter key: 16, 24 or 32 bytes.
  /// - Throws: `library` when OpenSSL offers no such AES or has no memory.
  init(key: UnsafeRawBufferPointer) throws(SealingError) {
    precondition([16, 24, 32].contains(key.count), "an AES key has 16, 24 or 32 bytes")
    guard let algorithm = EVP_CIPHER_fetch(nil, "AES-\(key.count * 8)-ECB", nil) else {
      throw .library("fetch AES")
    }
    defer { EVP_CIPHER_free(algorithm) }
    guard let context = EVP_CIPHER_CTX_new() else { throw .library("start AES") }
    let bytes = key.baseAddress?.assumingMemoryBound(to: UInt8.self)
    guard EVP_EncryptInit_ex2(context, algorithm, bytes, nil, nil) == 1,
      EVP_CIPHER_CTX_set_padding(context, 0) == 1
    else {
      EVP_CIPHER_CTX_free(context)
      throw .library("key AES")
    }
    self.context = context
  }

  deinit {
    EVP_CIPHER_CTX_free(context)
  }

  @inline(__always)
  func encrypt(_ block: SIMD16<UInt8>) -> SIMD16<UInt8> {
    var block = block
    withUnsafeMutableBytes(of: &block) {
      let bytes = $0.baseAddress?.assumingMemoryBound(to: UInt8.self)
      var count: Int32 = 0
      mustSucceed(EVP_EncryptUpdate(context, bytes, &count, bytes, 16))
    }
    return block
  }
}

import COpenSSL
public import Casework

/// SHA-256, the algorithm fetched once and the context used again: one a thread.
///
/// A digest of 40 bytes costs about 70 ns this way; fetching for each would cost several times that.
public final class SHA256Context {
  private let algorithm: OpaquePointer
  private let context: OpaquePointer

  /// - Throws: `library` when OpenSSL offers no SHA-256 or has no memory.
  public init() throws(SealingError) {
    guard let algorithm = EVP_MD_fetch(nil, "SHA256", nil) else { throw .library("fetch SHA-256") }
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex2(context, algorithm, nil) == 1 else {
      EVP_MD_free(algorithm)
      throw .library("start SHA-256")
    }
    self.algorithm = algorithm
    self.context = context
  }

  deinit {
    EVP_MD_CTX_free(context)
    EVP_MD_free(algorithm)
  }

  /// The digest of one run of bytes.
  public func digest(of bytes: UnsafeRawBufferPointer) -> Digest {
    start()
    update(bytes)
    return finish()
  }

  /// Begins a digest over several runs of bytes; what was begun before is dropped.
  public func start() {
    // Without an algorithm the context starts again with its own.
    mustSucceed(EVP_DigestInit_ex2(context, nil, nil))
  }

  /// Adds bytes to the digest that `start` began.
  public func update(_ bytes: UnsafeRawBufferPointer) {
    mustSucceed(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
  }

  /// Ends the digest that `start` began.
  public func finish() -> Digest {
    var digest = Digest()
    digest.withUnsafeMutableBytes {
      mustSucceed(EVP_DigestFinal_ex(context, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), nil))
    }
    return digest
  }
}

/// A context that was set up computes in memory of its own and has nothing left that can fail. If it does, memory is
/// corrupt, and a wrong digest must not be stored as if it were right.
@inline(__always)
func mustSucceed(_ result: Int32) {
  precondition(result == 1, "OpenSSL failed on a context that was ready")
}

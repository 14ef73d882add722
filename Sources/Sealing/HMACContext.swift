import COpenSSL
public import Casework

/// HMAC-SHA256 under one key, keyed once and used again: one a thread.
///
/// A code of 40 bytes costs about 160 ns: `EVP_MAC_init` without a key starts again from the key's two saved states.
public final class HMACContext {
  private let context: OpaquePointer

  /// - Throws: `library` when OpenSSL offers no HMAC or has no memory.
  public init(key: SecretKey) throws(SealingError) {
    guard let algorithm = EVP_MAC_fetch(nil, "HMAC", nil) else { throw .library("fetch HMAC") }
    defer { EVP_MAC_free(algorithm) }
    guard let context = EVP_MAC_CTX_new(algorithm) else { throw .library("start HMAC") }
    guard HMACContext.setKey(key, of: context) else {
      EVP_MAC_CTX_free(context)
      throw .library("key HMAC-SHA256")
    }
    self.context = context
  }

  deinit {
    EVP_MAC_CTX_free(context)
  }

  private static func setKey(_ key: SecretKey, of context: OpaquePointer) -> Bool {
    Parameters.withDigestName { digest in
      key.withUnsafeBytes { bytes in
        var parameters = [digest, OSSL_PARAM_construct_end()]
        return EVP_MAC_init(
          context, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, &parameters) == 1
      }
    }
  }

  /// The code of one run of bytes.
  public func code(of bytes: UnsafeRawBufferPointer) -> Digest {
    start()
    update(bytes)
    return finish()
  }

  /// Begins a code over several runs of bytes; what was begun before is dropped.
  public func start() {
    mustSucceed(EVP_MAC_init(context, nil, 0, nil))
  }

  /// Adds bytes to the code that `start` began.
  public func update(_ bytes: UnsafeRawBufferPointer) {
    mustSucceed(
      EVP_MAC_update(context, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count))
  }

  /// Ends the code that `start` began.
  public func finish() -> Digest {
    var digest = Digest()
    digest.withUnsafeMutableBytes {
      mustSucceed(
        EVP_MAC_final(context, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), nil, $0.count))
    }
    return digest
  }
}

/// Parameters of OpenSSL's fetched algorithms.
enum Parameters {
  /// Lends the parameter that names SHA-256 as the digest; its pointers end with the closure.
  static func withDigestName<Result>(_ body: (OSSL_PARAM) -> Result) -> Result {
    var name = Array("SHA256".utf8CString)
    return name.withUnsafeMutableBufferPointer { name in
      OSSL_MAC_PARAM_DIGEST.withCString { key in
        body(OSSL_PARAM_construct_utf8_string(key, name.baseAddress, 0))
      }
    }
  }
}

/// Compares in a time that depends on the lengths alone.
public func constantTimeEquals(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
  guard left.count == right.count else { return false }
  guard let first = left.baseAddress, let second = right.baseAddress else { return true }
  return CRYPTO_memcmp(first, second, left.count) == 0
}

import COpenSSL

/// 32 bytes of SHA-256.
public struct SHA256Digest: Sendable {
  /// The bytes in order, as four native words.
  public let words: (UInt64, UInt64, UInt64, UInt64)

  /// Fetched once: OpenSSL 3 searches its providers at each implicit fetch.
  nonisolated(unsafe) static let algorithm = EVP_MD_fetch(nil, "SHA256", nil)

  /// Of the certificate's SubjectPublicKeyInfo as it is encoded (RFC 5280 4.1); nil when it cannot be encoded.
  init?(publicKeyOf certificate: OpaquePointer) {
    var encoded: UnsafeMutablePointer<UInt8>?
    let length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &encoded)
    guard length > 0, let encoded else { return nil }
    defer { CRYPTO_free(encoded, #file, #line) }
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    let result = withUnsafeMutableBytes(of: &words) { digest in
      EVP_Digest(
        encoded, Int(length), digest.baseAddress!.assumingMemoryBound(to: UInt8.self), nil, Self.algorithm,
        nil)
    }
    guard result == 1 else { return nil }
    self.words = words
  }
}

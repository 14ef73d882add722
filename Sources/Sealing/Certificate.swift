import COpenSSL
public import Casework
import Glibc

/// What the counter needs to know of an X.509 certificate.
public struct Certificate: Hashable, Sendable {
  /// Subject in the form of RFC 2253.
  public let subject: String
  /// SHA-256 of the DER-encoded SubjectPublicKeyInfo: by it a principal is known, whatever certificate carries its key.
  public let publicKeyDigest: Digest
  /// End of validity in Unix milliseconds (UTC).
  public let notAfterMs: Int64

  /// Reads the first certificate of a PEM file.
  ///
  /// - Throws: `file` if it cannot be read, `malformed` if it holds no certificate in PEM.
  public init(readingFrom path: String) throws(SealingError) {
    let text = try DurableFile.read(path, limit: 1 << 20)
    guard let parsed = X509Certificate(pem: text), let facts = parsed.facts else {
      ERR_clear_error()
      throw .malformed(path: path, expected: "a certificate in PEM")
    }
    (subject, publicKeyDigest, notAfterMs) = facts
  }
}

/// One `X509 *` with one owner.
struct X509Certificate: ~Copyable {
  let raw: OpaquePointer

  init(owning raw: OpaquePointer) {
    self.raw = raw
  }

  init?(pem text: [UInt8]) {
    let parsed = text.withUnsafeBytes { bytes -> OpaquePointer? in
      guard let input = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)) else { return nil }
      defer { BIO_free(input) }
      return PEM_read_bio_X509(input, nil, nil, nil)
    }
    guard let parsed else { return nil }
    raw = parsed
  }

  deinit {
    X509_free(raw)
  }

  var facts: (subject: String, publicKeyDigest: Digest, notAfterMs: Int64)? {
    guard let subject = subjectText, let digest = publicKeyDigest, let notAfterMs else { return nil }
    return (subject, digest, notAfterMs)
  }

  private var subjectText: String? {
    try? MemoryBIO.text { X509_NAME_print_ex($0, X509_get_subject_name(raw), 0, shim_name_flags()) >= 0 }
  }

  /// Nil where OpenSSL has no memory or no SHA-256.
  var publicKeyDigest: Digest? {
    // X509_pubkey_digest would leave out the algorithm's identifier: it hashes the bit string alone.
    var encoded: UnsafeMutablePointer<UInt8>?
    let count = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(raw), &encoded)
    guard count > 0, let encoded else { return nil }
    defer { CRYPTO_free(encoded, #file, #line) }
    return try? SHA256Context().digest(of: UnsafeRawBufferPointer(start: encoded, count: Int(count)))
  }

  private var notAfterMs: Int64? {
    var time = tm()
    guard ASN1_TIME_to_tm(X509_get0_notAfter(raw), &time) == 1 else { return nil }
    return Int64(timegm(&time)) * 1_000
  }
}

/// Text that OpenSSL writes into memory.
enum MemoryBIO {
  /// What `write` put there. The memory is OpenSSL's secure heap where that is set up, and wiped in any case: the text
  /// may be a private key.
  static func bytes(_ write: (OpaquePointer) -> Bool) throws(SealingError) -> [UInt8] {
    guard let output = BIO_new(BIO_s_secmem()) else { throw .library("get memory") }
    defer { BIO_free(output) }
    guard write(output) else { throw .library("encode a certificate or key") }
    var start: UnsafeMutablePointer<UInt8>?
    let count = withUnsafeMutablePointer(to: &start) { BIO_ctrl(output, BIO_CTRL_INFO, 0, $0) }
    return Array(UnsafeBufferPointer(start: start, count: count))
  }

  static func text(_ write: (OpaquePointer) -> Bool) throws(SealingError) -> String {
    String(decoding: try bytes(write), as: UTF8.self)
  }
}

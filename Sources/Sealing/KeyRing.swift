import COpenSSL
public import Casework

/// The keys of a data folder, each derived from the one master key by HKDF-SHA256 under a label of its own.
///
/// Loss of the master key loses every tracking code and secret that was handed out; a copy of it in other hands lets
/// them be computed. So it is a file of its own, readable by its owner alone, to be kept apart from the database's
/// backups.
public final class KeyRing: Sendable {
  /// Makes tracking codes of epoch 0 (`TrackingCodeCipher`).
  public let trackingCode: SecretKey
  /// Makes citizens' secrets (`CitizenSecretDeriver`).
  public let citizenSecret: SecretKey
  /// Makes citizen keys: HMAC of the national id.
  public let citizenKey: SecretKey
  /// Compares the content of calls that share an idempotency key.
  public let contentHash: SecretKey
  /// Makes the ids of attachments from their uploads'.
  public let attachmentId: SecretKey
  /// Tags cursors (`CursorSeal`).
  public let cursorTag: SecretKey
  /// Encrypts cursors (`CursorSeal`).
  public let cursorEncryption: SecretKey

  /// Tells one master key from another and nothing else of it: to be stored beside what the key made.
  public let fingerprint: Digest

  /// - Throws: `library` when OpenSSL offers no HKDF or has no memory.
  public init(master: SecretKey) throws(SealingError) {
    // The labels are part of the format of every data folder: changing one changes its key.
    trackingCode = try derive("pishkhan tracking code, epoch 0", from: master)
    citizenSecret = try derive("pishkhan citizen secret", from: master)
    citizenKey = try derive("pishkhan citizen key", from: master)
    contentHash = try derive("pishkhan idempotent content", from: master)
    attachmentId = try derive("pishkhan attachment id", from: master)
    cursorTag = try derive("pishkhan cursor tag", from: master)
    cursorEncryption = try derive("pishkhan cursor encryption", from: master)
    fingerprint = try derive("pishkhan master key fingerprint", from: master).withUnsafeBytes { key in
      // A key of its own, derived one way: it tells nothing of the others.
      Digest(key) ?? Digest()
    }
  }

  /// Draws a master key and writes it, in 64 hexadecimal digits, to a file (0600) that must not exist yet.
  public static func create(at path: String) throws(SealingError) {
    let master = try SecretKey { (bytes) throws(SealingError) in try RandomSource().fill(bytes) }
    var text: [UInt8] = []
    // Room for all of it at once: growing would leave a copy behind that nothing wipes.
    text.reserveCapacity(2 * SecretKey.byteCount + 1)
    defer { wipe(&text) }
    master.withUnsafeBytes { Hexadecimal.append($0, to: &text) }
    text.append(UInt8(ascii: "\n"))
    try DurableFile.create(path, text, mode: 0o600)
  }

  /// Reads the master key's file.
  ///
  /// - Throws: `permissions` if others than the owner can read or write it, `malformed` if it holds anything but 64
  ///   hexadecimal digits, `file` if it cannot be read.
  public convenience init(readingFrom path: String) throws(SealingError) {
    var text = try DurableFile.read(path, limit: 256, isSecret: true)
    defer { wipe(&text) }
    while text.last == UInt8(ascii: "\n") || text.last == UInt8(ascii: "\r") { text.removeLast() }
    guard text.count == 2 * SecretKey.byteCount,
      var bytes = Hexadecimal.bytes(text)
    else {
      throw .malformed(path: path, expected: "a master key: 64 hexadecimal digits")
    }
    defer { wipe(&bytes) }
    try self.init(master: bytes.withUnsafeBytes { SecretKey(copying: $0) })
  }
}

/// One key under one label. Source: RFC 5869 with SHA-256, no salt (the master key is uniformly random).
private func derive(_ label: String, from master: SecretKey) throws(SealingError) -> SecretKey {
  guard let algorithm = EVP_KDF_fetch(nil, "HKDF", nil) else { throw .library("fetch HKDF") }
  defer { EVP_KDF_free(algorithm) }
  guard let context = EVP_KDF_CTX_new(algorithm) else { throw .library("start HKDF") }
  defer { EVP_KDF_CTX_free(context) }
  return try SecretKey { (output) throws(SealingError) in
    guard expand(master, label: label, into: output, by: context) else { throw .library("derive a key") }
  }
}

private func expand(
  _ master: SecretKey, label: String, into output: UnsafeMutableRawBufferPointer, by context: OpaquePointer
) -> Bool {
  var label = Array(label.utf8)
  return Parameters.withDigestName { digest in
    master.withUnsafeBytes { key in
      label.withUnsafeMutableBytes { label in
        OSSL_KDF_PARAM_KEY.withCString { keyName in
          OSSL_KDF_PARAM_INFO.withCString { infoName in
            var parameters = [
              digest,
              OSSL_PARAM_construct_octet_string(
                keyName, UnsafeMutableRawPointer(mutating: key.baseAddress), key.count),
              OSSL_PARAM_construct_octet_string(infoName, label.baseAddress, label.count),
              OSSL_PARAM_construct_end(),
            ]
            return EVP_KDF_derive(
              context, output.baseAddress?.assumingMemoryBound(to: UInt8.self), output.count, &parameters)
              == 1
          }
        }
      }
    }
  }
}

import COpenSSL

/// A private key on the curve P-256, with one owner.
struct PrivateKey: ~Copyable {
  let raw: OpaquePointer

  /// Makes a new key.
  init() throws(SealingError) {
    guard let context = EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else { throw .library("start a key") }
    defer { EVP_PKEY_CTX_free(context) }
    var made: OpaquePointer?
    guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_group_name(context, "P-256") == 1,
      EVP_PKEY_generate(context, &made) == 1, let made
    else { throw .library("make a P-256 key") }
    raw = made
  }

  deinit {
    EVP_PKEY_free(raw)
  }

  /// Writes the key in PEM (PKCS #8) to a file, 0600, that must not exist yet.
  func write(to path: String) throws(SealingError) {
    let raw = raw
    var text = try MemoryBIO.bytes { PEM_write_bio_PrivateKey($0, raw, nil, nil, 0, nil, nil) == 1 }
    defer { wipe(&text) }
    try DurableFile.create(path, text, mode: 0o600)
  }
}

import COpenSSL
public import Casework

/// A certificate authority of one data folder's own, for development and first steps: P-256 keys, signed with SHA-256.
///
/// It lives as long as `init` runs and its key stays in a file; in earnest, certificates come from the operator's own
/// authority and the server is given that one's certificate.
public struct CertificateAuthority: ~Copyable {
  private let key: PrivateKey
  private let certificate: X509Certificate

  /// Makes a new authority.
  ///
  /// - Throws: `library` when OpenSSL fails.
  public init(commonName: String) throws(SealingError) {
    let key = try PrivateKey()
    let blank = try X509Certificate.blank()
    try blank.fill(.authority(commonName: commonName), publicKey: key.raw, issuer: blank.raw)
    try blank.sign(with: key.raw)
    self.key = key
    certificate = blank
  }

  /// Writes the authority's certificate (0644) and key (0600) to files that must not exist yet.
  public func write(certificate certificatePath: String, key keyPath: String) throws(SealingError) {
    try key.write(to: keyPath)
    try certificate.write(to: certificatePath)
  }

  /// Makes a key and a certificate for it and writes both, key 0600, to files that must not exist yet.
  ///
  /// - Returns: SHA-256 of the new SubjectPublicKeyInfo (`Certificate.publicKeyDigest`).
  public func issue(
    _ profile: CertificateProfile, certificate certificatePath: String, key keyPath: String
  ) throws(SealingError) -> Digest {
    let leafKey = try PrivateKey()
    let leaf = try X509Certificate.blank()
    try leaf.fill(profile, publicKey: leafKey.raw, issuer: certificate.raw)
    try leaf.sign(with: key.raw)
    guard let digest = leaf.publicKeyDigest else { throw .library("digest a public key") }
    try leafKey.write(to: keyPath)
    try leaf.write(to: certificatePath)
    return digest
  }
}

extension X509Certificate {
  /// Clocks of kiosks run behind: a new certificate holds from one hour ago.
  private static let backdatedSeconds = 3_600
  private static let secondsADay = 86_400

  fileprivate static func blank() throws(SealingError) -> X509Certificate {
    guard let raw = X509_new() else { throw .library("start a certificate") }
    return X509Certificate(owning: raw)
  }

  /// Everything but the signature. `issuer` is the certificate itself where it signs itself.
  fileprivate func fill(
    _ profile: CertificateProfile, publicKey: OpaquePointer, issuer: OpaquePointer
  ) throws(SealingError) {
    let end = profile.days * X509Certificate.secondsADay
    guard X509_set_version(raw, Int(X509_VERSION_3)) == 1,
      X509_gmtime_adj(X509_getm_notBefore(raw), -X509Certificate.backdatedSeconds) != nil,
      X509_gmtime_adj(X509_getm_notAfter(raw), end) != nil,
      X509_set_pubkey(raw, publicKey) == 1
    else { throw .library("fill a certificate") }
    try setSerialNumber()
    try setName(profile.commonName)
    guard X509_set_issuer_name(raw, X509_get_subject_name(issuer)) == 1 else {
      throw .library("name a certificate's issuer")
    }
    for part in profile.extensions { try add(part, issuer: issuer) }
  }

  /// RFC 5280, 4.1.2.2: positive, at most 20 bytes; 16 random ones never meet again.
  private func setSerialNumber() throws(SealingError) {
    let (high, low) = try RandomSource().salt()
    var bytes = [UInt8](repeating: 0, count: 16)
    bytes.withUnsafeMutableBytes {
      $0.storeBytes(of: high, as: UInt64.self)
      $0.storeBytes(of: low, toByteOffset: 8, as: UInt64.self)
    }
    guard let number = BN_bin2bn(bytes, Int32(bytes.count), nil) else {
      throw .library("number a certificate")
    }
    defer { BN_free(number) }
    guard BN_to_ASN1_INTEGER(number, X509_get_serialNumber(raw)) != nil else {
      throw .library("number a certificate")
    }
  }

  private func setName(_ commonName: String) throws(SealingError) {
    let name = X509_get_subject_name(raw)
    for (field, value) in [("O", "Pishkhan"), ("CN", commonName)] {
      guard X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, value, -1, -1, 0) == 1 else {
        throw .library("name a certificate")
      }
    }
  }

  private func add(
    _ part: CertificateProfile.Extension, issuer: OpaquePointer
  ) throws(SealingError) {
    var context = X509V3_CTX()
    X509V3_set_ctx(&context, issuer, raw, nil, nil, 0)
    guard let made = X509V3_EXT_conf_nid(nil, &context, part.kind.nid, part.value) else {
      throw .library("make the extension \(part.value)")
    }
    defer { X509_EXTENSION_free(made) }
    guard X509_add_ext(raw, made, -1) == 1 else { throw .library("add the extension \(part.value)") }
  }

  fileprivate func sign(with key: OpaquePointer) throws(SealingError) {
    guard X509_sign(raw, key, EVP_sha256()) > 0 else { throw .library("sign a certificate") }
  }

  fileprivate func write(to path: String) throws(SealingError) {
    let raw = raw
    let text = try MemoryBIO.bytes { PEM_write_bio_X509($0, raw) == 1 }
    try DurableFile.create(path, text, mode: 0o644)
  }
}

extension CertificateProfile.Extension.Kind {
  fileprivate var nid: Int32 {
    switch self {
    case .basicConstraints: NID_basic_constraints
    case .keyUsage: NID_key_usage
    case .extendedKeyUsage: NID_ext_key_usage
    case .subjectAlternativeNames: NID_subject_alt_name
    case .subjectKeyId: NID_subject_key_identifier
    case .authorityKeyId: NID_authority_key_identifier
    }
  }
}

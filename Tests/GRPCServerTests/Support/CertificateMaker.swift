import COpenSSL
import Glibc
import TestSupport

/// A certificate with its key, as files and as what signs others.
final class TestCertificate {
  let path: String
  let keyPath: String
  fileprivate let certificate: OpaquePointer
  fileprivate let key: OpaquePointer

  fileprivate init(path: String, keyPath: String, certificate: OpaquePointer, key: OpaquePointer) {
    self.path = path
    self.keyPath = keyPath
    self.certificate = certificate
    self.key = key
  }

  deinit {
    X509_free(certificate)
    EVP_PKEY_free(key)
  }

  /// SHA-256 of the SubjectPublicKeyInfo, the slow way: by the command-line tool.
  func publicKeyDigest() throws -> [UInt8] {
    let command = "openssl x509 -in \(path) -noout -pubkey | openssl pkey -pubin -outform DER | sha256sum"
    let output = try run("sh", ["-c", command]).output.prefix(64)
    return stride(from: 0, to: 64, by: 2).map { position in
      let start = output.index(output.startIndex, offsetBy: position)
      return UInt8(output[start..<output.index(start, offsetBy: 2)], radix: 16) ?? 0
    }
  }
}

/// Makes P-256 certificates in a folder.
struct CertificateMaker {
  let folder: TemporaryFolder

  /// What a certificate says.
  struct Content {
    var name: String
    /// Seconds from now.
    var notBefore = -3_600
    var notAfter = 3_600
    var extensions: [(name: String, value: String)] = []
  }

  func authority(_ name: String) -> TestCertificate {
    make(
      Content(
        name: name,
        extensions: [("basicConstraints", "critical,CA:TRUE"), ("keyUsage", "keyCertSign,cRLSign")]),
      signedBy: nil)
  }

  func server(_ name: String, signedBy authority: TestCertificate) -> TestCertificate {
    make(
      Content(name: name, extensions: [("subjectAltName", "IP:127.0.0.1,DNS:localhost")]), signedBy: authority
    )
  }

  /// - Parameter notAfter: seconds from now.
  func client(_ name: String, signedBy authority: TestCertificate, notAfter: Int = 3_600) -> TestCertificate {
    make(
      Content(name: name, notAfter: notAfter, extensions: [("extendedKeyUsage", "clientAuth")]),
      signedBy: authority)
  }

  func make(_ content: Content, signedBy authority: TestCertificate?) -> TestCertificate {
    let key = Self.makeKey()
    let certificate = X509_new()!
    X509_set_version(certificate, 2)
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), Int.random(in: 1...Int(Int32.max)))
    X509_gmtime_adj(X509_getm_notBefore(certificate), content.notBefore)
    X509_gmtime_adj(X509_getm_notAfter(certificate), content.notAfter)
    let subject = X509_get_subject_name(certificate)
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, content.name, -1, -1, 0)
    let issuer = authority.map { X509_get_subject_name($0.certificate) } ?? subject
    X509_set_issuer_name(certificate, issuer)
    X509_set_pubkey(certificate, key)
    for (name, value) in content.extensions {
      let made = X509V3_EXT_nconf(nil, nil, name, value)
      precondition(made != nil, "an extension that OpenSSL knows")
      X509_add_ext(certificate, made, -1)
      X509_EXTENSION_free(made)
    }
    precondition(X509_sign(certificate, authority?.key ?? key, EVP_sha256()) > 0, "a P-256 key signs")
    let path = folder.file(content.name + ".crt")
    let keyPath = folder.file(content.name + ".key")
    Self.write(path) { PEM_write_bio_X509($0, certificate) }
    Self.write(keyPath) { PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) }
    return TestCertificate(path: path, keyPath: keyPath, certificate: certificate, key: key)
  }

  private static func makeKey() -> OpaquePointer {
    let context = EVP_PKEY_CTX_new_from_name(nil, "EC", nil)
    defer { EVP_PKEY_CTX_free(context) }
    EVP_PKEY_keygen_init(context)
    EVP_PKEY_CTX_set_group_name(context, "P-256")
    var key: OpaquePointer?
    precondition(EVP_PKEY_generate(context, &key) == 1, "P-256 is always there")
    return key!
  }

  private static func write(_ path: String, _ body: (OpaquePointer?) -> Int32) {
    let file = BIO_new_file(path, "w")
    defer { BIO_free(file) }
    precondition(body(file) == 1, "the temporary folder can be written")
  }
}

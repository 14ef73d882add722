import COpenSSL

/// Which certificate it was, in the words of its authority's records; nothing of its holder.
public struct CertificateIdentity: Sendable, Equatable {
  /// In lower-case hexadecimal: what `openssl x509 -serial` and revocation lists write in capitals.
  public let serialNumber: String
  /// SHA-256 of the certificate as it is encoded, in lower-case hexadecimal.
  public let fingerprint: String

  /// RFC 5280 4.1.2.2 allows 20 bytes; whoever signs for itself may write more.
  private static let serialBytesMax = 20

  init(_ certificate: OpaquePointer) {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    let isDigested = X509_digest(certificate, SHA256Digest.algorithm, &digest, &length) == 1
    fingerprint = isDigested ? Self.hexadecimal(digest.prefix(Int(length))) : ""
    let serial = X509_get0_serialNumber(certificate)
    let bytes = UnsafeBufferPointer(
      start: ASN1_STRING_get0_data(serial), count: Int(ASN1_STRING_length(serial)))
    serialNumber = Self.hexadecimal(bytes.prefix(Self.serialBytesMax))
  }

  private static func hexadecimal(_ bytes: some Collection<UInt8>) -> String {
    bytes.reduce(into: "") { text, byte in
      text += byte < 0x10 ? "0" : ""
      text += String(byte, radix: 16)
    }
  }
}

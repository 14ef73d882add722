/// What a certificate is issued for: who holds it, for how long, and what it may be used for.
public struct CertificateProfile: Sendable {
  /// Days of validity of a server's and a client's certificate: just below the 825 that common verifiers accept of a
  /// server.
  public static let leafDays = 820
  /// Days of validity of the authority's own certificate: ten years.
  public static let authorityDays = 3_652

  let commonName: String
  let days: Int
  /// Extensions in OpenSSL's words, in the order in which they are put.
  let extensions: [Extension]

  struct Extension: Sendable {
    let kind: Kind
    let value: String

    enum Kind: Sendable {
      case basicConstraints, keyUsage, extendedKeyUsage, subjectAlternativeNames, subjectKeyId, authorityKeyId
    }
  }

  /// A server known by these names.
  ///
  /// - Parameters:
  ///   - hosts: DNS names.
  ///   - addresses: IPv4 and IPv6 addresses.
  public static func server(
    commonName: String, hosts: [String], addresses: [String]
  ) -> CertificateProfile {
    let names = hosts.map { "DNS:\($0)" } + addresses.map { "IP:\($0)" }
    return leaf(
      commonName, usage: "serverAuth",
      [Extension(kind: .subjectAlternativeNames, value: names.joined(separator: ","))])
  }

  /// A machine that calls the server: an agency, an office or a kiosk.
  public static func client(commonName: String) -> CertificateProfile {
    leaf(commonName, usage: "clientAuth", [])
  }

  /// An authority that issues leaves and no further authorities.
  static func authority(commonName: String) -> CertificateProfile {
    CertificateProfile(
      commonName: commonName, days: authorityDays,
      extensions: [
        Extension(kind: .basicConstraints, value: "critical,CA:TRUE,pathlen:0"),
        Extension(kind: .keyUsage, value: "critical,keyCertSign,cRLSign"),
        Extension(kind: .subjectKeyId, value: "hash"),
      ])
  }

  private static func leaf(_ commonName: String, usage: String, _ more: [Extension]) -> CertificateProfile {
    CertificateProfile(
      commonName: commonName, days: leafDays,
      extensions: [
        Extension(kind: .basicConstraints, value: "critical,CA:FALSE"),
        Extension(kind: .keyUsage, value: "critical,digitalSignature"),
        Extension(kind: .extendedKeyUsage, value: usage),
        Extension(kind: .subjectKeyId, value: "hash"),
        Extension(kind: .authorityKeyId, value: "keyid:always"),
      ] + more)
  }
}

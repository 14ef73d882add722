import Casework
import Glibc
import Sealing
import TestSupport
import Testing

@Suite("The certificate authority")
struct CertificateAuthorityTests {
  private let folder = TemporaryFolder()

  private func file(_ name: String) -> String { folder.file(name) }

  /// Makes an authority, a server and a client; gives the digests of the two leaves.
  private func issueAll() throws -> (server: Digest, client: Digest) {
    let authority = try CertificateAuthority(commonName: "Test authority")
    try authority.write(certificate: file("ca.crt"), key: file("ca.key"))
    let server = try authority.issue(
      .server(commonName: "localhost", hosts: ["localhost"], addresses: ["127.0.0.1", "::1"]),
      certificate: file("server.crt"), key: file("server.key"))
    let client = try authority.issue(
      .client(commonName: "agency-شهر"), certificate: file("client.crt"), key: file("client.key"))
    return (server, client)
  }

  @Test("writes keys for their owner alone and certificates for all")
  func writesModes() throws {
    _ = try issueAll()
    for name in ["ca", "server", "client"] {
      #expect(permissions(of: file("\(name).key")) == 0o600)
      #expect(permissions(of: file("\(name).crt")).map { $0 & 0o133 } == 0)
    }
  }

  @Test(
    "issues certificates that openssl(1) verifies for their purpose and no other",
    arguments: [
      ("server", "sslserver", true), ("client", "sslclient", true), ("server", "sslclient", false),
      ("client", "sslserver", false),
    ])
  func verifies(_ name: String, _ purpose: String, _ holds: Bool) throws {
    _ = try issueAll()
    let outcome = try run(
      "openssl",
      ["verify", "-x509_strict", "-CAfile", file("ca.crt"), "-purpose", purpose, file("\(name).crt")])
    #expect((outcome.status == 0) == holds, "\(outcome.output)")
  }

  @Test(
    "names the server by host and by both addresses",
    arguments: [
      (["-verify_hostname", "localhost"], true), (["-verify_ip", "127.0.0.1"], true),
      (["-verify_ip", "::1"], true),
      (["-verify_hostname", "example.com"], false), (["-verify_ip", "127.0.0.2"], false),
    ] as [([String], Bool)])
  func namesServer(_ question: [String], _ holds: Bool) throws {
    _ = try issueAll()
    let outcome = try run("openssl", ["verify", "-CAfile", file("ca.crt")] + question + [file("server.crt")])
    #expect((outcome.status == 0) == holds, "\(outcome.output)")
  }

  @Test("uses P-256, SHA-256 and a certificate of version 3", arguments: ["ca", "server", "client"])
  func usesP256(_ name: String) throws {
    _ = try issueAll()
    let text = try run("openssl", ["x509", "-in", file("\(name).crt"), "-noout", "-text"]).output
    for expected in ["Version: 3", "NIST CURVE: P-256", "Signature Algorithm: ecdsa-with-SHA256"] {
      #expect(text.contains(expected))
    }
    #expect(text.contains(name == "ca" ? "CA:TRUE, pathlen:0" : "CA:FALSE"))
    #expect(text.contains(name == "ca" ? "Certificate Sign, CRL Sign" : "Digital Signature"))
  }

  @Test("gives each certificate its key")
  func matchesKeys() throws {
    _ = try issueAll()
    for name in ["ca", "server", "client"] {
      let ofCertificate = try run("openssl", ["x509", "-in", file("\(name).crt"), "-noout", "-pubkey"])
      let ofKey = try run("openssl", ["pkey", "-in", file("\(name).key"), "-pubout"])
      #expect(ofKey.status == 0 && ofCertificate.output == ofKey.output)
    }
  }

  @Test("tells subject, end and public key of what it issued")
  func reads() throws {
    let digests = try issueAll()
    let client = try Certificate(readingFrom: file("client.crt"))
    #expect(client.subject == "CN=agency-شهر,O=Pishkhan")
    #expect(client.publicKeyDigest == digests.client)
    #expect(try Certificate(readingFrom: file("server.crt")).publicKeyDigest == digests.server)
    #expect(digests.server != digests.client)
    let days = (client.notAfterMs / 1_000 - Int64(time(nil)) + 60) / 86_400
    #expect(days == Int64(CertificateProfile.leafDays))
    let authority = try Certificate(readingFrom: file("ca.crt"))
    #expect(authority.notAfterMs - client.notAfterMs > 7 * 365 * 86_400_000)
  }

  @Test("digests the public key as openssl(1) encodes it")
  func digestsPublicKey() throws {
    let digests = try issueAll()
    let encoded = file("client.der")
    #expect(
      try run("openssl", ["pkey", "-in", file("client.key"), "-pubout", "-outform", "DER", "-out", encoded])
        .status == 0)
    let bytes = try DurableFile.read(encoded, limit: 1_000)
    #expect(try bytes.withUnsafeBytes { try SHA256Context().digest(of: $0) } == digests.client)
  }

  @Test("never replaces a file")
  func refusesExisting() throws {
    _ = try issueAll()
    let authority = try CertificateAuthority(commonName: "Another")
    #expect(throws: SealingError.file(action: "create", path: file("ca.key"), errno: EEXIST)) {
      try authority.write(certificate: file("ca.crt"), key: file("ca.key"))
    }
  }

  @Test(
    "a file without a certificate says so",
    arguments: [
      "", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ])
  func refusesOther(_ text: String) throws {
    try DurableFile.create(file("x.crt"), text.utf8, mode: 0o644)
    #expect(throws: SealingError.malformed(path: file("x.crt"), expected: "a certificate in PEM")) {
      try Certificate(readingFrom: file("x.crt"))
    }
  }
}

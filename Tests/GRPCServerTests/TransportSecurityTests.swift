import COpenSSL
import GRPCServer
import Glibc
import TestSupport
import Testing

@Suite("TLS")
struct TransportSecurityTests {
  let server: TestServer

  init() throws {
    server = try TestServer()
  }

  @Test("a client certificate's key is known to the handler, on resumed sessions too")
  func clientKey() throws {
    let certificate = server.maker.client("office", signedBy: server.authority)
    let digest = try certificate.publicKeyDigest()
    let first = try server.client(TestClient.Options(certificate: certificate))
    #expect(first.version == "TLSv1.3")
    #expect(try first.call(1, EchoService.peer).data == TestClient.message([0] + digest))
    let second = try server.client(TestClient.Options(certificate: certificate, session: first.session))
    #expect(second.isResumed)
    #expect(try second.call(1, EchoService.peer).data == TestClient.message([1] + digest))
  }

  @Test("without a certificate there is no key")
  func noClientKey() throws {
    #expect(try server.client().call(1, EchoService.peer).data == TestClient.message([0]))
  }

  @Test("an expired client certificate is refused, with the reason")
  func expired() throws {
    let certificate = server.maker.client("old", signedBy: server.authority, notAfter: -60)
    #expect(throws: ClientError.self) { try server.client(TestClient.Options(certificate: certificate)) }
    #expect(server.hasEvent("certificate has expired"))
  }

  @Test("a client certificate of an unknown authority is refused, with the reason")
  func unknownAuthority() throws {
    let stranger = server.maker.authority("stranger")
    let certificate = server.maker.client("guest", signedBy: stranger)
    #expect(throws: ClientError.self) { try server.client(TestClient.Options(certificate: certificate)) }
    #expect(server.hasEvent("unable to get local issuer certificate"))
  }

  @Test("a server's certificate is no client's")
  func wrongPurpose() throws {
    var content = CertificateMaker.Content(name: "purpose")
    content.extensions = [("extendedKeyUsage", "serverAuth")]
    let certificate = server.maker.make(content, signedBy: server.authority)
    #expect(throws: ClientError.self) { try server.client(TestClient.Options(certificate: certificate)) }
    #expect(server.hasEvent("purpose"))
  }

  @Test("a resumed session's certificate is looked at again")
  func expiresBetween() throws {
    let certificate = server.maker.client("brief", signedBy: server.authority, notAfter: 4)
    let first = try server.client(TestClient.Options(certificate: certificate))
    let session = first.session
    // A certificate's end is a time of day: there is no other way to see it pass.
    var end = timespec(tv_sec: try Self.end(of: certificate) + 1, tv_nsec: 0)
    clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &end, nil)
    #expect(throws: ClientError.self) {
      try server.client(TestClient.Options(certificate: certificate, session: session))
    }
    #expect(server.hasEvent("certificate has expired"))
  }

  private static func end(of certificate: TestCertificate) throws -> Int {
    let command = "date -d \"$(openssl x509 -in \(certificate.path) -noout -enddate | cut -d= -f2)\" +%s"
    return try #require(Int(try run("sh", ["-c", command]).output.split(separator: "\n").first ?? ""))
  }

  @Test("without ALPN, with another protocol, and below TLS 1.3 there is no session")
  func refusals() throws {
    #expect(throws: ClientError.self) { try server.client(TestClient.Options(protocols: [])) }
    #expect(server.hasEvent("no application protocol"))
    let http1 = [8] + Array("http/1.1".utf8)
    #expect(throws: ClientError.self) { try server.client(TestClient.Options(protocols: http1)) }
    #expect(throws: ClientError.self) {
      try server.client(TestClient.Options(maximumVersion: TLS1_2_VERSION))
    }
    #expect(server.hasEvent("unsupported protocol"))
  }

  @Test("a certificate can be demanded of everybody")
  func demanded() throws {
    let strict = try TestServer { $0.requireClientCertificate = true }
    #expect(throws: ClientError.self) { try strict.client() }
    #expect(strict.hasEvent("peer did not return a certificate"))
    let certificate = strict.maker.client("office", signedBy: strict.authority)
    #expect(try strict.client(TestClient.Options(certificate: certificate)).isAlive())
  }

  @Test("reloaded certificates serve new handshakes while connections stay, and a bad file changes nothing")
  func reload() throws {
    let old = try server.client()
    #expect(old.serverName == "server")
    let renewed = server.maker.server("renewed", signedBy: server.authority)
    rename(renewed.path, server.certificate.path)
    #expect(throws: ServerError.self) { try server.server.reloadCertificates() }
    #expect(try server.client().serverName == "server")
    rename(renewed.keyPath, server.certificate.keyPath)
    try server.server.reloadCertificates()
    #expect(try server.client().serverName == "renewed")
    #expect(try old.call(1, EchoService.unary).status == "0")
  }

  @Test("what keeps a server from being made is told in one line that names it")
  func errors() throws {
    func message(_ change: (inout ServerConfiguration) -> Void) -> ServerError? {
      var configuration = ServerConfiguration(
        certificateChainPath: server.certificate.path, privateKeyPath: server.certificate.keyPath)
      change(&configuration)
      do throws(ServerError) {
        _ = try Server(configuration: configuration) { _ in LoopServices(methods: []) }
        return nil
      } catch {
        return error
      }
    }
    let inUse = message { $0.port = server.port }
    #expect(inUse?.kind == .addressInUse)
    #expect(inUse?.description == "cannot listen on 127.0.0.1:\(server.port): Address already in use")
    let missing = message { $0.certificateChainPath = "/nowhere.crt" }
    #expect(missing?.kind == .certificate)
    #expect(missing?.description == "cannot use the certificate /nowhere.crt: No such file or directory")
    let other = server.maker.client("other", signedBy: server.authority)
    let mismatch = message { $0.privateKeyPath = other.keyPath }
    #expect(mismatch?.kind == .privateKey)
    #expect(mismatch?.description.contains(other.keyPath) == true)
    #expect(
      message { $0.clientCertificateAuthorityPath = other.keyPath }?.kind == .clientCertificateAuthority)
    #expect(message { $0.descriptorSets = [[0xFF, 0xFF]] }?.kind == .descriptorSet)
  }
}

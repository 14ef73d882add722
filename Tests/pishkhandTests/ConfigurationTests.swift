import GRPCServer
import Sealing
import TestSupport
import Testing

@testable import pishkhand

@Suite("The configuration file")
struct ConfigurationTests {
  private let folder = DataFolder("/srv/counter/")

  private func parse(_ text: String) throws(ConfigurationError) -> Configuration {
    try ConfigurationFile(folder: folder).parse(text, path: "pishkhand.conf")
  }

  @Test("that says nothing gives the defaults")
  func defaults() throws {
    let configuration = try parse("")
    #expect(configuration.server.host == "127.0.0.1")
    #expect(configuration.server.port == 7_443)
    #expect((1...4).contains(configuration.server.loops))
    #expect(configuration.server.certificateChainPath == "/srv/counter/tls/server.crt")
    #expect(configuration.server.privateKeyPath == "/srv/counter/tls/server.key")
    #expect(configuration.server.clientCertificateAuthorityPath == "/srv/counter/tls/ca.crt")
    #expect(configuration.server.requireClientCertificate == false)
    #expect(configuration.drainGraceMilliseconds == 30_000)
    #expect(configuration.logLevel == .info)
  }

  @Test("takes every setting, comments and blanks")
  func takesSettings() throws {
    let configuration = try parse(
      """
      # a comment
      listen_host = ::1   # another
        listen_port=0\r
      loops\t=\t3
      certificate = /etc/ssl/counter#1.pem
      private_key = own/key.pem
      client_authority =
      revocation_list = tls/revoked.pem
      require_client_certificate = yes
      maximum_message_bytes = 65536
      maximum_buffered_bytes_per_loop = 1048576
      settings_timeout_ms = 101
      header_timeout_ms = 102
      body_timeout_ms = 103
      log_level = debug
      writer_queue_length = 1
      maximum_batch = 10000
      """)
    #expect(configuration.server.host == "::1")
    #expect(configuration.server.port == 0)
    #expect(configuration.server.loops == 3)
    #expect(configuration.server.certificateChainPath == "/etc/ssl/counter#1.pem")
    #expect(configuration.server.privateKeyPath == "/srv/counter/own/key.pem")
    #expect(configuration.server.clientCertificateAuthorityPath == nil)
    #expect(configuration.server.revocationListPath == "/srv/counter/tls/revoked.pem")
    #expect(configuration.server.requireClientCertificate)
    #expect(configuration.server.maximumMessageBytes == 65_536)
    #expect(configuration.server.maximumBufferedBytesPerLoop == 1 << 20)
    #expect(configuration.server.settingsTimeoutMilliseconds == 101)
    #expect(configuration.server.headerTimeoutMilliseconds == 102)
    #expect(configuration.server.bodyTimeoutMilliseconds == 103)
    #expect(configuration.logLevel == .debug)
    #expect(configuration.writerQueueLength == 1 && configuration.maximumBatch == 10_000)
  }

  @Test(
    "names the line of what it cannot take, and what is allowed",
    arguments: [
      (
        "listen_port = 65536", 1,
        "`listen_port` cannot be `65536`; allowed: 0 to 65535 (0 lets the kernel choose)"
      ),
      (
        "\n\nlisten_port = -1", 3,
        "`listen_port` cannot be `-1`; allowed: 0 to 65535 (0 lets the kernel choose)"
      ),
      ("loops = two", 1, "`loops` cannot be `two`; allowed: 1 to 64 (threads)"),
      ("loops = 0", 1, "`loops` cannot be `0`; allowed: 1 to 64 (threads)"),
      ("certificate = a\0.crt", 1, "control characters are not allowed"),
      ("\u{1B}[2Jloops = 2", 1, "control characters are not allowed"),
      ("loops = 2\r2", 1, "control characters are not allowed"),
      ("loops =", 1, "`loops` cannot be ``; allowed: 1 to 64 (threads)"),
      ("drain_grace_ms = 30s", 1, "`drain_grace_ms` cannot be `30s`; allowed: 0 to 600000 (milliseconds)"),
      (
        "maximum_batch = 99999999999999999999", 1,
        "`maximum_batch` cannot be `99999999999999999999`; allowed: 1 to 10000 (calls)"
      ),
      ("log_level = loud", 1, "`log_level` cannot be `loud`; allowed: debug, info, warning, error"),
      (
        "require_client_certificate = true", 1,
        "`require_client_certificate` cannot be `true`; allowed: yes, no"
      ),
      (
        "listen_host = a b", 1,
        "`listen_host` cannot be `a b`; allowed: a numeric address or a name of this machine"
      ),
      (
        "certificate =", 1, "`certificate` cannot be ``; allowed: a path, relative to this folder or absolute"
      ),
      ("# x\nloops = 2\nloops = 2", 3, "`loops` is set already on line 2"),
      ("loops", 1, "expected `name = value`"),
    ])
  func refuses(_ text: String, _ line: Int, _ cause: String) {
    let expected = ConfigurationError(path: "pishkhand.conf", line: line, cause: cause)
    #expect(throws: expected) { try parse(text) }
    #expect(expected.description == "pishkhand.conf:\(line): \(cause)")
  }

  @Test("names all settings where one is unknown")
  func refusesUnknown() throws {
    let error = try #require(throws: ConfigurationError.self) { try parse("loops = 1\nLoops = 2") }
    #expect(error.line == 2)
    #expect(error.cause.hasPrefix("unknown setting `Loops`; known are listen_host, listen_port, loops, "))
    #expect(!error.description.contains("\n"))
  }

  @Test("is written with every setting explained and out of force")
  func writesDefault() throws {
    let text = ConfigurationFile(folder: folder).defaultText()
    let lines = text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.hasPrefix("#") && $0.count <= 115 })
    for setting in Setting.all {
      #expect(lines.contains { $0.hasPrefix("#\(setting.name) =") })
    }
    #expect(text.count { $0 == "\n" } > 4 * Setting.all.count)
    #expect(!text.contains("/srv/counter"))
  }

  @Test("says with its defaults in force what it says without them")
  func defaultsParse() throws {
    let text = ConfigurationFile(folder: folder).defaultText()
    let inForce = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("#") && !line.hasPrefix("# ") ? line.dropFirst() : line
    }
    let configuration = try parse(inForce.joined(separator: "\n"))
    let defaults = try parse("")
    for setting in Setting.all {
      #expect(setting.get(configuration, folder) == setting.get(defaults, folder), "\(setting.name)")
    }
    #expect(inForce.count { $0.contains(" =") && !$0.hasPrefix("#") } == Setting.all.count)
  }

  @Test("has each setting once")
  func namesOnce() {
    #expect(Set(Setting.all.map(\.name)).count == Setting.all.count)
  }

  @Test("is read from its folder, and must be UTF-8")
  func readsFile() throws {
    let temporary = TemporaryFolder()
    let folder = DataFolder(temporary.path)
    #expect(throws: SealingError.self) { try ConfigurationFile(folder: folder).read() }
    try DurableFile.create(folder.configuration, "loops = 7\n".utf8, mode: 0o600)
    #expect(try ConfigurationFile(folder: folder).read().server.loops == 7)
    let other = DataFolder(temporary.file("."))
    #expect(try ConfigurationFile(folder: other).read().server.loops == 7)
  }

  @Test("that is not UTF-8 is refused")
  func refusesBytes() throws {
    let temporary = TemporaryFolder()
    let folder = DataFolder(temporary.path)
    try DurableFile.create(folder.configuration, [0x23, 0xFF], mode: 0o600)
    #expect(throws: SealingError.malformed(path: folder.configuration, expected: "UTF-8 text")) {
      try ConfigurationFile(folder: folder).read()
    }
  }
}

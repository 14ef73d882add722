import Casework
import GRPCServer
import Glibc
import Sealing
import TestSupport
import Testing

@testable import pishkhand

@Suite("pishkhand init")
struct InitialiseDataFolderTests {
  private let temporary = TemporaryFolder()

  /// What the journal was told, and the path that it was told.
  private final class Journal {
    var path = ""
    var principals: [PrincipalSeed] = []
  }

  private struct Refused: Error, CustomStringConvertible {
    let description: String
  }

  private func initialise(
    agencies: [String] = ["ncr", "city"], journal: Journal = Journal(), failing: Bool = false
  ) -> InitialiseDataFolder {
    InitialiseDataFolder(
      agencyIds: { _ in agencies },
      createJournal: { path, _, principals in
        if failing { throw Refused(description: "\(path): the disk is full") }
        journal.path = path
        journal.principals = principals
        try DurableFile.create(path, "journal".utf8, mode: 0o600)
      })
  }

  @Test("makes all of a data folder, secrets for the owner alone")
  func makesAll() throws {
    let path = temporary.file("counter")
    let journal = Journal()
    let report = try initialise(journal: journal).run(at: path + "/")
    #expect(permissions(of: path) == 0o700)
    #expect(names(in: path) == ["journal.sqlite", "keys", "pishkhand.conf", "principals", "tls"])
    #expect(names(in: "\(path)/tls") == ["ca.crt", "ca.key", "server.crt", "server.key"])
    let machines = ["agency-city", "agency-ncr", "kiosk-2001", "office-1001"]
    #expect(names(in: "\(path)/principals") == machines.flatMap { ["\($0).crt", "\($0).key"] })
    let secrets =
      ["keys/master.key", "tls/ca.key", "tls/server.key"] + machines.map { "principals/\($0).key" }
    for secret in secrets { #expect(permissions(of: "\(path)/\(secret)") == 0o600, "\(secret)") }
    for name in ["keys", "tls", "principals"] { #expect(permissions(of: "\(path)/\(name)") == 0o700) }
    #expect(report.contains("Made \(path):") && report.contains("pishkhand serve \(path)\n"))
    #expect(names(in: temporary.path) == ["counter"])
  }

  @Test("tells the journal each machine with its role and its certificate's key")
  func seedsPrincipals() throws {
    let path = temporary.file("counter")
    let journal = Journal()
    _ = try initialise(journal: journal).run(at: path)
    #expect(
      journal.principals.map { "\($0.name) \($0.role.rawValue) \($0.bodyId)" } == [
        "agency-ncr agency ncr", "agency-city agency city", "office-1001 office 1001",
        "kiosk-2001 kiosk 2001",
      ])
    for principal in journal.principals {
      let certificate = try Certificate(readingFrom: "\(path)/principals/\(principal.name).crt")
      #expect(certificate.publicKeyDigest == principal.publicKeyDigest)
      #expect(certificate.subject == "CN=\(principal.name),O=Pishkhan")
    }
  }

  @Test("makes a configuration and keys that can be read")
  func readable() throws {
    let folder = DataFolder(temporary.file("counter"))
    _ = try initialise().run(at: folder.path)
    #expect(try ConfigurationFile(folder: folder).read().server.port == 7_443)
    _ = try KeyRing(readingFrom: folder.masterKey)
    let outcome = try run(
      "openssl", ["verify", "-CAfile", folder.authorityCertificate, folder.serverCertificate])
    #expect(outcome.status == 0)
  }

  @Test("takes an empty folder")
  func takesEmpty() throws {
    let path = temporary.file("counter")
    mkdir(path, 0o755)
    _ = try initialise().run(at: path)
    #expect(permissions(of: path) == 0o700)
    #expect(names(in: path).count == 5)
  }

  @Test("refuses a folder that holds anything, and changes nothing in it")
  func refusesExisting() throws {
    let path = temporary.file("counter")
    mkdir(path, 0o755)
    try DurableFile.create("\(path)/.hidden", [], mode: 0o600)
    let expected = InitialiseError(
      description: "\(path): exists and is not empty; a data folder is made only where there is none")
    #expect(throws: expected) { try initialise().run(at: path) }
    #expect(names(in: path) == [".hidden"])
    #expect(names(in: temporary.path) == ["counter"])
  }

  @Test("refuses to make a second folder over the first")
  func refusesSecond() throws {
    let folder = DataFolder(temporary.file("counter"))
    _ = try initialise().run(at: folder.path)
    let key = try contents(of: folder.masterKey)
    #expect(throws: InitialiseError.self) { try initialise().run(at: folder.path) }
    #expect(try contents(of: folder.masterKey) == key)
  }

  @Test("names in one line what stands in its way")
  func refusesOther() throws {
    let file = temporary.file("file")
    try DurableFile.create(file, [], mode: 0o600)
    #expect(throws: InitialiseError(description: "\(file): Not a directory")) {
      try initialise().run(at: file)
    }
    let missing = temporary.file("missing/counter")
    #expect(
      throws: InitialiseError(description: "\(missing): cannot make a folder: No such file or directory")
    ) { try initialise().run(at: missing) }
  }

  @Test("leaves nothing behind when the journal cannot be made, and names the folder that was asked for")
  func leavesNothing() {
    let path = temporary.file("counter")
    #expect(throws: InitialiseError(description: "\(path)/journal.sqlite: the disk is full")) {
      try initialise(failing: true).run(at: path)
    }
    #expect(names(in: temporary.path).isEmpty)
  }

  @Test("hands the catalogue of the product to whoever reads it")
  func handsCatalogue() throws {
    var seen: [UInt8] = []
    let initialise = InitialiseDataFolder(
      agencyIds: {
        seen = $0
        return []
      },
      createJournal: { path, _, _ in try DurableFile.create(path, [], mode: 0o600) })
    _ = try initialise.run(at: temporary.file("counter"))
    #expect(String(decoding: seen, as: UTF8.self).contains("\"code\": \"post-postalcode\""))
    let regions = String(decoding: PackageResources.regions_tsv, as: UTF8.self)
    #expect(regions.split(separator: "\n").count { $0.hasPrefix("IR-") } == 31)
  }
}

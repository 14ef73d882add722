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
    var principals: [NewPrincipal] = []
  }

  private struct Refused: Error, CustomStringConvertible {
    let description: String
  }

  private static let catalogue = """
    {"agencies": [{"id": "ncr", "names": {"en": "Registry"}}, {"id": "city", "names": {"en": "City"}}],
      "services": [
        {"code": "card", "agency": "ncr", "names": {"en": "Card"}},
        {"code": "hole", "agency": "city", "names": {"en": "Hole"}, "channels": ["kiosk"]},
        {"code": "complaint", "agency": "city", "names": {"en": "Complaint"}, "channels": ["online"]}]}
    """

  private func initialise(
    journal: Journal = Journal(), failing: Bool = false
  ) throws -> InitialiseDataFolder {
    InitialiseDataFolder(directory: try StartingDirectory(catalogue: Array(Self.catalogue.utf8))) {
      path, _, principals in
      if failing { throw Refused(description: "\(path): the disk is full") }
      journal.path = path
      journal.principals = principals
      try DurableFile.create(path, "journal".utf8, mode: 0o600)
    }
  }

  @Test("makes all of a data folder, secrets for the owner alone")
  func makesAll() throws {
    let path = temporary.file("counter")
    let journal = Journal()
    let report = try initialise(journal: journal).run(at: path + "/")
    #expect(permissions(of: path) == 0o700)
    #expect(names(in: path) == ["journal.sqlite", "keys", "pishkhand.conf", "principals", "tls"])
    #expect(names(in: "\(path)/tls") == ["ca.crt", "ca.key", "server.crt", "server.key"])
    let machines = [
      "agency-city", "agency-ncr", "auditor", "kiosk-2001", "office-1001", "operator", "supervisor-city",
      "supervisor-ncr",
    ]
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
      journal.principals.map { "\($0.name) \($0.role) \($0.agency)\($0.office) \($0.level)" } == [
        "agency-ncr agency ncr 0", "supervisor-ncr agency ncr 1", "agency-city agency city 0",
        "supervisor-city agency city 1", "office-1001 office 1001 0", "kiosk-2001 kiosk 2001 0",
        "operator operator  0", "auditor auditor  0",
      ])
    for principal in journal.principals {
      let certificate = try Certificate(readingFrom: "\(path)/principals/\(principal.name).crt")
      #expect(certificate.publicKeyDigest == principal.key)
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

  @Test("grants the office and the kiosk what is offered where they are")
  func grantsDelegations() throws {
    let directory = try StartingDirectory(catalogue: Array(Self.catalogue.utf8))
    let granted = directory.counters.compactMap { change in
      if case .grantDelegation(let delegation) = change {
        "\(delegation.office) \(delegation.service)"
      } else {
        nil
      }
    }
    #expect(granted == ["1001 card", "2001 card", "2001 hole"])
  }

  @Test(
    "starts with the catalogue of the product, its calendar and all provinces, each with names in both languages"
  )
  func startsWithProduct() throws {
    let changes = try StartingDirectory().changes
    let services = changes.compactMap {
      if case .putService(let service, publish: true) = $0 { service } else { nil }
    }
    #expect(
      services.count == 19 && services.contains { $0.code == "complaint" && $0.agencyId == "oversight" })
    let names = services.flatMap { service in
      [service.name] + service.attributes.flatMap { [$0.label] + $0.valueLabels.map(\.label) }
    }
    #expect(names.allSatisfy { !$0.persian.isEmpty && !$0.english.isEmpty })
    #expect(
      services.allSatisfy { $0.attributes.allSatisfy { $0.allowedValues == $0.valueLabels.map(\.value) } })
    let calendars = changes.compactMap {
      if case .putCalendar(let calendar, 0) = $0 { calendar } else { nil }
    }
    #expect(calendars.map(\.region) == ["IR"] && calendars[0].minutesPerDay == 480)
    #expect(calendars[0].first.iso == "2024-03-20" && calendars[0].last.iso == "2032-03-19")
    let regions = String(decoding: PackageResources.regions_tsv, as: UTF8.self)
    #expect(regions.split(separator: "\n").count { $0.hasPrefix("IR-") } == 31)
  }
}

import Casework
import TestJournal
import Testing

@testable import Journal

@Suite("The registered principals")
struct PrincipalChangesTests {
  private let journal: SmallJournal
  private let key = SmallJournal.key(77)

  init() throws { journal = try SmallJournal() }

  private func directory() throws -> Directory { try DirectoryTables.load(path: journal.path) }

  private func apply(_ changes: DirectoryChange...) throws -> DirectoryRejection? {
    try DirectoryCommand.apply(path: journal.path, at: 5) { _ in changes }?.rejection
  }

  @Test("A new one is found by its key, with its agency or office, and its level")
  func adds() throws {
    let head = NewPrincipal(name: "post-2", role: .agency, agency: "post", level: 2, key: key)
    let window = NewPrincipal(name: "window-2", role: .office, office: "tehran-17", key: SmallJournal.key(78))
    let rest = [Role.operator, .auditor, .gateway].enumerated().map { index, role in
      NewPrincipal(name: "\(role)", role: role, key: SmallJournal.key(UInt8(80 + index)))
    }
    #expect(try apply(.addPrincipal(head), .addPrincipal(window)) == nil)
    for principal in rest { #expect(try apply(.addPrincipal(principal)) == nil) }
    let directory = try directory()
    #expect(
      directory.principal(key: key)
        == Principal(
          row: 6, name: "post-2", role: .agency, agency: "post", office: 0, status: .active, level: 2))
    #expect(directory.principal(name: "window-2")?.office == 1)
    #expect(rest.allSatisfy { directory.principal(name: $0.name)?.role == $0.role })
  }

  @Test(
    "What can't be registered is told, and nothing is stored",
    arguments: [
      (NewPrincipal(name: "post-1", role: .agency, agency: "post", key: SmallJournal.key(77)), .nameTaken),
      (NewPrincipal(name: "post-2", role: .agency, agency: "post", key: SmallJournal.key(5)), .keyTaken),
      (
        NewPrincipal(name: "post-2", role: .agency, agency: "moon", key: SmallJournal.key(77)), .agencyUnknown
      ),
      (NewPrincipal(name: "w-2", role: .office, office: "moon-1", key: SmallJournal.key(77)), .officeUnknown),
      (
        NewPrincipal(name: "w-2", role: .kiosk, office: "tehran-17", key: SmallJournal.key(77)),
        .kindDoesNotFit
      ),
      (
        NewPrincipal(name: "w-2", role: .office, office: "arak-k1", key: SmallJournal.key(77)),
        .kindDoesNotFit
      ),
    ] as [(NewPrincipal, DirectoryRejection)])
  func refuses(principal: NewPrincipal, rejection: DirectoryRejection) throws {
    #expect(try apply(.addPrincipal(principal)) == rejection)
    #expect(try directory().principals.count == SmallJournal.principals.count)
    #expect(try directory().keys.count == SmallJournal.principals.count)
  }

  @Test("A machine may have several keys, and lose one of them")
  func changesKeys() throws {
    #expect(try apply(.addKey(name: "post-1", key: key)) == nil)
    #expect(try directory().principal(key: key)?.name == "post-1")
    #expect(try directory().principal(key: SmallJournal.key(5))?.name == "post-1")
    let remove = DirectoryChange.removeKey(name: "post-1", key: SmallJournal.key(5))
    #expect(try apply(remove) == nil)
    #expect(try directory().principal(key: key)?.name == "post-1")
    #expect(try directory().principal(key: SmallJournal.key(5)) == nil)
    #expect(try apply(remove) == .keyUnknown)
    #expect(try apply(.addKey(name: "registry-1", key: key)) == .keyTaken)
    #expect(try apply(.addKey(name: "post-9", key: SmallJournal.key(90))) == .principalNameUnknown)
    #expect(try apply(.removeKey(name: "registry-1", key: key)) == .keyUnknown)
  }

  @Test("One can be suspended and act again, but what is revoked stays revoked")
  func setsStatus() throws {
    func set(_ status: Principal.Status, _ name: String = "post-1") throws -> DirectoryRejection? {
      try apply(.setPrincipalStatus(name: name, status, reason: "lost"))
    }
    for status in [Principal.Status.suspended, .active, .suspended, .revoked] {
      #expect(try set(status) == nil)
      #expect(try directory().principal(name: "post-1")?.status == status)
    }
    #expect(try set(.active) == .isRevoked)
    #expect(try set(.suspended) == .isRevoked)
    #expect(try set(.revoked) == nil)
    #expect(try set(.suspended, "post-9") == .principalNameUnknown)
    #expect(try directory().principal(name: "post-1")?.status == .revoked)
  }

  @Test("All changes of one command are stored or none, each with who, when and what")
  func isAllOrNothing() throws {
    let before = try directory()
    let refused = try apply(
      .addKey(name: "post-1", key: key), .setPrincipalStatus(name: "post-9", .suspended, reason: ""))
    #expect(refused == .principalNameUnknown)
    #expect(try directory().position == before.position)
    #expect(try directory().keys.count == before.keys.count)
    #expect(try apply(.setPrincipalStatus(name: "post-1", .suspended, reason: "گم شد")) == nil)
    #expect(try directory().position == before.position + 1)
    let row = "time || '|' || principal || '|' || actor || '|' || kind || '|' || body || '|' || result"
    let last = try readSQL(
      "SELECT \(row) FROM directory_change ORDER BY position DESC LIMIT 1", on: journal.path)
    #expect(
      last == [
        #"5|0|pishkhand|set_principal_status|{"name":"post-1","status":"suspended","reason":"گم شد"}|0"#
      ])
  }
}

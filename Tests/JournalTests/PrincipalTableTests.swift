import Casework
import Journal
import TestJournal
import Testing

@Suite("The registered principals")
struct PrincipalTableTests {
  private let journal: SmallJournal
  private let key = SmallJournal.key(77)

  init() throws { journal = try SmallJournal() }

  private func registered(_ key: Digest) throws -> String? {
    try DirectoryTables.load(path: journal.path).principal(key: key)?.name
  }

  private func row(
    _ name: String, agency: String = "", office: String = "", key: Digest = SmallJournal.key(77)
  ) -> PrincipalRow {
    PrincipalRow(
      name: name, role: agency.isEmpty ? .office : .agency, agency: agency, office: office, key: key)
  }

  @Test("A new one is found by its key, with its agency or office")
  func adds() throws {
    try PrincipalTable.add(row("post-2", agency: "post"), path: journal.path)
    let principal = try #require(try DirectoryTables.load(path: journal.path).principal(key: key))
    #expect(principal.name == "post-2" && principal.agency == "post" && principal.office == 0)
    try PrincipalTable.add(
      row("window-2", office: "tehran-17", key: SmallJournal.key(78)), path: journal.path)
    let window = try #require(try DirectoryTables.load(path: journal.path).principal(name: "window-2"))
    #expect(window.office == 1 && window.status == .active)
  }

  @Test("What can't be registered is told, and nothing is stored")
  func refuses() throws {
    let cases: [(PrincipalRow, JournalError.Kind, String)] = [
      (row("post-1", agency: "post"), .alreadyThere, "a principal called post-1 is registered already"),
      (
        row("post-2", agency: "post", key: SmallJournal.key(5)), .alreadyThere,
        "this certificate's key is registered already, for post-1"
      ),
      (row("post-2", agency: "moon"), .missing, "there is no agency moon"),
      (row("window-2", office: "moon-1"), .missing, "there is no office moon-1"),
    ]
    for (row, kind, words) in cases {
      let error = #expect(throws: JournalError.self) { try PrincipalTable.add(row, path: journal.path) }
      #expect(error?.kind == kind && error?.description == words)
    }
    #expect(try DirectoryTables.load(path: journal.path).principals.count == SmallJournal.principals.count)
  }

  @Test("A machine may have several keys, and lose one of them")
  func changesKeys() throws {
    try PrincipalTable.add(key: key, to: "post-1", path: journal.path)
    #expect(try registered(key) == "post-1" && registered(SmallJournal.key(5)) == "post-1")
    try PrincipalTable.remove(key: SmallJournal.key(5), from: "post-1", path: journal.path)
    #expect(try registered(key) == "post-1" && registered(SmallJournal.key(5)) == nil)
    #expect(throws: JournalError.self) {
      try PrincipalTable.remove(key: SmallJournal.key(5), from: "post-1", path: journal.path)
    }
    #expect(throws: JournalError.self) {
      try PrincipalTable.add(key: key, to: "registry-1", path: journal.path)
    }
  }
}

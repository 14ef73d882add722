import Casework
import TestJournal
import TestSupport
import Testing

@testable import Journal

@Suite("A new journal")
struct JournalCreationTests {
  @Test("holds the directory that it was given")
  func holdsDirectory() throws {
    let journal = try SmallJournal()
    let directory = try DirectoryTables.load(path: journal.path)
    #expect(directory.agencies.map(\.id) == ["post", "registry"])
    #expect(directory.agency("post")?.name == LocalizedName(persian: "پست", english: "Post"))
    #expect(directory.services.map(\.code) == ["birth-certificate", "id-card", "parcel"])
    #expect(directory.regions == ["IR-00", "IR-07"])
    #expect(directory.office(row: 1)?.id == "tehran-17" && directory.office(row: 2)?.kind == .kiosk)
    #expect(
      directory.principal(name: "arak-k1")
        == Principal(row: 2, name: "arak-k1", role: .kiosk, agency: "", office: 2, status: .active))
    #expect(directory.principal(key: SmallJournal.key(4))?.name == "registry-2")
  }

  @Test("holds each service with its form and papers, in their order")
  func holdsServices() throws {
    let journal = try SmallJournal()
    let service = try DirectoryTables.load(path: journal.path).service(code: "id-card")
    #expect(
      service
        == ServiceDefinition(
          number: 1, code: "id-card", version: 1, agencyId: "registry",
          name: LocalizedName(persian: "کارت ملی", english: "Identity card"), acknowledgeWorkingDays: 1,
          decideWorkingDays: 30, feeRial: 500_000,
          attributes: [
            Attribute(
              code: "reason", type: .singleValueList, isRequired: true, allowedValues: ["FIRST", "LOST"]),
            Attribute(
              code: "postal_code", type: .string, format: .postalCode, isRequired: true,
              label: LocalizedName(persian: "کد پستی", english: "Postal code")),
            Attribute(code: "note", type: .text),
          ], documents: ["photo", "birth_certificate"], status: .published))
  }

  @Test("is not made over one that exists, of which nothing is touched")
  func refusesExisting() throws {
    let journal = try SmallJournal()
    try JournalWriter(path: journal.path).store([.new(1)])
    let before = try contents(of: journal.path)
    let error = #expect(throws: JournalError.self) { try SmallJournal.create(at: journal.path) }
    #expect(error?.kind == .alreadyThere)
    #expect(error?.description == "there is a journal at \(journal.path) already")
    #expect(try contents(of: journal.path) == before)
  }

  @Test(
    "is not half there after data that does not fit",
    arguments: [("code", [DirectoryChange.publishService(code: "moon", version: 1)]), ("IR-07\tx", [])])
  func leavesNothing(regions: String, changes: [DirectoryChange]) throws {
    let folder = TemporaryFolder()
    let path = folder.file("journal.db")
    let error = failure { () throws(JournalError) in
      try JournalCreation.create(
        path: path, keyFingerprint: Digest(), regions: regions,
        changes: SmallJournal.agencies.map(DirectoryChange.putAgency) + changes, at: 1)
    }
    #expect(error?.kind == .other)
    #expect(failure { () throws(JournalError) in try JournalWriter(path: path) }?.kind == .notOurs)
    try SmallJournal.create(at: path)
    #expect(try DirectoryTables.load(path: path).agencies.count == 2)
  }

  @Test("is not made where there is no folder")
  func needsFolder() {
    let path = TemporaryFolder().file("none/journal.db")
    let error = #expect(throws: JournalError.self) { try SmallJournal.create(at: path) }
    #expect(error?.kind == .missing)
  }
}

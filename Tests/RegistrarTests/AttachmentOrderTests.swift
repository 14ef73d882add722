import Casework
import Journal
import TestJournal
import TestSupport
import Testing

@testable import Registrar

@Suite("Files in a batch")
struct AttachmentOrderTests {
  @Test("are stored once; the same row again is told")
  func store() throws {
    let open = try OpenRegistry(SmallJournal())
    let row = file(1)
    let outcomes = open.registry.commit([.attachments(.store(row)), .attachments(.store(row))]).outcomes
    #expect(outcomes == [.attachments(.stored), .attachments(.storedBefore(row))])
    #expect(open.commits.current == 1)
    // Nothing new: no fsync.
    #expect(
      open.registry.commit([.attachments(.store(row))]).outcomes == [.attachments(.storedBefore(row))])
    #expect(open.commits.current == 1)
  }

  @Test("go into the request with the event that names them, and into no other")
  func bind() throws {
    let journal = try SmallJournal()
    let open = try OpenRegistry(journal)
    let request = try #require(open.submit(1...1).first)
    _ = open.registry.commit([.attachments(.store(file(1))), .attachments(.store(file(2)))])
    let first = attaching([file(1)], to: request, number: 2, open.maker)
    let outcomes = open.commit([
      first, attaching([file(2), file(1)], to: request, number: 3, open.maker), first,
      attaching([file(9)], to: request, number: 4, open.maker),
    ])
    #expect(outcomes[0].acceptance?.number == 2)
    #expect(outcomes[1] == .attachmentTaken && outcomes[3] == .attachmentTaken)
    #expect(outcomes[2].acceptance?.isRepeated == true)
    let reader = try JournalReader(path: journal.path, commits: open.commits)
    let bound = try #require(try reader.attachment(file(1).id))
    #expect(bound.request == 1 && bound.event == 2 && bound.name.isEmpty && bound.sha256 == nil)
    // What was refused has taken nothing.
    #expect(try reader.attachment(file(2).id)?.isBound == false)
    #expect(try reader.record(1, code: request.trackingCode)?.version == 2)
  }

  @Test("are forgotten unless an event holds them")
  func forget() throws {
    let journal = try SmallJournal()
    let open = try OpenRegistry(journal)
    let request = try #require(open.submit(1...1).first)
    _ = open.registry.commit([.attachments(.store(file(1))), .attachments(.store(file(2)))])
    _ = open.commit([attaching([file(1)], to: request, number: 2, open.maker)])
    let outcomes = open.registry.commit([.attachments(.forget([file(1).id, file(2).id, file(3).id]))])
      .outcomes
    #expect(outcomes == [.attachments(.forgotten([file(2).id, file(3).id]))])
    let reader = try JournalReader(path: journal.path, commits: open.commits)
    #expect(try reader.attachment(file(1).id) != nil)
    #expect(try reader.attachment(file(2).id) == nil)
    #expect(open.commit([attaching([file(2)], to: request, number: 3, open.maker)]) == [.attachmentTaken])
  }

  @Test(
    "that their rows tell otherwise than the events are found by the audit",
    arguments: [
      "UPDATE attachment SET request = 2", "UPDATE attachment SET event = 1", "DELETE FROM attachment",
      "UPDATE attachment SET size = 1", "UPDATE attachment SET media_type = 'image/png'",
      "UPDATE attachment SET attribute = 'plan'",
      "INSERT INTO attachment SELECT zeroblob(16), uploader, content, service, attribute, request, event, place, "
        + "media_type, size, metadata_removed, stored, name, sha256 FROM attachment",
    ])
  func audited(sql: String) throws {
    let journal = try SmallJournal()
    do {
      let open = try OpenRegistry(journal)
      let request = try #require(open.submit(1...1).first)
      _ = open.registry.commit([.attachments(.store(file(1)))])
      _ = open.commit([attaching([file(1)], to: request, number: 2, open.maker)])
      try open.registry.close()
    }
    #expect(try audit(journal.path, journal.keys).isSound)
    try runSQL(sql, on: journal.path)
    let findings = try audit(journal.path, journal.keys).findings
    #expect(
      findings.contains { $0.contains(file(1).id.hexadecimal) || $0.contains("whose events do not name") },
      "\(findings)")
  }

  private func file(_ number: UInt8) -> AttachmentRow {
    let digest = Digest([UInt8](repeating: number, count: Digest.byteCount))!
    return AttachmentRow(
      id: AttachmentId(digest), uploader: -1, content: ContentHash(digest), service: "id-card", attribute: "",
      request: 1, event: 0, mediaType: .pdf, size: 100, metadataRemoved: false, stored: 1_000, name: "a.pdf",
      sha256: digest)
  }

  private func attaching(
    _ files: [AttachmentRow], to request: Acceptance, number: UInt64, _ maker: FilingMaker
  ) -> Filing {
    var filing = maker.act(.attach, on: request, seeing: nil, by: FilingMaker.citizen, number: number)
    filing.command.attachments = files.map {
      AttachmentReference(
        id: $0.id, attribute: $0.attribute, mediaType: $0.mediaType.rawValue, size: $0.size)
    }
    return filing
  }
}

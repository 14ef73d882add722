import Casework
import TestJournal
import TestSupport
import Testing

@testable import Journal

@Suite("Rows of stored files")
struct AttachmentTableTests {
  @Test("are kept as they were stored")
  func keeps() throws {
    let journal = try SmallJournal()
    let rows = [row(1), row(2, request: 7, name: ""), row(3, removed: true, name: "شناسنامه.pdf")]
    let writer = try store(rows, in: journal)
    for row in rows { #expect(try writer.attachment(row.id) == row) }
    #expect(try writer.attachment(id(9)) == nil)
    #expect(failure { () throws(JournalError) in try writer.insert(rows[0]) } != nil)
  }

  @Test("give their name and hash away to the event that holds them")
  func bind() throws {
    let journal = try SmallJournal()
    let writer = try store([row(1), row(2)], in: journal)
    try writer.begin()
    try writer.bindAttachments([id(1)], to: EventId(sequence: 5, number: 3))
    try writer.commit()
    var bound = row(1, request: 5, name: "")
    bound.event = 3
    bound.sha256 = nil
    #expect(try writer.attachment(id(1)) == bound)
    #expect(try writer.attachment(id(2)) == row(2))
  }

  @Test("are told by request, in the order in which events have brought them")
  func tellRequests() throws {
    let journal = try SmallJournal()
    let writer = try store((1...5).map { row(UInt8($0)) }, in: journal)
    try writer.begin()
    try writer.bindAttachments([id(3), id(1)], to: EventId(sequence: 5, number: 1))
    try writer.bindAttachments([id(4)], to: EventId(sequence: 5, number: 3))
    try writer.bindAttachments([id(2)], to: EventId(sequence: 6, number: 1))
    try writer.commit()
    let reader = try JournalReader(path: journal.path, commits: CommitCounter())
    #expect(try reader.attachments(ofRequest: 5).map(\.id) == [id(3), id(1), id(4)])
    #expect(try reader.attachments(ofRequest: 7).isEmpty)
    #expect(try reader.attachments(ofRequest: 0).isEmpty)
  }

  @Test("that an event holds are not deleted")
  func deleteUnbound() throws {
    let journal = try SmallJournal()
    let writer = try store([row(1), row(2)], in: journal)
    try writer.begin()
    try writer.bindAttachments([id(1)], to: EventId(sequence: 5, number: 3))
    for number in [1, 2, 3] { try writer.deleteUnboundAttachment(id(UInt8(number))) }
    try writer.commit()
    #expect(try writer.attachment(id(1)) != nil)
    #expect(try writer.attachment(id(2)) == nil)
  }

  @Test("tell what a caller has uploaded and no event holds, and what is old")
  func tellWhatIsUnbound() throws {
    let journal = try SmallJournal()
    let writer = try store(
      [row(1, uploader: 4), row(2, uploader: 4), row(3, uploader: -4), row(4, uploader: 4, stored: 5_000)],
      in: journal)
    try writer.begin()
    try writer.bindAttachments([id(2)], to: EventId(sequence: 5, number: 1))
    try writer.commit()
    let reader = try JournalReader(path: journal.path, commits: CommitCounter())
    #expect(try reader.unboundBytes(of: 4) == 200)
    #expect(try reader.unboundBytes(of: -4) == 100)
    #expect(try reader.unboundBytes(of: 5) == 0)
    #expect(Set(try reader.unboundAttachments(before: 5_000, limit: 10)) == [id(1), id(3)])
    #expect(try reader.unboundAttachments(before: 9_000, limit: 1).count == 1)
    #expect(try reader.attachmentCount(ofRequest: 5) == 1)
    #expect(try reader.attachmentCount(ofRequest: 0) == 0)
  }

  private func store(_ rows: [AttachmentRow], in journal: SmallJournal) throws -> JournalWriter {
    let writer = try JournalWriter(path: journal.path)
    try writer.begin()
    for row in rows { try writer.insert(row) }
    try writer.commit()
    return writer
  }

  private func id(_ number: UInt8) -> AttachmentId { AttachmentId(digest(of: number)) }

  private func row(
    _ number: UInt8, uploader: Int64 = 3, request: Int64 = 0, removed: Bool = false, stored: Int64 = 1_000,
    name: String = "map.pdf"
  ) -> AttachmentRow {
    AttachmentRow(
      id: id(number), uploader: uploader, content: ContentHash(digest(of: 7)), service: "city-pothole",
      attribute: "photo", request: request, event: 0, mediaType: .pdf, size: 100, metadataRemoved: removed,
      stored: stored, name: name, sha256: digest(of: number))
  }
}

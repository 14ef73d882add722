import Casework
import Testing

@testable import Attachments

@Suite("What uploads may take")
struct UnfinishedUploadsTests {
  private var limits: AttachmentLimits {
    var limits = AttachmentLimits()
    limits.bytesPerCaller = 100
    limits.bytesUnfinished = 250
    limits.transfers = 3
    limits.transfersPerCaller = 2
    limits.unfinishedPerCaller = 3
    return limits
  }

  private func name(_ number: UInt8, _ size: UInt64, caller: Int64 = 1) -> PartialName {
    var name = PartialName(terms([], id: number, uploader: caller))
    name.size = size
    return name
  }

  /// Opens an upload and closes it again.
  private func begin(_ uploads: inout UnfinishedUploads, _ name: PartialName, whole: UInt64 = 0) throws {
    let owner = try uploads.open(name, whole: whole, now: 0, limits)
    uploads.close(name.id, owner: owner)
  }

  @Test("A caller announces no more than its share, whole files that no request holds included")
  func callersShare() throws {
    var uploads = UnfinishedUploads()
    #expect(throws: UploadRefusal.noRoom) { try begin(&uploads, name(1, 101)) }
    #expect(throws: UploadRefusal.noRoom) { try begin(&uploads, name(1, 60), whole: 41) }
    #expect(throws: UploadRefusal.noRoom) { try begin(&uploads, name(1, .max), whole: .max) }
    try begin(&uploads, name(1, 60), whole: 40)
    #expect(throws: UploadRefusal.noRoom) { try begin(&uploads, name(2, 41)) }
    // It goes on with what it has begun, and others have their own.
    try begin(&uploads, name(1, 60))
    try begin(&uploads, name(3, 100, caller: 2))
    uploads.remove(id(1))
    try begin(&uploads, name(2, 100))
  }

  @Test("All together announce no more than the server's share")
  func serversShare() throws {
    var uploads = UnfinishedUploads()
    let first = try uploads.open(name(1, 100, caller: 1), whole: 0, now: 0, limits)
    _ = try uploads.open(name(2, 100, caller: 2), whole: 0, now: 0, limits)
    #expect(throws: UploadRefusal.noRoom) { try begin(&uploads, name(3, 51, caller: 3)) }
    try begin(&uploads, name(3, 50, caller: 3))
    // What a call has left behind takes the room of what has come, and goes on where there is room for the rest.
    uploads.received(id(1), 10, now: 1)
    uploads.close(id(1), owner: first)
    _ = try uploads.open(name(4, 100, caller: 4), whole: 0, now: 0, limits)
    #expect(throws: UploadRefusal.noRoom) { try begin(&uploads, name(1, 100, caller: 1)) }
    uploads.remove(id(4))
    try begin(&uploads, name(1, 100, caller: 1))
  }

  @Test("A caller keeps no more unfinished uploads than its share, however small")
  func count() throws {
    var uploads = UnfinishedUploads()
    for number in [1, 2, 3] as [UInt8] { try begin(&uploads, name(number, 1)) }
    #expect(throws: UploadRefusal.noRoom) { try begin(&uploads, name(4, 1)) }
  }

  @Test("Transfers under way are bounded, for a caller and in all, and a refused one takes nothing")
  func transfers() throws {
    var uploads = UnfinishedUploads()
    let first = try uploads.open(name(1, 1), whole: 0, now: 0, limits)
    try uploads.beginTransfer(1, limits)
    #expect(throws: UploadRefusal.tooManyTransfers) { try uploads.beginTransfer(1, limits) }
    #expect(throws: UploadRefusal.tooManyTransfers) { try uploads.open(name(2, 1), whole: 0, now: 0, limits) }
    #expect(uploads.entries.count == 1)
    try uploads.beginTransfer(2, limits)
    #expect(throws: UploadRefusal.tooManyTransfers) { try uploads.beginTransfer(3, limits) }
    uploads.close(id(1), owner: first)
    uploads.close(id(1), owner: first)
    #expect(uploads.transfers == 2)
    try uploads.beginTransfer(3, limits)
    for caller in [1, 2, 3] as [Int64] { uploads.endTransfer(caller) }
    #expect(uploads.transfers == 0)
  }

  @Test("An upload that is taken over stays one transfer, and its old owner closes nothing")
  func takingOver() throws {
    var uploads = UnfinishedUploads()
    let older = try uploads.open(name(1, 1), whole: 0, now: 0, limits)
    let newer = try uploads.open(name(1, 1), whole: 0, now: 0, limits)
    #expect(uploads.transfers == 1 && !uploads.isOwner(older, of: id(1)) && uploads.isOwner(newer, of: id(1)))
    uploads.close(id(1), owner: older)
    #expect(uploads.transfers == 1)
    uploads.remove(id(1))
    #expect(uploads.transfers == 0 && uploads.entries.isEmpty)
  }

  @Test("What is announced and has not come is what the disk still has to hold, while a call is there")
  func missing() throws {
    var uploads = UnfinishedUploads()
    uploads.add(name(1, 60), received: 20, touched: 0)
    #expect(uploads.missing == 0)
    _ = try uploads.open(name(2, 30), whole: 0, now: 0, limits)
    #expect(uploads.missing == 30)
    uploads.received(id(2), 10, now: 1)
    #expect(uploads.missing == 20)
    _ = try uploads.open(name(1, 60), whole: 0, now: 0, limits)
    #expect(uploads.missing == 60)
    uploads.received(id(1), 0, now: 1)
    #expect(uploads.missing == 80)
    uploads.remove(id(1))
    uploads.remove(id(2))
    #expect(uploads.missing == 0)
  }
}

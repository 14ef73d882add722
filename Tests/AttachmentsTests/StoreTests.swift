import Casework
import TestSupport
import Testing

@testable import Attachments

@Suite("Stored files")
struct StoreTests {
  private let folder = TestFolder()

  @Test("A file comes back as it was sent, and of its upload nothing is left")
  func keeps() async throws {
    let store = try folder.open()
    let bytes = document(String(repeating: "% line\n", count: 1_000))
    let (upload, result) = try await store.send(bytes, terms(bytes))
    #expect(
      try result.get()
        == KeptFile(
          mediaType: .pdf, size: UInt64(bytes.count), sha256: sha256(bytes), metadataRemoved: false))
    upload.settle()
    #expect(try await store.read(id(1)) == bytes)
    store.close()
    let kept = "\(id(1).hexadecimal.prefix(1))/\(id(1).hexadecimal)"
    #expect(folder.files == [kept])
    #expect(permissions(of: "\(folder.path)/\(kept)") == 0o600 && permissions(of: folder.path) == 0o700)
    #expect(store.received(id(1)) == nil)
  }

  @Test("Of a picture its cleaned form is kept, with its own size and hash")
  func keepsCleanPictures() async throws {
    let store = try folder.open()
    let sent = JPEGPart.start + JPEGPart.exif + JPEGPart.comment + JPEGPart.picture
    let kept = JPEGPart.start + JPEGPart.turned + JPEGPart.picture
    let (upload, result) = try await store.send(sent, terms(sent))
    #expect(
      try result.get()
        == KeptFile(
          mediaType: .jpeg, size: UInt64(kept.count), sha256: sha256(kept), metadataRemoved: true))
    upload.settle()
    #expect(try await store.read(id(1), piece: 7) == kept)
    store.close()
    #expect(folder.files.count == 1)
  }

  private static let refused: [([UInt8], [UInt8], [MediaType], AttachmentFault)] = [
    (document("a\n"), document("b\n"), MediaType.allCases, .hashDiffers),
    (bytes("PK"), bytes("PK"), MediaType.allCases, .typeNotAllowed),
    (document(), document(), [.jpeg, .png], .typeNotAllowed),
    (JPEGPart.plain, JPEGPart.plain, [.pdf], .typeNotAllowed),
    (bytes("%PDF-1.7"), bytes("%PDF-1.7"), MediaType.allCases, .malformed(.truncated)),
    (PNGPart.signature, PNGPart.signature, MediaType.allCases, .malformed(.truncated)),
  ]

  @Test("What is not taken leaves nothing behind, and can be sent again", arguments: refused)
  func refuses(announced: [UInt8], sent: [UInt8], allowed: [MediaType], fault: AttachmentFault) async throws {
    let store = try folder.open()
    let (_, result) = try await store.send(sent, terms(announced, allowed: allowed))
    #expect(throws: fault) { try result.get() }
    #expect(store.received(id(1)) == nil)
    _ = try store.begin(terms(document()), whole: 0)
    store.close()
    #expect(folder.files.isEmpty)
  }

  @Test("An upload goes on where it ended, in this run and after a restart")
  func resumes() async throws {
    let bytes = document(String(repeating: "% line\n", count: 1_000))
    var store = try folder.open()
    for (place, isRestarted) in [(0, false), (1_000, false), (2_000, true), (3_000, true)] {
      let upload = try store.begin(terms(bytes), whole: 0)
      #expect(try await upload.open(fromStart: false).get() == UInt64(place))
      try await upload.append(bytes[place..<place + 1_000])
      upload.close()
      if isRestarted {
        store.close()
        store = try folder.open()
      }
      #expect(store.received(id(1)) == UInt64(place + 1_000))
    }
    let upload = try store.begin(terms(bytes), whole: 0)
    _ = try await upload.open(fromStart: false).get()
    try await upload.append(bytes[4_000...])
    #expect(try await upload.finish().get().size == UInt64(bytes.count))
    upload.settle()
    #expect(try await store.read(id(1)) == bytes)
    store.close()
  }

  @Test("From the start again an upload begins anew")
  func beginsAnew() async throws {
    let store = try folder.open()
    let first = try store.begin(terms(document()), whole: 0)
    _ = try await first.open().get()
    try await first.append(bytes("%PDF-1.7 other bytes"))
    first.close()
    let (_, result) = try await store.send(document(), terms(document()))
    #expect(try result.get().size == UInt64(document().count))
    store.close()
  }

  @Test("A newer call of an upload takes it over; the older one can do nothing more")
  func takesOver() async throws {
    let store = try folder.open()
    let older = try store.begin(terms(document()), whole: 0)
    _ = try await older.open().get()
    try await older.append(document().prefix(10))
    let newer = try store.begin(terms(document()), whole: 0)
    #expect(try await newer.open(fromStart: false).get() == 10)
    await #expect(throws: AttachmentFault.takenOver) { try await older.append(document()) }
    older.close()
    try await newer.append(document().dropFirst(10))
    #expect(try await newer.finish().get().mediaType == .pdf)
    store.close()
  }

  @Test("An upload whose row was not stored can be finished again, and is busy before that")
  func withdraws() async throws {
    let store = try folder.open()
    let (upload, _) = try await store.send(document(), terms(document()))
    #expect(throws: UploadRefusal.busy) { try store.begin(terms(document()), whole: 0) }
    upload.withdraw()
    await #expect(throws: AttachmentFault.missing) { try await store.read(id(1)) }
    let again = try store.begin(terms(document()), whole: 0)
    #expect(try await again.open(fromStart: false).get() == UInt64(document().count))
    #expect(try await again.finish().get().mediaType == .pdf)
    again.settle()
    #expect(try await store.read(id(1)) == document())
    store.close()
  }

  @Test("Where the disk would become too full, uploads are refused and leave nothing")
  func respectsTheDisk() async throws {
    var limits = AttachmentLimits()
    limits.freeBytesKept = 1 << 60
    let store = try folder.open(limits)
    let upload = try store.begin(terms(document()), whole: 0)
    await #expect(throws: AttachmentFault.noRoom) { try await upload.open().get() }
    store.close()
    #expect(folder.files.isEmpty && store.received(id(1)) == nil)
  }

  @Test("Unfinished uploads go after their time; those that somebody goes on with stay")
  func removesStale() async throws {
    let store = try folder.open()
    for number in [1, 2, 3] as [UInt8] {
      let upload = try store.begin(terms(document(), id: number), whole: 0)
      _ = try await upload.open().get()
      if number != 3 { upload.close() }
    }
    folder.clock.advance(AttachmentLimits().unfinishedLifetime - 1_000)
    let resumed = try store.begin(terms(document(), id: 2), whole: 0)
    _ = try await resumed.open(fromStart: false).get()
    resumed.close()
    folder.clock.advance(2_000)
    store.removeStale()
    store.close()
    #expect(store.received(id(1)) == nil)
    #expect(store.received(id(2)) != nil && store.received(id(3)) != nil)
    #expect(folder.files.count == 2)
    folder.clock.advance(AttachmentLimits().unfinishedLifetime)
    let restarted = try folder.open()
    restarted.close()
    #expect(folder.files.isEmpty)
  }

  @Test("A removal takes the files whose rows are gone, and leaves the others")
  func removes() async throws {
    let store = try folder.open()
    for number in [1, 2] as [UInt8] {
      let (upload, _) = try await store.send(document(), terms(document(), id: number))
      upload.settle()
    }
    let marked = await waited { store.prepareRemoval([id(1), id(2)], then: $0) }
    #expect(marked == [id(1), id(2)])
    store.completeRemoval([id(1)], rowsAreGone: true)
    store.completeRemoval([id(2)], rowsAreGone: false)
    store.close()
    #expect(folder.files.map { String($0.suffix(32)) } == [id(2).hexadecimal])
  }
}

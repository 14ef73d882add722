import Casework
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Attachments

/// What a crash leaves at each step of an upload and of a removal, and what the next start makes of it.
@Suite("A start after a crash")
struct RecoveryTests {
  private let folder = TestFolder()
  private let sent = document()

  private var upload: String { folder.layout.file(PartialName(terms(sent))) }
  private var kept: String { folder.layout.kept(id(1)) }

  private func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private func write(_ path: String) throws {
    let file = try #require(fopen(path, "w"))
    fwrite(sent, 1, sent.count, file)
    fclose(file)
  }

  /// Makes the folders, leaves files there, and starts.
  private func start(leaving paths: [String], stored: Bool) throws -> AttachmentStore {
    try folder.open().close()
    for path in paths { try write(path) }
    if stored { folder.stored.withLock { _ = $0.insert(id(1)) } }
    return try folder.open()
  }

  @Test("finds an upload that can go on")
  func findsUploads() throws {
    let store = try start(leaving: [upload], stored: false)
    #expect(store.received(id(1)) == UInt64(sent.count) && isThere(upload))
    #expect(throws: UploadRefusal.contentDiffers) { try store.begin(terms(bytes("else")), whole: 0) }
    store.close()
  }

  @Test("takes a file away whose row was not stored, and lets its upload go on")
  func takesAway() throws {
    let store = try start(leaving: [upload, kept], stored: false)
    #expect(!isThere(kept) && store.received(id(1)) == UInt64(sent.count))
    store.close()
  }

  @Test("keeps a file whose row was stored, and ends its upload")
  func keeps() async throws {
    let store = try start(leaving: [upload, kept], stored: true)
    #expect(isThere(kept) && !isThere(upload) && store.received(id(1)) == nil)
    #expect(try await store.read(id(1)) == sent)
    store.close()
  }

  @Test("drops the copy of a picture that was being cleaned")
  func dropsCopies() throws {
    let store = try start(leaving: [upload, folder.layout.cleaned(id(1))], stored: false)
    #expect(folder.files.count == 1 && isThere(upload))
    store.close()
  }

  @Test("ends a removal whose rows are gone, and takes back one whose rows stay", arguments: [false, true])
  func endsRemovals(stored: Bool) throws {
    let store = try start(leaving: [kept, folder.layout.leaving(id(1))], stored: stored)
    #expect(isThere(kept) == stored && !isThere(folder.layout.leaving(id(1))))
    store.close()
  }

  @Test("leaves alone what is not ours, and what nobody asked about")
  func leavesOthers() throws {
    let others = [
      "\(folder.path)/partial/notes", "\(folder.path)/partial/a.b.c.d", folder.layout.kept(id(9)),
    ]
    let store = try start(leaving: others, stored: false)
    for path in others { #expect(isThere(path)) }
    store.close()
  }

  @Test("fails where the journal cannot be asked")
  func fails() throws {
    struct Unreadable: Error {}
    _ = try start(leaving: [upload], stored: false)
    #expect(throws: Unreadable.self) {
      try AttachmentStore(
        path: folder.path, limits: AttachmentLimits(), clock: { 0 }, isStored: { _ in throw Unreadable() })
    }
    #expect(isThere(upload))
  }

  @Test("reads the names that it writes, and no others")
  func readsNames() {
    let name = PartialName(terms(sent, uploader: -12))
    #expect(PartialName(name.text) == name)
    for text in ["", "...", "x.y.1.2", "\(name.text).5", name.text.replacing("-12", with: "twelve")] {
      #expect(PartialName(text) == nil, "\(text)")
    }
  }
}

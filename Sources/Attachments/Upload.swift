import Casework
import Glibc
import Synchronization

/// One call's hold on an upload. Its steps are given by one caller at a time and done in order on one disk thread; each tells its
/// end there, to a closure that has to hand it on at once.
///
/// `@unchecked Sendable`: `file` is touched on the upload's disk thread alone.
public final class Upload: @unchecked Sendable {
  public let terms: UploadTerms
  private let store: AttachmentStore
  private let owner: UInt64
  private let name: PartialName
  private var file: IncomingFile?
  /// The name of the upload's file is on the disk.
  private let nameIsSynced = Atomic<Bool>(false)

  init(_ store: AttachmentStore, _ terms: UploadTerms, owner: UInt64) {
    self.store = store
    self.terms = terms
    self.owner = owner
    name = PartialName(terms)
  }

  /// Opens the file.
  /// - Parameters:
  ///   - fromStart: what came before is dropped.
  ///   - then: gets how many bytes are there: where the caller has to go on.
  public func open(fromStart: Bool, then: @escaping @Sendable (Result<UInt64, AttachmentFault>) -> Void) {
    step(then) { [self] () throws(AttachmentFault) in
      let missing = store.unfinished.withLock { $0.missing }
      guard try store.folder.freeBytes >= missing &+ store.limits.freeBytesKept else { throw .noRoom }
      var opened = try IncomingFile(store.folder, terms, fromStart: fromStart)
      try opened.takeAgain()
      let received = opened.received
      file = consume opened
      syncName()
      store.unfinished.withLock { $0.received(terms.id, received, now: store.clock()) }
      return received
    }
  }

  /// On another thread, while bytes come in: a folder's sync takes as long as a file's.
  private func syncName() {
    store.besides(terms.id) { [self] in
      do throws(AttachmentFault) {
        try AttachmentFolder.sync(store.folder.partial)
        nameIsSynced.store(true, ordering: .releasing)
      } catch {}  // then `keep` tries again, and tells
    }
  }

  /// Appends bytes.
  /// - Parameter then: may use the piece again.
  public func append(_ piece: Piece, then: @escaping @Sendable (Result<Void, AttachmentFault>) -> Void) {
    step(then) { [self] () throws(AttachmentFault) in
      try file?.append(piece.bytes)
      let received = file?.received ?? 0
      store.unfinished.withLock { $0.received(terms.id, received, now: store.clock()) }
    }
  }

  /// Checks hash and content of a whole file and puts what is kept of it in its place, synced. Its row is to be stored next; then
  /// comes `settle`, or `withdraw`.
  public func finish(then: @escaping @Sendable (Result<KeptFile, AttachmentFault>) -> Void) {
    step(then) { [self] () throws(AttachmentFault) in
      store.unfinished.withLock { $0.finishing(terms.id, true) }
      guard let kept = try file.take()?.finish() else { throw .missing }
      try keep(kept)
      return kept
    }
  }

  /// Puts what is kept in its place. What a crash leaves at each step:
  ///
  /// 1. the bytes are synced (`IncomingFile.finish`), and the name of the upload's file: a restart finds an upload that can go on.
  /// 2. the file in its place, by a link or, for a picture with marks, by a rename of the copy without them, and that name synced:
  ///    a restart finds no row and takes it away again; the upload can go on.
  /// 3. (the caller) the row stored: from here on the file is kept. A restart finds the row and removes the upload's file.
  private func keep(_ kept: KeptFile) throws(AttachmentFault) {
    let folder = store.folder
    let place = folder.kept(terms.id)
    if !nameIsSynced.load(ordering: .acquiring) { try AttachmentFolder.sync(folder.partial) }
    if kept.metadataRemoved {
      guard rename(folder.cleaned(terms.id), place) == 0 else { throw OpenFile.fault("keep a file", errno) }
    } else {
      unlink(place)
      guard link(folder.file(name), place) == 0 else { throw OpenFile.fault("keep a file", errno) }
    }
    try AttachmentFolder.sync(folder.shard(terms.id))
  }

  /// The row is stored: the upload is over.
  public func settle() {
    store.onDisk(terms.id) { [self] in store.giveUp(name) }
  }

  /// The row was not stored: the kept file goes, the upload stays and can be finished again.
  public func withdraw() {
    store.onDisk(terms.id) { [self] in
      unlink(store.folder.kept(terms.id))
      store.unfinished.withLock {
        $0.finishing(terms.id, false)
        $0.close(terms.id, owner: owner)
      }
    }
  }

  /// The call is over before the upload is: what has come is synced and stays.
  public func close() {
    store.onDisk(terms.id) { [self] in
      guard isOwner else {
        file = nil
        return
      }
      // Where even this fails, the hash of the whole tells.
      try? file?.sync()
      drop()
      store.unfinished.withLock { $0.close(terms.id, owner: owner) }
    }
  }

  /// The call has turned out to be wrong: nothing of the upload stays.
  public func abandon() {
    store.onDisk(terms.id) { [self] in
      guard isOwner else {
        file = nil
        return
      }
      drop()
      store.giveUp(name)
    }
  }

  private var isOwner: Bool { store.unfinished.withLock { $0.isOwner(owner, of: terms.id) } }

  /// The copy of a picture is made again where the upload goes on.
  private func drop() {
    file = nil
    unlink(store.folder.cleaned(terms.id))
  }

  /// Runs one step, unless another call has taken the upload over. After a fault of the file or of the disk nothing of it stays.
  private func step<Value>(
    _ then: @escaping @Sendable (Result<Value, AttachmentFault>) -> Void,
    _ work: @escaping @Sendable () throws(AttachmentFault) -> Value
  ) {
    store.onDisk(terms.id) { [self] in
      guard isOwner else {
        file = nil
        return then(.failure(.takenOver))
      }
      do throws(AttachmentFault) {
        then(.success(try work()))
      } catch {
        drop()
        store.giveUp(name)
        then(.failure(error))
      }
    }
  }
}

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
  private var file: PartialFile?

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
      let opened = try PartialFile(store.folder.file(name), fromStart: fromStart)
      let received = opened.received
      file = consume opened
      store.unfinished.withLock { $0.received(terms.id, received, now: store.clock()) }
      return received
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
      guard let hash = file.take()?.finish(), hash == terms.sha256 else { throw .hashDiffers }
      store.unfinished.withLock { $0.finishing(terms.id, true) }
      return try KeptCopy(folder: store.folder, terms: terms).make()
    }
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
      // Where even this fails, the hash of the whole tells.
      try? file?.sync()
      file = nil
      store.unfinished.withLock { $0.close(terms.id, owner: owner) }
    }
  }

  /// The call has turned out to be wrong: nothing of the upload stays.
  public func abandon() {
    store.onDisk(terms.id) { [self] in
      file = nil
      if store.unfinished.withLock({ $0.isOwner(owner, of: terms.id) }) { store.giveUp(name) }
    }
  }

  /// Runs one step, unless another call has taken the upload over. After a fault of the file or of the disk nothing of it stays.
  private func step<Value>(
    _ then: @escaping @Sendable (Result<Value, AttachmentFault>) -> Void,
    _ work: @escaping @Sendable () throws(AttachmentFault) -> Value
  ) {
    store.onDisk(terms.id) { [self] in
      guard store.unfinished.withLock({ $0.isOwner(owner, of: terms.id) }) else {
        file = nil
        return then(.failure(.takenOver))
      }
      do throws(AttachmentFault) {
        then(.success(try work()))
      } catch {
        file = nil
        store.giveUp(name)
        then(.failure(error))
      }
    }
  }
}

import Casework
import Glibc
import Synchronization

/// One call's hold on a kept file, read in pieces on one disk thread.
///
/// `@unchecked Sendable`: `file` is touched on that thread alone.
public final class Download: @unchecked Sendable {
  private let store: AttachmentStore
  private let id: AttachmentId
  private let caller: Int64
  private var file: OpenFile?

  init(_ store: AttachmentStore, _ id: AttachmentId, caller: Int64) {
    self.store = store
    self.id = id
    self.caller = caller
  }

  /// Reads a piece.
  /// - Parameters:
  ///   - count: the most bytes; fewer come at the end of the file, none behind it.
  ///   - then: may use the piece.
  public func read(
    at offset: UInt64, count: Int, into piece: Piece,
    then: @escaping @Sendable (Result<Void, AttachmentFault>) -> Void
  ) {
    store.onDisk(id) { [self] in
      do throws(AttachmentFault) {
        if file == nil { file = try OpenFile(store.folder.kept(id), O_RDONLY) }
        try piece.fill(count) { (buffer) throws(AttachmentFault) in try file?.read(buffer, at: offset) ?? 0 }
        then(.success(()))
      } catch { then(.failure(error)) }
    }
  }

  /// The call is over.
  public func close() {
    store.onDisk(id) { [self] in
      file = nil
      store.unfinished.withLock { $0.endTransfer(caller) }
    }
  }
}

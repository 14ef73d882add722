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
  ///   - buffer: its memory is used again.
  public func read(
    at offset: UInt64, count: Int, into buffer: [UInt8],
    then: @escaping @Sendable (Result<[UInt8], AttachmentFault>) -> Void
  ) {
    store.onDisk(id) { [self] in
      do throws(AttachmentFault) {
        then(.success(try piece(offset, count, buffer)))
      } catch { then(.failure(error)) }
    }
  }

  private func piece(
    _ offset: UInt64, _ count: Int, _ buffer: [UInt8]
  ) throws(AttachmentFault) -> [UInt8] {
    if file == nil { file = try OpenFile(store.folder.kept(id), O_RDONLY) }
    var piece = buffer
    // The same memory again and again.
    if piece.count < count { piece.append(contentsOf: repeatElement(0, count: count - piece.count)) }
    var read = 0
    var failure: AttachmentFault?
    piece.withUnsafeMutableBytes { bytes in
      do throws(AttachmentFault) { read = try file?.read(bytes, at: offset) ?? 0 } catch { failure = error }
    }
    if let failure { throw failure }
    piece.removeLast(piece.count - read)
    return piece
  }

  /// The call is over.
  public func close() {
    store.onDisk(id) { [self] in
      file = nil
      store.unfinished.withLock { $0.endTransfer(caller) }
    }
  }
}

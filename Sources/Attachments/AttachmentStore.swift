public import Casework
import Glibc
import Synchronization

/// The files beside the journal: uploads that come in piece by piece, and what is kept of them. Any thread.
///
/// Which files are kept is the journal's to say: a file counts once its row is stored, and the store holds the upload's own file
/// until it is told so (`Upload.settle`). What waits for the disk runs on threads of the store's own, never on the caller's.
public final class AttachmentStore: Sendable {
  /// An upload's work is all done on one of them, so that what one upload waits for (a sync) holds up few others.
  private static let threadCount = 4

  let folder: AttachmentFolder
  let limits: AttachmentLimits
  let clock: @Sendable () -> Int64
  let unfinished = Mutex(UnfinishedUploads())
  private let threads: [DiskThread]

  /// Makes the folders that are missing, and brings the uploads that a crash or a stop left in order.
  /// - Parameters:
  ///   - clock: Unix milliseconds.
  ///   - isStored: whether the journal has a row of this file.
  public init<Failure: Error>(
    path: String, limits: AttachmentLimits, clock: @escaping @Sendable () -> Int64,
    isStored: (AttachmentId) throws(Failure) -> Bool
  ) throws {
    folder = try AttachmentFolder(creating: path)
    self.limits = limits
    self.clock = clock
    threads = (0..<Self.threadCount).map { _ in DiskThread() }
    try recover(isStored)
    removeStale()
  }

  /// Does what waits, then ends the threads. No work is taken afterwards.
  public func close() {
    for thread in threads { thread.join() }
  }

  func onDisk(_ id: AttachmentId, _ work: @escaping DiskThread.Work) {
    threads[id.withUnsafeBytes { Int($0[15]) } % threads.count].run(work)
  }

  /// On another thread than the id's own.
  func besides(_ id: AttachmentId, _ work: @escaping DiskThread.Work) {
    threads[(id.withUnsafeBytes { Int($0[15]) } + 1) % threads.count].run(work)
  }

  // MARK: Uploads

  /// How many bytes of an unfinished upload are on the disk; nil where there is none.
  public func received(_ id: AttachmentId) -> UInt64? {
    unfinished.withLock { $0.entries[id]?.received }
  }

  /// Begins an upload, or goes on with one.
  /// - Parameters:
  ///   - whole: bytes of the caller's whole files that no request holds yet; they count against its share.
  public func begin(_ terms: UploadTerms, whole: UInt64) throws(UploadRefusal) -> Upload {
    let (now, limits) = (clock(), limits)
    let result: Result<UInt64, UploadRefusal> = unfinished.withLock { unfinished in
      do throws(UploadRefusal) {
        return .success(try unfinished.open(PartialName(terms), whole: whole, now: now, limits))
      } catch { return .failure(error) }
    }
    return Upload(self, terms, owner: try result.get())
  }

  /// Removes unfinished uploads that nobody goes on with. Waits for no disk itself.
  public func removeStale() {
    let before = clock() - limits.unfinishedLifetime
    for name in unfinished.withLock({ $0.stale(since: before) }) {
      onDisk(name.id) { [self] in
        // Somebody may have gone on with it meanwhile.
        let isStale = unfinished.withLock { $0.stale(since: before).contains(name) }
        if isStale { giveUp(name) }
      }
    }
  }

  /// Removes an upload and its file.
  func giveUp(_ name: PartialName) {
    unlink(folder.file(name))
    unfinished.withLock { $0.remove(name.id) }
  }

  // MARK: Kept files

  /// A file to be read in pieces.
  /// - Parameter caller: as in `UploadTerms.uploader`; its transfers are counted.
  public func download(_ id: AttachmentId, caller: Int64) throws(UploadRefusal) -> Download {
    let limits = limits
    let result: Result<Void, UploadRefusal> = unfinished.withLock { unfinished in
      do throws(UploadRefusal) {
        return .success(try unfinished.beginTransfer(caller, limits))
      } catch { return .failure(error) }
    }
    try result.get()
    return Download(self, id, caller: caller)
  }

  /// Marks files that are about to lose their rows: a crash between the rows and the files then leaves nothing behind.
  /// - Parameter then: called on a thread of the store, with those that are marked.
  public func prepareRemoval(_ ids: [AttachmentId], then: @escaping @Sendable ([AttachmentId]) -> Void) {
    guard let first = ids.first else { return then([]) }
    onDisk(first) { [self] in
      var marked: [AttachmentId] = []
      for id in ids {
        guard link(folder.kept(id), folder.leaving(id)) == 0 || errno == EEXIST || errno == ENOENT else {
          continue
        }
        marked.append(id)
      }
      do throws(AttachmentFault) { try AttachmentFolder.sync(folder.partial) } catch { marked = [] }
      then(marked)
    }
  }

  /// Removes files whose rows are gone, or takes the marks away again where the rows stay.
  public func completeRemoval(_ ids: [AttachmentId], rowsAreGone: Bool) {
    guard let first = ids.first else { return }
    onDisk(first) { [folder] in
      for id in ids {
        if rowsAreGone { unlink(folder.kept(id)) }
        unlink(folder.leaving(id))
      }
    }
  }
}

import Casework
import Glibc
import Synchronization

extension AttachmentStore {
  /// Brings `partial/` in order after a stop, however it came. What is there tells how far each upload and each removal got; see
  /// the steps of `KeptCopy` and `prepareRemoval`.
  func recover<Failure: Error>(_ isStored: (AttachmentId) throws(Failure) -> Bool) throws {
    for text in try AttachmentFolder.names(in: folder.partial) {
      let path = "\(folder.partial)/\(text)"
      if let name = PartialName(text) {
        try recover(name, path, isStored)
      } else if text.hasSuffix(".clean") {
        unlink(path)
      } else if text.hasSuffix(".gone"), let id = AttachmentId(hexadecimal: String(text.dropLast(5))) {
        if try !isStored(id) { unlink(folder.kept(id)) }
        unlink(path)
      }
    }
  }

  private func recover<Failure: Error>(
    _ name: PartialName, _ path: String, _ isStored: (AttachmentId) throws(Failure) -> Bool
  ) throws {
    if try isStored(name.id) {
      unlink(path)
      return
    }
    unlink(folder.kept(name.id))
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
    let touched = Int64(status.st_mtim.tv_sec) * 1_000 + Int64(status.st_mtim.tv_nsec) / 1_000_000
    unfinished.withLock { $0.add(name, received: UInt64(status.st_size), touched: touched) }
  }
}

import Glibc

/// A folder of a test's own, removed with all that is in it.
public final class TemporaryFolder: Sendable {
  public let path: String

  public convenience init() { self.init(under: "/tmp") }

  /// A folder in memory, where a sync costs nothing, for tests that make thousands; on disk where there is no tmpfs.
  public static func inMemory() -> TemporaryFolder {
    TemporaryFolder(under: access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp")
  }

  private init(under parent: String) {
    var template = Array("\(parent)/pishkhan-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { preconditionFailure("no folder can be made in \(parent)") }
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  deinit {
    removeTree(path)
  }

  public func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// Permission bits of a file; nil where there is none.
public func permissions(of path: String) -> UInt32? {
  var status = stat()
  return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
}

/// The names in a folder, sorted; empty where there is no such folder.
public func names(in folder: String) -> [String] {
  guard let entries = opendir(folder) else { return [] }
  defer { closedir(entries) }
  var names: [String] = []
  while let entry = readdir(entries) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names.sorted()
}

private func removeTree(_ path: String) {
  // unlink refuses folders and removes links without following them.
  guard unlink(path) != 0 else { return }
  for name in names(in: path) { removeTree("\(path)/\(name)") }
  rmdir(path)
}

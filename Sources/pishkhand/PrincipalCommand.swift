import Casework
import Glibc
import Journal

/// `pishkhand principal DIR list | suspend NAME | resume NAME`.
enum PrincipalCommand {
  static func run(_ arguments: [String]) throws -> Int32 {
    let folder = DataFolder(arguments[0])
    switch (arguments[1], arguments.count) {
    case ("list", 2):
      for principal in try DirectoryTables.load(path: folder.journal).principals {
        print("\(principal.name)\t\(principal.role)\t\(principal.status)")
      }
      return 0
    case ("suspend", 3): return try set(.suspended, arguments[2], folder)
    case ("resume", 3): return try set(.active, arguments[2], folder)
    default: return fail("principal takes DIR and list, suspend NAME or resume NAME", code: 2)
    }
  }

  private static func set(_ status: Principal.Status, _ name: String, _ folder: DataFolder) throws -> Int32 {
    guard try DirectoryTables.setStatus(status, ofPrincipal: name, path: folder.journal) else {
      return fail("no principal is called \(name); `pishkhand principal \(folder.path) list` shows them")
    }
    // A running server reads its principals again at SIGHUP.
    if let server = FolderLock.holder(of: folder) { kill(server, SIGHUP) }
    print("\(name) is \(status)")
    return 0
  }
}

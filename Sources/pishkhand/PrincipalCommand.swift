import Casework
import Glibc
import Journal
import Sealing

/// `pishkhand principal DIR …`: the machines that may call.
enum PrincipalCommand {
  static let usage = """
    principal takes DIR and one of: list; add NAME agency|office|kiosk ID CERTIFICATE; add-key NAME CERTIFICATE; \
    remove-key NAME CERTIFICATE; suspend NAME; resume NAME
    """

  static func run(_ arguments: [String]) throws -> Int32 {
    let folder = DataFolder(arguments[0])
    let rest = Array(arguments.dropFirst(2))
    switch (arguments[1], rest.count) {
    case ("list", 0): return try list(folder)
    case ("add", 4): return try add(rest[0], role: rest[1], body: rest[2], certificate: rest[3], folder)
    case ("add-key", 2):
      let key = try Certificate(readingFrom: rest[1]).publicKeyDigest
      try PrincipalTable.add(key: key, to: rest[0], path: folder.journal)
      return done("\(rest[0]) may call with this certificate too", folder)
    case ("remove-key", 2):
      let key = try Certificate(readingFrom: rest[1]).publicKeyDigest
      try PrincipalTable.remove(key: key, from: rest[0], path: folder.journal)
      return done("\(rest[0]) may no longer call with this certificate", folder)
    case ("suspend", 1): return try set(.suspended, rest[0], folder)
    case ("resume", 1): return try set(.active, rest[0], folder)
    default: return fail(usage, code: 2)
    }
  }

  private static func list(_ folder: DataFolder) throws -> Int32 {
    for principal in try DirectoryTables.load(path: folder.journal).principals {
      print("\(principal.name)\t\(principal.role)\t\(principal.status)")
    }
    return 0
  }

  private static func add(
    _ name: String, role: String, body: String, certificate: String, _ folder: DataFolder
  ) throws -> Int32 {
    guard let role = PrincipalSeed.Role(rawValue: role) else { return fail(usage, code: 2) }
    guard isName(name) else {
      return fail("a principal's name has 1 to 64 of the characters A-Z, a-z, 0-9, '.', '_' and '-'", code: 2)
    }
    let key = try Certificate(readingFrom: certificate).publicKeyDigest
    let seed = PrincipalSeed(name: name, role: role, bodyId: body, publicKeyDigest: key)
    try PrincipalTable.add(CreateJournal.row(seed), path: folder.journal)
    return done("\(name) may call as \(role.rawValue) \(body)", folder)
  }

  // It stands in events, lists and logs for ever.
  private static func isName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  private static func set(_ status: Principal.Status, _ name: String, _ folder: DataFolder) throws -> Int32 {
    try PrincipalTable.set(status, of: name, path: folder.journal)
    return done("\(name) is \(status)", folder)
  }

  /// A running server reads its principals again at SIGHUP.
  private static func done(_ line: String, _ folder: DataFolder) -> Int32 {
    if let server = FolderLock.holder(of: folder) { kill(server, SIGHUP) }
    print(line)
    return 0
  }
}

import Casework
import Glibc
import Journal
import Sealing

/// `pishkhand principal DIR …`: the machines that may call.
enum PrincipalCommand {
  static let usage = """
    principal takes DIR and one of: list; add NAME agency|supervisor|head|office|kiosk ID CERTIFICATE; \
    add NAME operator|auditor|gateway CERTIFICATE; add-key NAME CERTIFICATE; remove-key NAME CERTIFICATE; \
    suspend NAME; resume NAME; revoke NAME
    """

  static func run(_ arguments: [String]) throws -> Int32 {
    let folder = DataFolder(arguments[0])
    let rest = Array(arguments.dropFirst(2))
    switch (arguments[1], rest.count) {
    case ("list", 0): return try list(folder)
    case ("add", 3...4): return try add(rest, folder)
    case ("add-key", 2):
      return try change(
        .addKey(name: rest[0], key: try key(rest[1])), "\(rest[0]) may call with this certificate too", folder
      )
    case ("remove-key", 2):
      return try change(
        .removeKey(name: rest[0], key: try key(rest[1])),
        "\(rest[0]) may no longer call with this certificate", folder)
    case ("suspend", 1): return try set(.suspended, rest[0], folder)
    case ("resume", 1): return try set(.active, rest[0], folder)
    case ("revoke", 1): return try set(.revoked, rest[0], folder)
    default: return fail(usage, code: 2)
    }
  }

  private static func list(_ folder: DataFolder) throws -> Int32 {
    for principal in try DirectoryTables.load(path: folder.journal).principals {
      print("\(principal.name)\t\(principal.role)\t\(principal.status)")
    }
    return 0
  }

  private static func add(_ words: [String], _ folder: DataFolder) throws -> Int32 {
    guard var principal = principal(words[0], words[1], body: words.count == 4 ? words[2] : nil) else {
      return fail(usage, code: 2)
    }
    if principal.violations("principal").contains(where: { $0.field == "principal.name" }) {
      return fail("a principal's name has 1 to 64 of the characters A-Z, a-z, 0-9, '.', '_' and '-'", code: 2)
    }
    principal.key = try key(words[words.count - 1])
    let body = words.count == 4 ? " \(words[2])" : ""
    return try change(.addPrincipal(principal), "\(words[0]) may call as \(words[1])\(body)", folder)
  }

  /// - Parameter body: the agency's or office's id; nil for who stands for none.
  private static func principal(_ name: String, _ role: String, body: String?) -> NewPrincipal? {
    let levels: [String: UInt8] = ["agency": 0, "supervisor": 1, "head": 2]
    switch (role, body) {
    case ("office", let body?): return NewPrincipal(name: name, role: .office, office: body, key: Digest())
    case ("kiosk", let body?): return NewPrincipal(name: name, role: .kiosk, office: body, key: Digest())
    case ("operator", nil): return NewPrincipal(name: name, role: .operator, key: Digest())
    case ("auditor", nil): return NewPrincipal(name: name, role: .auditor, key: Digest())
    case ("gateway", nil): return NewPrincipal(name: name, role: .gateway, key: Digest())
    case (let word, let body?):
      return levels[word].map {
        NewPrincipal(name: name, role: .agency, agency: body, level: $0, key: Digest())
      }
    default: return nil
    }
  }

  private static func key(_ certificate: String) throws -> Digest {
    try Certificate(readingFrom: certificate).publicKeyDigest
  }

  private static func set(_ status: Principal.Status, _ name: String, _ folder: DataFolder) throws -> Int32 {
    try change(.setPrincipalStatus(name: name, status, reason: ""), "\(name) is \(status)", folder)
  }

  private static func change(_ change: DirectoryChange, _ done: String, _ folder: DataFolder) throws -> Int32
  {
    let refused = try DirectoryCommand.apply(path: folder.journal, at: unixMilliseconds()) { _ in [change] }
    if let refused { return fail("\(change.subject): \(refused.rejection)") }
    folder.tellServer()
    print(done)
    return 0
  }
}

extension DirectoryChange {
  /// Whom a refused command was about.
  fileprivate var subject: String {
    switch self {
    case .addPrincipal(let principal):
      [principal.name, principal.agency, principal.office].filter { !$0.isEmpty }.joined(separator: ", ")
    case .addKey(let name, _), .removeKey(let name, _), .setPrincipalStatus(let name, _, _): name
    default: kind
    }
  }
}

/// Where things lie in a data folder.
struct DataFolder: Hashable, Sendable {
  /// Without a slash at its end.
  let path: String

  init(_ path: String) {
    var path = path
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
  }

  var configuration: String { file("pishkhand.conf") }
  var journal: String { file("journal.sqlite") }
  var attachments: String { file("attachments") }
  var processId: String { file("pishkhand.pid") }

  var keys: String { file("keys") }
  var masterKey: String { file("keys/master.key") }

  var certificates: String { file("tls") }
  var authorityCertificate: String { file("tls/ca.crt") }
  var authorityKey: String { file("tls/ca.key") }
  var serverCertificate: String { file("tls/server.crt") }
  var serverKey: String { file("tls/server.key") }

  var principals: String { file("principals") }
  func certificate(ofPrincipal name: String) -> String { file("principals/\(name).crt") }
  func key(ofPrincipal name: String) -> String { file("principals/\(name).key") }

  private func file(_ name: String) -> String { "\(path)/\(name)" }

  /// A path as the configuration file has it: relative ones begin at the folder.
  func resolve(_ written: String) -> String {
    written.hasPrefix("/") ? written : file(written)
  }

  /// The other way: a path within the folder without the folder.
  func relative(_ resolved: String) -> String {
    let isWithin = resolved.hasPrefix(path + "/") && !resolved.hasPrefix(path + "//")
    return isWithin ? String(resolved.dropFirst(path.count + 1)) : resolved
  }
}

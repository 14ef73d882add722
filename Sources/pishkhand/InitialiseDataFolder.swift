import Casework
import Glibc
import Sealing

/// Why no data folder was made: one line. Nothing is left behind.
struct InitialiseError: Error, Hashable, CustomStringConvertible {
  let description: String
}

/// Makes a data folder: all of it or nothing.
///
/// Everything is made in a folder beside it, synced, and put in place by one rename(2). A crash before that leaves only
/// the folder beside it (`DIR.init-...`), which nothing reads.
struct InitialiseDataFolder {
  let directory: StartingDirectory
  /// Makes the journal at a path, under these keys, with these principals. It must be closed and synced when the function returns: the
  /// folder around it is renamed then.
  let createJournal: (_ path: String, _ keys: KeyRing, _ principals: [NewPrincipal]) throws -> Void

  /// - Returns: what an operator is told: what was made, and what to type next.
  func run(at path: String) throws(InitialiseError) -> String {
    let target = DataFolder(path)
    try refuseUnlessFree(target.path)
    let draft = DataFolder(try makeFolderBeside(target.path))
    do {
      let principals = try fill(draft)
      for folder in [draft.keys, draft.certificates, draft.principals, draft.path] {
        try DurableFile.syncFolder(folder)
      }
      // rename(2) replaces an empty folder and refuses any other: what came up meanwhile is not lost.
      guard rename(draft.path, target.path) == 0 else {
        throw SealingError.file(action: "put the data folder there", path: target.path, errno: errno)
      }
      try DurableFile.syncFolder(parent(of: target.path))
      return report(target, principals)
    } catch {
      removeTree(draft.path)
      // Errors name the draft's files; an operator knows the folder by the name that was asked for.
      throw InitialiseError(description: "\(error)".replacing(draft.path, with: target.path))
    }
  }

  private func refuseUnlessFree(_ path: String) throws(InitialiseError) {
    guard let entries = opendir(path) else {
      guard errno != ENOENT else { return }
      throw InitialiseError(description: "\(path): \(String(cString: strerror(errno)))")
    }
    defer { closedir(entries) }
    while let entry = readdir(entries) {
      guard isDotEntry(entry) else {
        throw InitialiseError(
          description: "\(path): exists and is not empty; a data folder is made only where there is none")
      }
    }
  }

  /// mkdtemp(3) makes it 0700.
  private func makeFolderBeside(_ path: String) throws(InitialiseError) -> String {
    var template = Array("\(path).init-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw InitialiseError(description: "\(path): cannot make a folder: \(String(cString: strerror(errno)))")
    }
    return template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  private func fill(_ folder: DataFolder) throws -> [NewPrincipal] {
    for path in [folder.keys, folder.certificates, folder.principals] {
      guard mkdir(path, 0o700) == 0 else {
        throw SealingError.file(action: "make a folder", path: path, errno: errno)
      }
    }
    try KeyRing.create(at: folder.masterKey)
    let principals = try issueCertificates(folder)
    let settings = ConfigurationFile(folder: folder).defaultText()
    try DurableFile.create(folder.configuration, settings.utf8, mode: 0o600)
    try createJournal(folder.journal, KeyRing(readingFrom: folder.masterKey), principals)
    return principals
  }

  private func issueCertificates(_ folder: DataFolder) throws -> [NewPrincipal] {
    let authority = try CertificateAuthority(commonName: "Pishkhan development authority")
    try authority.write(certificate: folder.authorityCertificate, key: folder.authorityKey)
    _ = try authority.issue(
      .server(commonName: "localhost", hosts: ["localhost"], addresses: ["127.0.0.1", "::1"]),
      certificate: folder.serverCertificate, key: folder.serverKey)
    var principals: [NewPrincipal] = []
    for machine in directory.machines {
      let digest = try authority.issue(
        .client(commonName: machine.name), certificate: folder.certificate(ofPrincipal: machine.name),
        key: folder.key(ofPrincipal: machine.name))
      principals.append(machine.principal(key: digest))
    }
    return principals
  }

  private func report(_ folder: DataFolder, _ principals: [NewPrincipal]) -> String {
    """
    Made \(folder.path):
      pishkhand.conf   settings, each explained
      journal.sqlite   the requests; starts with catalogue, calendar and provinces
      keys/master.key  keep a copy apart from the journal's: without it no tracking code can be read
      tls/             development authority (ca.crt, ca.key), the server's certificate and key
      principals/      certificate and key of \(principals.count) machines: \
    \(principals.map(\.name).joined(separator: ", "))
    Next:
      pishkhand serve \(folder.path)

    """
  }
}

private func isDotEntry(_ entry: UnsafeMutablePointer<dirent>) -> Bool {
  let name = entry.pointee.d_name
  return name.0 == 0x2E && (name.1 == 0 || (name.1 == 0x2E && name.2 == 0))
}

private func parent(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// Removes what a failed start has made. What cannot be removed stays: its name says that it is no data folder.
private func removeTree(_ path: String) {
  // unlink refuses folders, and removes links without following them.
  guard unlink(path) != 0 else { return }
  for name in names(in: path) { removeTree("\(path)/\(name)") }
  rmdir(path)
}

private func names(in path: String) -> [String] {
  guard let entries = opendir(path) else { return [] }
  defer { closedir(entries) }
  var names: [String] = []
  while let entry = readdir(entries) {
    guard !isDotEntry(entry) else { continue }
    names.append(
      withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      })
  }
  return names
}

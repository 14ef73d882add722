import Casework
import Glibc

/// Where files lie: `partial/` holds what comes in, 16 folders `0` to `f` hold what is kept, by the first digit of the id.
struct AttachmentFolder: Sendable {
  let path: String

  /// Makes the folders that are missing, 0700, and syncs them.
  init(creating path: String) throws(AttachmentFault) {
    self.path = path
    try Self.make(path)
    try Self.make(partial)
    for digit in Self.digits { try Self.make("\(path)/\(digit)") }
    try Self.sync(path)
    try Self.sync(Self.parent(of: path))
  }

  /// The folder as it is, to be looked at.
  init(existing path: String) { self.path = path }

  var partial: String { "\(path)/partial" }

  static let digits = Array("0123456789abcdef")

  func shard(_ id: AttachmentId) -> String {
    "\(path)/\(Self.digits[id.withUnsafeBytes { Int($0[0] >> 4) }])"
  }

  /// The file that is kept.
  func kept(_ id: AttachmentId) -> String { "\(shard(id))/\(id.hexadecimal)" }

  /// A picture without its metadata, before it is kept.
  func cleaned(_ id: AttachmentId) -> String { "\(partial)/\(id.hexadecimal).clean" }

  /// Marks a file that is about to be removed with its row.
  func leaving(_ id: AttachmentId) -> String { "\(partial)/\(id.hexadecimal).gone" }

  func file(_ name: PartialName) -> String { "\(partial)/\(name.text)" }

  /// Makes the entries of a folder durable (fsync(2): syncing a file does not sync its name).
  static func sync(_ path: String) throws(AttachmentFault) {
    let folder = try OpenFile(path, O_RDONLY | O_DIRECTORY)
    try folder.syncEntries()
  }

  /// Bytes that the owner can still write on the disk.
  var freeBytes: UInt64 {
    get throws(AttachmentFault) {
      var status = statvfs()
      guard statvfs(path, &status) == 0 else { throw OpenFile.fault("ask for free space", errno) }
      return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }
  }

  static func names(in path: String) throws(AttachmentFault) -> [String] {
    guard let entries = opendir(path) else { throw OpenFile.fault("list a folder", errno) }
    defer { closedir(entries) }
    var names: [String] = []
    while let entry = readdir(entries) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  private static func make(_ path: String) throws(AttachmentFault) {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw OpenFile.fault("make a folder", errno) }
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

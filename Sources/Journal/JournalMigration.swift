public import Casework
import Glibc

/// Brings a journal of an earlier version to this one. Its events stay as they are, byte for byte; tables and projections
/// follow.
public struct JournalMigration {
  /// What was done.
  public struct Report: Sendable, Equatable {
    public let from: Int64
    public let to: Int64
    /// The whole journal as it was before, in one file.
    public let backup: String
  }

  private let database: Database

  /// Nothing but this program may have the journal open. What a crash leaves at each step:
  ///
  /// 1. copy: half a copy under another name. The journal is untouched; the next start copies again.
  /// 2. rename: the copy is whole and synced.
  /// 3. change: all of it in one transaction, so the journal is of the old version or wholly of the new one.
  /// - Parameters:
  ///   - time: Unix milliseconds.
  ///   - following: what the directory needs that it had not, in the same transaction.
  /// - Returns: nil where the journal is of this version already.
  /// - Throws: `missing`, `newerVersion`, `notOurs`, `damaged`, `diskFull`.
  public static func run(
    path: String, at time: Int64, following: (Directory) -> [DirectoryChange] = { _ in [] }
  ) throws(JournalError) -> Report? {
    let (database, version) = try Database.openAnyVersion(path: path, mode: .readWrite)
    guard version < Schema.version else { return nil }
    try database.makeDurable()
    let backup = "\(path).v\(version)-backup"
    try copy(database, to: backup)
    try JournalMigration(database: database).change(at: time, following)
    return Report(from: version, to: Schema.version, backup: backup)
  }

  private static func copy(_ database: Database, to backup: String) throws(JournalError) {
    let partial = backup + ".partial"
    unlink(partial)
    let vacuum = try Statement("VACUUM INTO ?", on: database)  // 1
    vacuum.bind(1, partial)
    try vacuum.run()
    try sync(partial)
    guard rename(partial, backup) == 0 else { throw failed("name the copy \(backup)") }  // 2
    try sync(folder(of: backup))
  }

  private func change(
    at time: Int64, _ following: (Directory) -> [DirectoryChange]
  ) throws(JournalError) {
    // What is thrown inside leaves the transaction open: it is taken back when the connection closes.
    try database.execute("BEGIN IMMEDIATE")  // 3
    for addition in Schema.additions { try database.execute(addition) }
    for conversion in Schema.conversions { try database.execute(conversion) }
    try fillEnds()
    let store = try DirectoryStore(database)
    for change in following(try DirectoryTables.load(database)) {
      // What somebody else has by this name goes on as it is.
      _ = try store.apply(change, by: .command, at: time)
    }
    try database.execute("PRAGMA user_version = \(Schema.version); COMMIT")
  }

  /// When requests ended: the time of the first event that left them neither open nor waiting.
  private func fillEnds() throws(JournalError) {
    let events = try EventTable(database)
    let update = try Statement("UPDATE request SET ended = ? WHERE sequence = ?", on: database)
    let ended = try Statement("SELECT sequence FROM request WHERE state > 5", on: database)
    while try ended.step() {
      let sequence = ended.integer(0)
      for (_, body) in try events.bodies(sequence, after: 0, limit: Int(CaseEvent.numberLimit)) {
        let event: CaseEvent
        do throws(EventDecodingError) {
          event = try CaseEvent(body)
        } catch { throw ended.damaged("an event can't be read (\(error))") }
        guard !event.to.isOpen else { continue }
        update.bind(1, event.time)
        update.bind(2, sequence)
        try update.run()
        break
      }
    }
  }

  /// Returns once the file, or the names in the folder, are on disk.
  private static func sync(_ path: String) throws(JournalError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failed("open \(path)") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failed("write \(path) out") }
  }

  private static func folder(of path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return parts.isEmpty ? "." : parts == [""] ? "/" : parts.joined(separator: "/")
  }

  private static func failed(_ doing: String) -> JournalError {
    let code = errno
    return JournalError(
      code == ENOSPC ? .diskFull : .inputOutput, "could not \(doing): \(String(cString: strerror(code)))")
  }
}

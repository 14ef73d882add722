import CSQLite
import Glibc

extension Database {
  /// Opens a journal of this version, and refuses everything else.
  static func openChecked(path: String, mode: Mode) throws(JournalError) -> Database {
    let (database, version) = try openAnyVersion(path: path, mode: mode)
    guard version == Schema.version else {
      throw JournalError(
        .olderVersion,
        """
        the journal \(path) has version \(version); `pishkhand serve` and `pishkhand upgrade` bring it to version \
        \(Schema.version)
        """)
    }
    return database
  }

  /// Opens a journal that exists, and refuses what is not one or is of a later version.
  static func openAnyVersion(
    path: String, mode: Mode
  ) throws(JournalError) -> (database: Database, version: Int64) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw JournalError(
        .missing, "there is no journal at \(path); a new data folder is made by `pishkhand init`")
    }
    // SQLite would wait at a FIFO until somebody writes to it.
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw JournalError(.notOurs, "\(path) is no journal of pishkhand: it is not a regular file")
    }
    let database = try Database(path: path, mode: mode)
    let application = try database.integer("PRAGMA application_id")
    guard application == Schema.applicationId else {
      throw JournalError(.notOurs, "\(path) is no journal of pishkhand (application id \(application))")
    }
    let version = try database.integer("PRAGMA user_version")
    guard version >= 1 else {
      throw JournalError(.notOurs, "\(path) is no journal of pishkhand: it has no version")
    }
    guard version <= Schema.version else {
      throw JournalError(
        .newerVersion,
        "the journal \(path) has version \(version); this pishkhand reads up to \(Schema.version): use a newer one"
      )
    }
    return (database, version)
  }

  /// Write-ahead log and fsync at every commit, asserted: without them "accepted" would be a promise.
  func makeDurable() throws(JournalError) {
    let mode = try text("PRAGMA journal_mode = WAL")
    try execute("PRAGMA synchronous = FULL")
    let synchronous = try integer("PRAGMA synchronous")
    guard mode == "wal", synchronous == 2 else {
      throw JournalError(
        .other, "the journal \(path) can't be made durable (journal_mode \(mode), synchronous \(synchronous))"
      )
    }
    // 16 MiB of log between checkpoints: a checkpoint writes each page once however often it changed.
    try execute("PRAGMA wal_autocheckpoint = 4096; PRAGMA cache_size = -65536; PRAGMA foreign_keys = OFF")
  }

}

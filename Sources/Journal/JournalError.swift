import CSQLite

/// What went wrong in the store, as one line for a person.
public struct JournalError: Error, Sendable, CustomStringConvertible {
  public enum Kind: Sendable, Equatable {
    case diskFull, inputOutput, damaged, locked, missing, alreadyThere, newerVersion, olderVersion, notOurs,
      wrongKey, other
  }

  public let kind: Kind
  /// What was being done, and SQLite's own words. Holds no value that was stored.
  public let description: String

  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// - Parameter doing: what was tried: "open the journal FILE", "store a batch".
  init(code: Int32, doing: String, on database: OpaquePointer?) {
    let words = database.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
    let kind: Kind =
      switch code & 0xff {
      case SQLITE_FULL: .diskFull
      case SQLITE_IOERR: .inputOutput
      case SQLITE_CORRUPT: .damaged
      case SQLITE_NOTADB: .damaged
      case SQLITE_BUSY, SQLITE_LOCKED: .locked
      case SQLITE_CANTOPEN: .missing
      default: .other
      }
    self.init(kind, "could not \(doing): \(words) (SQLite \(code))")
  }
}

import CSQLite

/// One SQLite connection, closed when it goes. For one thread at a time: opened without SQLite's own locks.
final class Database {
  enum Mode { case create, readWrite, readOnly }

  let path: String
  private let raw: OpaquePointer

  /// Once a process, before the first connection: measured, 2 % of a submission went into the statistics' lock.
  private static let isConfigured: Bool = pishkhan_sqlite_without_memory_statistics() == SQLITE_OK

  init(path: String, mode: Mode) throws(JournalError) {
    _ = Self.isConfigured
    let flags =
      switch mode {
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .readWrite: SQLITE_OPEN_READWRITE
      case .readOnly: SQLITE_OPEN_READONLY
      }
    var handle: OpaquePointer?
    let code = sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard code == SQLITE_OK, let handle else {
      let error = JournalError(code: code, doing: "open the journal \(path)", on: handle)
      sqlite3_close_v2(handle)
      throw error
    }
    raw = handle
    self.path = path
    sqlite3_busy_timeout(raw, 5_000)
  }

  deinit { sqlite3_close_v2(raw) }

  /// Runs statements that give no rows: schema, pragmas.
  func execute(_ sql: String) throws(JournalError) {
    let code = sqlite3_exec(raw, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code, doing: "use the journal \(path)") }
  }

  /// Prepares a statement that lives as long as its connection.
  func prepare(_ sql: String) throws(JournalError) -> OpaquePointer {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v3(raw, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let statement else { throw error(code, doing: "read the journal \(path)") }
    return statement
  }

  /// No transaction is open: none was begun, or an error has already rolled it back.
  var isAutocommit: Bool { sqlite3_get_autocommit(raw) != 0 }

  func error(_ code: Int32, doing: String) -> JournalError {
    JournalError(code: code, doing: doing, on: raw)
  }

  /// The first column of the first row; for pragmas and counts.
  func integer(_ sql: String) throws(JournalError) -> Int64 {
    let statement = try Statement(sql, on: self)
    return try statement.step() ? statement.integer(0) : 0
  }

  func text(_ sql: String) throws(JournalError) -> String {
    let statement = try Statement(sql, on: self)
    return try statement.step() ? statement.text(0) : ""
  }
}

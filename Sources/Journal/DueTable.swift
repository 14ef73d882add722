import Casework

/// Finds the requests on which the counter itself must act; for the thread that owns the connection.
final class DueTable {
  private let earliestStatement: Statement
  private let select: Statement
  private let walk: Statement
  private let mark: Statement
  private let ofRequest: Statement

  init(_ database: Database) throws(JournalError) {
    // `next_due > 0` repeats the index's condition: only then may SQLite use it.
    earliestStatement = try Statement(
      "SELECT next_due FROM request WHERE next_due > 0 ORDER BY next_due LIMIT 1", on: database)
    select = try Statement(
      "SELECT sequence FROM request WHERE next_due > 0 AND next_due <= ? ORDER BY next_due LIMIT ?",
      on: database)
    // Open ones, and decisions whose remedy may still run.
    walk = try Statement(
      "SELECT sequence FROM request WHERE sequence > ? AND sequence <= ? AND state <= 7 ORDER BY sequence LIMIT ?",
      on: database)
    ofRequest = try Statement("SELECT next_due FROM request WHERE sequence = ?", on: database)
    mark = try Statement("UPDATE head SET calendar = ?", on: database)
  }

  /// Unix milliseconds; 0: never.
  func earliest() throws(JournalError) -> Int64 {
    defer { earliestStatement.reset() }
    return try earliestStatement.step() ? earliestStatement.integer(0) : 0
  }

  /// Unix milliseconds; 0: never, or no such request.
  func nextDue(_ sequence: Int64) throws(JournalError) -> Int64 {
    defer { ofRequest.reset() }
    ofRequest.bind(1, sequence)
    return try ofRequest.step() ? ofRequest.integer(0) : 0
  }

  func sequences(at now: Int64, limit: Int) throws(JournalError) -> [Int64] {
    defer { select.reset() }
    select.bind(1, now)
    select.bind(2, Int64(limit))
    return try Self.sequences(select)
  }

  func unfinished(after first: Int64, through last: Int64, limit: Int) throws(JournalError) -> [Int64] {
    defer { walk.reset() }
    walk.bind(1, first)
    walk.bind(2, last)
    walk.bind(3, Int64(limit))
    return try Self.sequences(walk)
  }

  func storeMark(_ version: Int64) throws(JournalError) {
    mark.bind(1, version)
    try mark.run()
  }

  private static func sequences(_ statement: borrowing Statement) throws(JournalError) -> [Int64] {
    var sequences: [Int64] = []
    while try statement.step() { sequences.append(statement.integer(0)) }
    return sequences
  }
}

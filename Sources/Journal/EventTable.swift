import Casework

/// Reads the events; for the thread that owns the connection.
final class EventTable {
  private let select: Statement
  private let range: Statement
  private let countStatement: Statement

  init(_ database: Database) throws(JournalError) {
    select = try Statement("SELECT body FROM event WHERE id = ?", on: database)
    range = try Statement(
      "SELECT id, body FROM event WHERE id > ? AND id <= ? ORDER BY id LIMIT ?", on: database)
    countStatement = try Statement(
      "SELECT count(*) FROM event WHERE id > ? AND id <= ? AND substr(body, ?, 1) = ?", on: database)
  }

  /// The canonical bytes of one event.
  func body(_ event: EventId) throws(JournalError) -> [UInt8]? {
    defer { select.reset() }
    select.bind(1, event.row)
    guard try select.step() else { return nil }
    return [UInt8](select.blob(0))
  }

  /// The canonical bytes of a request's events with a number above `number`, oldest first.
  func bodies(
    _ sequence: Int64, after number: UInt32, limit: Int
  ) throws(JournalError) -> [(number: UInt32, body: [UInt8])] {
    guard number < CaseEvent.numberLimit else { return [] }
    defer { range.reset() }
    range.bind(1, EventId(sequence: sequence, number: number).row)
    range.bind(2, EventId(sequence: sequence, number: CaseEvent.numberLimit).row)
    range.bind(3, Int64(limit))
    var bodies: [(number: UInt32, body: [UInt8])] = []
    while try range.step() {
      bodies.append((EventId(row: range.integer(0)).number, [UInt8](range.blob(1))))
    }
    return bodies
  }

  /// How many of a request's events with a number above `number` are of an action.
  func count(_ action: Action, of sequence: Int64, after number: UInt32) throws(JournalError) -> Int64 {
    guard number < CaseEvent.numberLimit else { return 0 }
    defer { countStatement.reset() }
    countStatement.bind(1, EventId(sequence: sequence, number: number).row)
    countStatement.bind(2, EventId(sequence: sequence, number: CaseEvent.numberLimit).row)
    countStatement.bind(3, Int64(CaseEvent.actionOffset + 1))  // SQL counts from 1
    withUnsafeBytes(of: action.rawValue) { countStatement.bind(4, copying: $0) }
    return try countStatement.step() ? countStatement.integer(0) : 0
  }
}

/// Appends events; for the writer's connection.
final class EventStore {
  private let insert: Statement

  init(_ database: Database) throws(JournalError) {
    insert = try Statement("INSERT INTO event(id, position, body) VALUES(?, ?, ?)", on: database)
  }

  /// - Parameters:
  ///   - position: the place in the order of all events; one more than the last.
  ///   - body: the canonical bytes.
  func append(_ event: EventId, position: Int64, body: UnsafeRawBufferPointer) throws(JournalError) {
    insert.bind(1, event.row)
    insert.bind(2, position)
    insert.bind(3, borrowing: body)
    try insert.run()
  }
}

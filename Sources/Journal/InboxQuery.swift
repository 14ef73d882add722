public import Casework

/// One line of an agency's inbox.
public struct InboxRow: Sendable, Equatable {
  public var sequence: Int64
  public var version: UInt32
  public var state: RequestState
  public var service: Int64
  public var office: Int64
  public var region: String
  public var submitted: Int64
  public var changed: Int64
  public var assignee: Int64
  public var acknowledgeDue: Int64
  public var decideDue: Int64
  public var escalation: UInt8
  public var appealLevel: UInt8
  public var leaseUntil: Int64

  /// Has a due time passed? The requests here are open.
  /// - Parameter now: Unix milliseconds.
  public func isOverdue(now: Int64) -> Bool {
    (1...now).contains(acknowledgeDue) || (1...now).contains(decideDue)
  }
}

/// Pages through open requests: one range of the partial index for each service and state, merged by sequence, so that a
/// page costs the same however long the backlog of the others is.
final class InboxQuery {
  private let range: Statement

  init(_ database: Database) throws(JournalError) {
    // `state <= 5` repeats the index's condition: only then may SQLite use it.
    range = try Statement(
      """
      SELECT sequence, version, office, region, submitted, changed, assignee, acknowledge_due, decide_due,
        escalation, appeal_level, lease_until FROM request
      WHERE service = ? AND state = ? AND sequence > ? AND state <= 5 ORDER BY sequence LIMIT ?
      """, on: database)
  }

  func page(
    services: [Int64], states: [RequestState], after sequence: Int64, limit: Int
  ) throws(JournalError) -> [InboxRow] {
    var rows: [InboxRow] = []
    for service in services {
      for state in states {
        try append(to: &rows, service, state, after: sequence, limit: limit)
      }
    }
    rows.sort { $0.sequence < $1.sequence }
    return Array(rows.prefix(limit))
  }

  private func append(
    to rows: inout [InboxRow], _ service: Int64, _ state: RequestState, after sequence: Int64, limit: Int
  ) throws(JournalError) {
    defer { range.reset() }
    range.bind(1, service)
    range.bind(2, Int64(state.rawValue))
    range.bind(3, sequence)
    range.bind(4, Int64(limit))
    while try range.step() {
      rows.append(
        InboxRow(
          sequence: range.integer(0), version: try range.number(1), state: state, service: service,
          office: range.integer(2), region: range.text(3), submitted: range.integer(4),
          changed: range.integer(5), assignee: range.integer(6),
          acknowledgeDue: range.integer(7), decideDue: range.integer(8), escalation: try range.byte(9),
          appealLevel: try range.byte(10), leaseUntil: range.integer(11)))
    }
  }
}

import Casework

/// Stores new and changed requests; for the writer's connection.
final class RequestStore {
  private let insert: Statement
  private let update: Statement
  private let updateDue: Statement
  private let updateUrgency: Statement
  private let updateLease: Statement

  init(_ database: Database) throws(JournalError) {
    let changing = RequestTable.changingColumns
    let places = (1...changing.count + 17).map { "?\($0)" }.joined(separator: ", ")
    insert = try Statement(
      """
      INSERT INTO request(sequence, \(changing.joined(separator: ", ")), next_due, due,
        \(RequestTable.fixedColumns))
      VALUES(\(places))
      """, on: database)
    // What a submission fixes (office, channel, region, citizen, time, fees) is not touched again. `next_due` and `due` are
    // apart: a statement that names a column writes its index too, changed or not.
    let assignments = changing.enumerated().map { "\($1) = ?\($0 + 2)" }.joined(separator: ", ")
    update = try Statement("UPDATE request SET \(assignments) WHERE sequence = ?1", on: database)
    updateUrgency = try Statement(
      "UPDATE request SET due = ?2 WHERE sequence = ?1 AND due <> ?2", on: database)
    updateLease = try Statement("UPDATE request SET lease_until = ?2 WHERE sequence = ?1", on: database)
    updateDue = try Statement("UPDATE request SET next_due = ?2 WHERE sequence = ?1", on: database)
  }

  func insert(_ record: RequestRecord) throws(JournalError) {
    var index = bindChanging(record, to: insert)
    func next() -> Int32 {
      defer { index += 1 }
      return index
    }
    insert.bind(next(), record.nextDue)
    insert.bind(next(), record.clock.due)
    insert.bind(next(), record.office)
    insert.bind(next(), Int64(record.channel.rawValue))
    insert.bind(next(), record.assisted)
    insert.bind(next(), record.region)
    insert.bind(next(), record.citizen)
    insert.bind(next(), record.submitted)
    insert.bind(next(), record.basis.service)
    insert.bind(next(), record.fees.tariff)
    insert.bind(next(), record.fees.charged)
    insert.bind(next(), record.fees.paymentReference)
    insert.bind(next(), Int64(record.representation?.kind.rawValue ?? 0))
    insert.bind(next(), record.representation?.until ?? 0)
    insert.bind(next(), Int64(record.complaint?.subject.rawValue ?? 0))
    insert.bind(next(), record.complaint?.request)
    try insert.run()
  }

  /// - Parameter due: what `next_due` was before.
  func update(_ record: RequestRecord, due: Int64) throws(JournalError) {
    _ = bindChanging(record, to: update)
    try update.run()
    updateUrgency.bind(1, record.sequence)
    updateUrgency.bind(2, record.clock.due)
    try updateUrgency.run()
    if record.nextDue != due { try store(due: record) }
  }

  /// Stores until when the claim holds.
  func store(lease record: RequestRecord) throws(JournalError) {
    updateLease.bind(1, record.sequence)
    updateLease.bind(2, record.leaseUntil)
    try updateLease.run()
    try store(due: record)
  }

  /// Stores when the counter acts next.
  func store(due record: RequestRecord) throws(JournalError) {
    updateDue.bind(1, record.sequence)
    updateDue.bind(2, record.nextDue)
    try updateDue.run()
  }

  /// Binds the sequence and then `RequestTable.changingColumns`, in their order.
  /// - Returns: the index of the next.
  private func bindChanging(_ record: RequestRecord, to statement: borrowing Statement) -> Int32 {
    statement.bind(1, record.sequence)
    statement.bind(2, Int64(record.version))
    statement.bind(3, Int64(record.state.rawValue))
    statement.bind(4, record.service)
    statement.bind(5, record.changed)
    statement.bind(6, record.assignee)
    statement.bind(7, record.lastHash)
    statement.bind(8, record.reason)
    statement.bind(9, record.asked.joined(separator: "\n"))
    statement.bind(10, record.feedbackGiven)
    statement.bind(11, Int64(record.secretGeneration))
    statement.bind(12, Int64(record.decision))
    statement.bind(13, record.leaseUntil)
    statement.bind(14, record.decidedBy)
    statement.bind(15, Int64(record.appealLevel))
    statement.bind(16, Int64(record.transfers))
    statement.bind(17, record.duplicateOf)
    statement.bind(18, record.resultCollected)
    statement.bind(19, record.clock.acknowledgeDue)
    statement.bind(20, record.clock.decideDue)
    statement.bind(21, record.clock.paused)
    statement.bind(22, Int64(record.clock.escalation))
    statement.bind(23, Int64(record.clock.calendarVersion))
    statement.bind(24, record.clock.remedyUntil)
    statement.bind(25, record.clock.nextDue)
    statement.bind(26, record.basis.start)
    statement.bind(27, record.basis.turnSince)
    statement.bind(28, Int64(record.basis.reminders.packed))
    statement.bind(29, record.ended)
    return 30
  }
}

import Casework

/// Stores new and changed requests; for the writer's connection.
final class RequestStore {
  private let insert: Statement
  private let update: Statement
  private let updateDue: Statement
  private let updateUrgency: Statement
  private let updateLease: Statement

  init(_ database: Database) throws(JournalError) {
    // What no submission sets is 0 or empty: by its default, or here. Each parameter less is 20 ns less a submission.
    insert = try Statement(
      """
      INSERT INTO request(sequence, version, state, service, clock_service, office, channel, assisted, region,
        citizen, submitted, changed, clock_start, last_hash, next_due, clock_next_due, acknowledge_due, decide_due,
        calendar_version, tariff, fee_charged, payment_reference, representation, representation_until,
        complaint_subject, complaint_request, due, assignee, reason, asked, feedback, secret_generation, decision)
      VALUES(?1, 1, \(RequestState.submitted.rawValue), ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?8, ?9, ?10, ?10, ?11, ?12,
        ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, 0, '', '', 0, 0, 0)
      """, on: database)
    let changing = RequestTable.changingColumns
    // What a submission fixes (office, channel, region, citizen, time, fees) is not touched again. `next_due` and `due` are
    // apart: a statement that names a column writes its index too, changed or not.
    let assignments = changing.enumerated().map { "\($1) = ?\($0 + 2)" }.joined(separator: ", ")
    update = try Statement("UPDATE request SET \(assignments) WHERE sequence = ?1", on: database)
    updateUrgency = try Statement(
      "UPDATE request SET due = ?2 WHERE sequence = ?1 AND due <> ?2", on: database)
    updateLease = try Statement("UPDATE request SET lease_until = ?2 WHERE sequence = ?1", on: database)
    updateDue = try Statement("UPDATE request SET next_due = ?2 WHERE sequence = ?1", on: database)
  }

  /// Stores a request as its submission leaves it.
  func insert(_ record: RequestRecord) throws(JournalError) {
    precondition(record.version == 1 && record.state == .submitted && record.nextDue == record.clock.nextDue)
    insert.bind(1, record.sequence)
    insert.bind(2, record.service)
    insert.bind(3, record.office)
    insert.bind(4, Int64(record.channel.rawValue))
    insert.bind(5, record.assisted)
    insert.bind(6, record.region)
    insert.bind(7, record.citizen)
    insert.bind(8, record.submitted)
    insert.bind(9, record.lastHash)
    insert.bind(10, record.nextDue)
    insert.bind(11, record.clock.acknowledgeDue)
    insert.bind(12, record.clock.decideDue)
    insert.bind(13, Int64(record.clock.calendarVersion))
    insert.bind(14, record.fees.tariff)
    insert.bind(15, record.fees.charged)
    insert.bind(16, record.fees.paymentReference)
    insert.bind(17, Int64(record.representation?.kind.rawValue ?? 0))
    insert.bind(18, record.representation?.until ?? 0)
    insert.bind(19, Int64(record.complaint?.subject.rawValue ?? 0))
    insert.bind(20, record.complaint?.request)
    insert.bind(21, record.clock.due)
    try insert.run()
  }

  /// - Parameter due: what `next_due` was before.
  func update(_ record: RequestRecord, due: Int64) throws(JournalError) {
    bindChanging(record, to: update)
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
  private func bindChanging(_ record: RequestRecord, to statement: borrowing Statement) {
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
  }
}

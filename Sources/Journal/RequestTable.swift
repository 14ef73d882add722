import Casework

/// Reads the projection of requests; for the thread that owns the connection.
final class RequestTable {
  /// What a submission fixes.
  static let fixedColumns = """
    office, channel, assisted, region, citizen, submitted, clock_service, tariff, fee_charged, \
    payment_reference, representation, representation_until, complaint_subject, complaint_request
    """
  /// What later events change.
  static let changingColumns = [
    "version", "state", "service", "changed", "assignee", "last_hash", "reason", "asked", "feedback",
    "secret_generation", "decision", "lease_until", "decided_by", "appeal_level", "transfers", "duplicate_of",
    "result_collected", "acknowledge_due", "decide_due", "paused", "escalation", "calendar_version",
    "remedy_until", "clock_next_due", "clock_start", "turn_since", "reminders", "ended",
  ]

  private let select: Statement

  init(_ database: Database) throws(JournalError) {
    select = try Statement(
      """
      SELECT \(Self.changingColumns.joined(separator: ", ")), \(Self.fixedColumns) FROM request
      WHERE sequence = ?
      """, on: database)
  }

  /// - Parameter code: the tracking code that `sequence` came from; it is computed, never stored.
  func record(_ sequence: Int64, code: TrackingCode) throws(JournalError) -> RequestRecord? {
    defer { select.reset() }
    select.bind(1, sequence)
    guard try select.step() else { return nil }
    let asked = select.text(7)
    var record = RequestRecord(
      sequence: sequence, trackingCode: code, version: try select.number(0),
      state: try select.value(1, "a state"), service: select.integer(2), office: select.integer(28),
      channel: try select.value(29, "a channel"), assisted: select.flag(30), region: select.text(31),
      citizen: try select.digest(32), submitted: select.integer(33), changed: select.integer(3),
      assignee: select.integer(4), lastHash: try select.digest(5), reason: select.text(6),
      asked: asked.isEmpty ? [] : asked.split(separator: "\n").map(String.init),
      feedbackGiven: select.flag(8), secretGeneration: try select.number(9), decision: try select.number(10))
    record.leaseUntil = select.integer(11)
    record.decidedBy = select.integer(12)
    record.appealLevel = try select.byte(13)
    record.transfers = try select.number(14)
    record.duplicateOf = try select.trackingCode(15)
    record.resultCollected = select.flag(16)
    record.clock = CaseClock(
      acknowledgeDue: select.integer(17), decideDue: select.integer(18), paused: select.integer(19),
      escalation: try select.byte(20), calendarVersion: try select.number(21),
      remedyUntil: select.integer(22), nextDue: select.integer(23))
    record.basis = ClockBasis(
      service: select.integer(34), start: select.integer(24), turnSince: select.integer(25),
      reminders: Reminders(packed: try select.byte(26)))
    record.fees = Fees(
      tariff: select.integer(35), charged: select.integer(36), paymentReference: select.text(37))
    record.ended = select.integer(27)
    record.representation = try representation()
    record.complaint = try complaint()
    return record
  }

  private func representation() throws(JournalError) -> Representation? {
    guard select.integer(38) != 0 else { return nil }
    return Representation(kind: try select.value(38, "a kind of representation"), until: select.integer(39))
  }

  private func complaint() throws(JournalError) -> Complaint? {
    guard let request = try select.trackingCode(41) else { return nil }
    return Complaint(subject: try select.value(40, "a complaint's subject"), request: request)
  }
}

import Casework
import Journal
import TestJournal

/// Compares the counter with the model.
enum Comparison {
  /// One request as stored.
  static func check(_ stored: RequestRecord?, _ expected: NaiveRequest) throws {
    guard let stored else {
      throw Discrepancy("request \(expected.sequence) was acknowledged and is missing")
    }
    func same<Value: Equatable>(_ what: String, _ found: Value, _ wanted: Value) throws {
      guard found == wanted else {
        throw Discrepancy("request \(expected.sequence): \(what) is \(found), expected \(wanted)")
      }
    }
    try same("its version", stored.version, expected.version)
    try same("its state", stored.state, expected.state)
    try same("its last event's hash", stored.lastHash, expected.lastHash)
    try same("the time of its last event", stored.changed, expected.changed)
    try same("acknowledge due", stored.clock.acknowledgeDue, expected.acknowledgeDue)
    try same("decide due", stored.clock.decideDue, expected.decideDue)
    try same("paused", stored.clock.paused, expected.paused)
    try same("escalation level", Int(stored.clock.escalation), expected.escalation)
    try same("calendar version", stored.clock.calendarVersion, expected.calendarVersion)
    try same("remedy until", stored.clock.remedyUntil, expected.remedyUntil)
    try same("next due", stored.nextDue, expected.nextDue)
    try same("assignee", stored.assignee, expected.assignee)
    try same("lease until", stored.leaseUntil, expected.leaseUntil)
    try same("decided by", stored.decidedBy, expected.decidedBy)
    try same("appeal level", Int(stored.appealLevel), expected.appealLevel)
    try same("transfers", Int(stored.transfers), expected.transfers)
    try same("service", stored.service, expected.service)
    try same("tracking code", stored.trackingCode, expected.code)
    try same("submitted", stored.submitted, expected.submitted)
    try same("office", stored.office, expected.office)
    try same("what is asked", stored.asked, expected.asked)
    try same("feedback given", stored.feedbackGiven, expected.isFeedbackGiven)
    try same("secret generation", Int(stored.secretGeneration), expected.secrets)
    try same("decision", stored.decision, expected.decision)
    try same("refusal's reason", stored.reason, expected.refusalReason)
    try same("result collected", stored.resultCollected, expected.isResultCollected)
    try same("duplicate of", stored.duplicateOf, expected.duplicateOf)
    try same("fees", stored.fees, expected.fees)
  }

  /// The journal's sums beside the model's, by a connection of its own.
  static func checkTallies(path: String, _ model: Model, now: Int64) throws {
    try same("requests by service and state", try readSQL(byState, on: path), stateTally(model))
    let overdue = try readSQL(
      "SELECT count(*) FROM request WHERE state <= 5 AND (acknowledge_due BETWEEN 1 AND \(now) OR decide_due BETWEEN 1 AND \(now))",
      on: path)
    let expectedOverdue = model.requests.count { request in
      request.isOpen && [request.acknowledgeDue, request.decideDue].contains { $0 != 0 && $0 <= now }
    }
    try same("overdue requests", overdue, ["\(expectedOverdue)"])
    try same("sums", try readSQL(sums, on: path), [expectedSums(model)])
    let events = try readSQL("SELECT count(*) || ' ' || max(position) FROM event", on: path)
    if model.events > 0 { try same("events", events, ["\(model.events) \(model.events)"]) }
  }

  private static let byState = """
    SELECT service || ' ' || state || ' ' || count(*) FROM request GROUP BY service, state ORDER BY service, state
    """
  private static let sums = """
    SELECT coalesce(sum(version), 0) || ' ' || coalesce(sum(decide_due), 0) || ' '
      || coalesce(sum(acknowledge_due), 0) || ' ' || coalesce(sum(paused), 0) || ' '
      || coalesce(sum(escalation), 0) || ' ' || coalesce(sum(next_due), 0) || ' '
      || coalesce(sum(transfers), 0) || ' ' || coalesce(sum(fee_charged), 0) FROM request
    """

  private static func stateTally(_ model: Model) -> [String] {
    var counts: [[Int]: Int] = [:]
    for request in model.requests {
      counts[[Int(request.service), Int(request.state.rawValue)], default: 0] += 1
    }
    return counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { "\($0.key[0]) \($0.key[1]) \($0.value)" }
  }

  private static func expectedSums(_ model: Model) -> String {
    var sums = [Int64](repeating: 0, count: 8)
    for request in model.requests {
      let values: [Int64] = [
        Int64(request.version), request.decideDue, request.acknowledgeDue, request.paused,
        Int64(request.escalation), request.nextDue, Int64(request.transfers), request.fees.charged,
      ]
      for (index, value) in values.enumerated() { sums[index] += value }
    }
    return sums.map(String.init).joined(separator: " ")
  }

  private static func same(_ what: String, _ found: [String], _ wanted: [String]) throws {
    guard found == wanted else { throw Discrepancy("tally of \(what): found \(found), expected \(wanted)") }
  }
}

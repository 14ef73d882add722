import Casework

/// Reads and writes the projection of requests; for the thread that owns the connection.
final class RequestTable {
  static let columns = """
    version, state, service, office, channel, assisted, region, citizen, submitted, changed, assignee, \
    last_hash, reason, asked, feedback, secret_generation, \
    decision
    """

  private let select: Statement

  init(_ database: Database) throws(JournalError) {
    select = try Statement("SELECT \(Self.columns) FROM request WHERE sequence = ?", on: database)
  }

  /// - Parameter code: the tracking code that `sequence` came from; it is computed, never stored.
  func record(_ sequence: Int64, code: TrackingCode) throws(JournalError) -> RequestRecord? {
    defer { select.reset() }
    select.bind(1, sequence)
    guard try select.step() else { return nil }
    let asked = select.text(13)
    return RequestRecord(
      sequence: sequence, trackingCode: code, version: try select.number(0),
      state: try select.value(1, "a state"),
      service: select.integer(2), office: select.integer(3), channel: try select.value(4, "a channel"),
      assisted: select.flag(5),
      region: select.text(6), citizen: try select.digest(7), submitted: select.integer(8),
      changed: select.integer(9), assignee: select.integer(10), lastHash: try select.digest(11),
      reason: select.text(12), asked: asked.isEmpty ? [] : asked.split(separator: "\n").map(String.init),
      feedbackGiven: select.flag(14), secretGeneration: try select.number(15),
      decision: try select.number(16))
  }
}

/// Stores new and changed requests; for the writer's connection.
final class RequestStore {
  private let insert: Statement
  private let update: Statement

  init(_ database: Database) throws(JournalError) {
    insert = try Statement(
      """
      INSERT INTO request(sequence, \(RequestTable.columns))
      VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
      """, on: database)
    // What a submission fixes (service, office, channel, region, citizen, time) is not touched again.
    update = try Statement(
      """
      UPDATE request SET version = ?2, state = ?3, changed = ?4, assignee = ?5, last_hash = ?6, reason = ?7,
        asked = ?8, feedback = ?9, secret_generation = ?10, decision = ?11 WHERE sequence = ?1
      """, on: database)
  }

  func insert(_ record: RequestRecord) throws(JournalError) {
    insert.bind(1, record.sequence)
    insert.bind(2, Int64(record.version))
    insert.bind(3, Int64(record.state.rawValue))
    insert.bind(4, record.service)
    insert.bind(5, record.office)
    insert.bind(6, Int64(record.channel.rawValue))
    insert.bind(7, record.assisted)
    insert.bind(8, record.region)
    insert.bind(9, record.citizen)
    insert.bind(10, record.submitted)
    insert.bind(11, record.changed)
    insert.bind(12, record.assignee)
    insert.bind(13, record.lastHash)
    insert.bind(14, record.reason)
    insert.bind(15, record.asked.joined(separator: "\n"))
    insert.bind(16, record.feedbackGiven)
    insert.bind(17, Int64(record.secretGeneration))
    insert.bind(18, Int64(record.decision))
    try insert.run()
  }

  func update(_ record: RequestRecord) throws(JournalError) {
    update.bind(1, record.sequence)
    update.bind(2, Int64(record.version))
    update.bind(3, Int64(record.state.rawValue))
    update.bind(4, record.changed)
    update.bind(5, record.assignee)
    update.bind(6, record.lastHash)
    update.bind(7, record.reason)
    update.bind(8, record.asked.joined(separator: "\n"))
    update.bind(9, record.feedbackGiven)
    update.bind(10, Int64(record.secretGeneration))
    update.bind(11, Int64(record.decision))
    try update.run()
  }
}

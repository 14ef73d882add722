/// Decides about a request that exists: the event that follows, or why nothing does.
///
/// Pure: it reads no clock and does no I/O, so that every rule is a row of a table in the tests.
/// - Parameter now: Unix time in milliseconds. The event's time is max(now, the event before it).
/// - Source: the lifecycle table (`Lifecycle.transitions`).
public func decide(
  _ record: RequestRecord, _ command: Command, now: Int64
) throws(Rejection) -> CaseEvent {
  let action = command.act.action
  if let expected = command.expectedVersion, expected != record.version {
    throw .staleVersion(current: record.version)
  }
  guard let transition = Lifecycle.transition(action) else { throw .wrongState(record.state, action) }
  guard transition.roles.contains(command.actor.role) else {
    throw .roleNotAllowed(command.actor.role, action)
  }
  guard transition.from.contains(record.state) else { throw .wrongState(record.state, action) }
  guard record.version < command.act.numberLimit else { throw .historyFull }
  try checkWhatTheActCarries(record, command)

  var event = CaseEvent(following: record, command, to: transition.to ?? record.state, now: now)
  switch command.act {
  case .refuse(let reason): event.reason = reason
  case .giveFeedback(let numbers, let settled):
    event.surveyNumbers = numbers
    event.settled = settled
  default: break
  }
  return event
}

extension Act {
  /// Kept for the citizen, whoever filled the history: an answer, a withdrawal, a confirmation and feedback end by themselves.
  private static let citizenReserve: UInt32 = 16

  /// The last event number that the act may take.
  fileprivate var numberLimit: UInt32 {
    switch self {
    case .answer, .confirm, .withdraw, .giveFeedback: CaseEvent.numberLimit
    default: CaseEvent.numberLimit - Self.citizenReserve
    }
  }
}

private func checkWhatTheActCarries(_ record: RequestRecord, _ command: Command) throws(Rejection) {
  switch command.act {
  case .askCitizen, .fulfil:
    guard record.assignee == command.actor.principal else { throw .notClaimedByCaller }
  case .refuse(let reason):
    guard record.assignee == command.actor.principal else { throw .notClaimedByCaller }
    guard !reason.isEmpty else { throw .reasonMissing }
  case .answer(let answered):
    let missing = record.asked.filter { !answered.contains($0) }
    let unasked = answered.filter { !record.asked.contains($0) }
    guard missing.isEmpty && unasked.isEmpty else {
      throw .answersDoNotFit(missing: missing, unasked: unasked)
    }
  case .giveFeedback:
    guard !record.feedbackGiven else { throw .feedbackAlreadyGiven }
  case .submit, .acknowledge, .claim, .confirm, .withdraw: break
  }
}

/// The first event of a new request.
/// - Parameters:
///   - code: the tracking code of the sequence that the registrar gave.
///   - now: Unix time in milliseconds.
public func open(
  _ submission: Submission, _ command: Command, code: TrackingCode, now: Int64
) -> CaseEvent {
  CaseEvent(
    trackingCode: code, number: 1, time: now, action: .submit, from: nil, to: .submitted,
    role: command.actor.role, channel: command.actor.channel, assisted: command.actor.assisted,
    actor: command.actor.name, office: command.actor.office, service: submission.serviceCode,
    serviceVersion: submission.serviceVersion, region: submission.region, reason: "", previous: Digest(),
    commitments: command.commitments, surveyNumbers: [], settled: nil)
}

extension CaseEvent {
  fileprivate init(following record: RequestRecord, _ command: Command, to state: RequestState, now: Int64) {
    self.init(
      trackingCode: record.trackingCode, number: record.version + 1, time: max(now, record.changed),
      action: command.act.action, from: record.state, to: state, role: command.actor.role,
      channel: command.actor.channel, assisted: command.actor.assisted, actor: command.actor.name,
      office: command.actor.office, service: "", serviceVersion: 0, region: "", reason: "",
      previous: record.lastHash, commitments: command.commitments, surveyNumbers: [], settled: nil)
  }
}

/// Decides about a request that exists: the event that follows, or why nothing does.
///
/// Pure: it reads no clock and does no I/O, so that every rule is a row of a table in the tests.
/// - Parameters:
///   - now: Unix time in milliseconds. The event's time is max(now, the event before it).
///   - terms: of the request's region and services.
/// - Source: the lifecycle table (`Lifecycle.transitions`); for the due times `ClockRules`.
public func decide(
  _ record: RequestRecord, _ command: Command, now: Int64, terms: CaseTerms
) throws(Rejection) -> CaseEvent {
  let action = command.act.action
  let time = max(now, record.changed)
  if let expected = command.expectedVersion, expected != record.version {
    throw .staleVersion(current: record.version)
  }
  guard let transition = Lifecycle.transition(action) else { throw .wrongState(record.state, action) }
  guard transition.performer.roles.contains(command.actor.role) else {
    throw .roleNotAllowed(command.actor.role, action)
  }
  guard transition.from.contains(record.state) else { throw .wrongState(record.state, action) }
  guard record.version < command.act.numberLimit else { throw .historyFull }
  try check(transition.performer, record, command, at: time, terms)
  try checkWhatTheActNeeds(record, command, at: time, terms)

  var event = CaseEvent(following: record, command, to: transition.to ?? record.state, at: time)
  event.take(command.act, record)
  let rules = ClockRules(terms)
  event.clock = rules.clock(after: event, of: record)
  var basis = record.basis
  basis.advance(event)
  event.clock.nextDue = rules.nextDue(event, basis, submitted: record.submitted)
  return event
}

/// What the counter itself must do about a request by now; nil: nothing.
/// - Parameter now: Unix time in milliseconds.
public func dueAct(_ record: RequestRecord, now: Int64, terms: CaseTerms) -> Act? {
  ClockRules(terms).dueAct(record, at: max(now, record.changed))
}

/// The first event of a new request.
/// - Parameters:
///   - code: the tracking code of the sequence that the registrar gave.
///   - now: Unix time in milliseconds.
/// - Throws: `representationOver`.
public func open(
  _ submission: Submission, _ command: Command, code: TrackingCode, now: Int64, terms: CaseTerms
) throws(Rejection) -> CaseEvent {
  if let representation = submission.representation, representation.until != 0, representation.until <= now {
    throw .representationOver
  }
  var event = CaseEvent(
    trackingCode: code, number: 1, time: now, action: .submit, from: nil, to: .submitted,
    role: command.actor.role, channel: command.actor.channel, assisted: command.actor.assisted,
    actor: command.actor.name, office: command.actor.office, service: submission.serviceCode,
    serviceVersion: submission.serviceVersion, region: submission.region, previous: Digest(),
    commitments: command.commitments, linked: submission.complaint?.request,
    attachments: command.attachments, fees: submission.fees, representation: submission.representation,
    complaintSubject: submission.complaint?.subject)
  let rules = ClockRules(terms)
  event.clock = rules.clock(openedAt: now)
  event.clock.nextDue = rules.nextDue(
    event, ClockBasis(service: submission.service, start: now), submitted: now)
  return event
}

private func check(
  _ performer: Performer, _ record: RequestRecord, _ command: Command, at time: Int64, _ terms: CaseTerms
) throws(Rejection) {
  let actor = command.actor
  switch performer {
  case .assignee:
    guard record.assignee == actor.principal else { throw .notClaimedByCaller }
    try record.checkLease(at: time)
  case .assigneeIfAny:
    guard record.assignee == 0 || record.assignee == actor.principal else { throw .notClaimedByCaller }
    try record.checkLease(at: time)
    try checkAppeal(record, actor.principal, actor.level)
  case .assigneeOrSupervisor:
    guard record.assignee == actor.principal || actor.level >= 1 else { throw .notClaimedByCaller }
  case .supervisor:
    guard actor.level >= 1 else { throw .levelTooLow(needed: 1) }
  case .counter:
    guard dueAct(record, now: time, terms: terms) == command.act else { throw .notDue }
  case .citizen, .citizenOrOffice, .officer, .citizenOrOfficer: break
  }
}

/// What was appealed goes to a level above, and never to who decided.
private func checkAppeal(_ record: RequestRecord, _ principal: Int64, _ level: UInt8) throws(Rejection) {
  guard record.appealLevel > 0 else { return }
  guard principal != record.decidedBy else { throw .decidedByCaller }
  guard level >= record.appealLevel else { throw .levelTooLow(needed: record.appealLevel) }
}

private func checkWhatTheActNeeds(
  _ record: RequestRecord, _ command: Command, at time: Int64, _ terms: CaseTerms
) throws(Rejection) {
  switch command.act {
  case .claim:
    guard record.state != .assigned || record.assignee == 0 else { throw .wrongState(record.state, .claim) }
    try checkAppeal(record, command.actor.principal, command.actor.level)
  case .assign(let assignee): try checkAppeal(record, assignee.principal, assignee.level)
  case .answer(let answered):
    let missing = record.asked.filter { !answered.contains($0) }
    let unasked = answered.filter { !record.asked.contains($0) }
    guard missing.isEmpty && unasked.isEmpty else {
      throw .answersDoNotFit(missing: missing, unasked: unasked)
    }
  case .askOther(let body): guard !body.isEmpty else { throw .otherBodyMissing }
  case .transfer(let target, let reason):
    guard !reason.isEmpty else { throw .reasonMissing }
    guard target.service != record.service else { throw .sameService }
  case .refuse(let reason): guard !reason.isEmpty else { throw .reasonMissing }
  case .markDuplicate(let other): guard other != record.trackingCode else { throw .sameRequest }
  case .reopen(let reason): try checkRemedy(record, reason, at: time, terms)
  case .appeal(let reason):
    try checkRemedy(record, reason, at: time, terms)
    guard record.appealLevel < RequestRecord.appealLevelMax else { throw .appealsExhausted }
  case .handOver:
    // What was closed may have been refused; a result is collected once.
    guard record.decision != 0, record.reason.isEmpty, !record.resultCollected else {
      throw .wrongState(record.state, .handOver)
    }
  case .attach: guard !command.attachments.isEmpty else { throw .attachmentsMissing }
  case .giveFeedback: guard !record.feedbackGiven else { throw .feedbackAlreadyGiven }
  case .submit, .acknowledge, .askCitizen, .return, .fulfil, .confirm, .withdraw, .release, .addMessage,
    .replaceSecret, .expire, .lapse, .warn, .escalate, .reschedule, .close:
    break
  }
}

private func checkRemedy(
  _ record: RequestRecord, _ reason: String, at time: Int64, _ terms: CaseTerms
) throws(Rejection) {
  guard !reason.isEmpty else { throw .reasonMissing }
  guard time < ClockRules(terms).remedyEnd(record) else { throw .windowOver }
}

extension Act {
  /// The last event number that the act may take.
  fileprivate var numberLimit: UInt32 {
    switch self {
    case .answer, .confirm, .withdraw, .giveFeedback: CaseEvent.numberLimit
    default: CaseEvent.numberLimit - CaseEvent.citizenReserve
    }
  }
}

extension CaseEvent {
  fileprivate init(
    following record: RequestRecord, _ command: Command, to state: RequestState, at time: Int64
  ) {
    self.init(
      trackingCode: record.trackingCode, number: record.version + 1, time: time, action: command.act.action,
      from: record.state, to: state, role: command.actor.role, channel: command.actor.channel,
      assisted: command.actor.assisted, actor: command.actor.name, office: command.actor.office,
      previous: record.lastHash, commitments: command.commitments, appealLevel: record.appealLevel,
      attachments: command.attachments)
  }

  /// Takes over what the act carries.
  fileprivate mutating func take(_ act: Act, _ record: RequestRecord) {
    switch act {
    case .claim(let lease): leaseUntil = lease == 0 ? 0 : later(time, milliseconds: lease)
    case .assign(let officer): assignee = officer.name
    case .askOther(let body): otherBody = body
    case .transfer(let target, let code):
      service = target.code
      serviceVersion = target.version
      reason = code
    case .refuse(let code), .reopen(let code): reason = code
    case .appeal(let code):
      reason = code
      appealLevel = record.appealLevel + 1
    case .markDuplicate(let other): linked = other
    case .giveFeedback(let numbers, let outcome):
      surveyNumbers = numbers
      settled = outcome
    case .warn(let due), .escalate(let due): reason = due.rawValue
    case .submit, .acknowledge, .askCitizen, .answer, .return, .fulfil, .confirm, .withdraw, .expire,
      .release, .lapse, .addMessage, .handOver, .attach, .replaceSecret, .reschedule, .close:
      break
    }
  }
}

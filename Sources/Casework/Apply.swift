/// The rows behind the names that an event holds.
public struct EventRows: Sendable, Equatable {
  /// Of the principal that acted; 0 without one.
  public var actor: Int64
  /// Of an assignment: the officer's principal. Else 0.
  public var assignee: Int64
  /// Of a transfer: the service version. Else 0.
  public var service: Int64

  public init(actor: Int64, assignee: Int64 = 0, service: Int64 = 0) {
    self.actor = actor
    self.assignee = assignee
    self.service = service
  }
}

extension Command {
  /// The rows of the event that this command makes.
  public var rows: EventRows {
    switch act {
    case .assign(let assignee): EventRows(actor: actor.principal, assignee: assignee.principal)
    case .transfer(let target, _): EventRows(actor: actor.principal, service: target.service)
    default: EventRows(actor: actor.principal)
    }
  }
}

extension RequestRecord {
  /// Two appeals: to the supervisor, then to the head.
  static let appealLevelMax: UInt8 = 2

  /// The record of a new request after its submission.
  public init(opened event: CaseEvent, hash: Digest, sequence: Int64, _ submission: Submission) {
    self.init(
      sequence: sequence, trackingCode: event.trackingCode, version: event.number, state: event.to,
      service: submission.service, office: submission.office, channel: event.channel,
      assisted: event.assisted, region: event.region, citizen: submission.citizen, submitted: event.time,
      changed: event.time, assignee: 0, lastHash: hash, reason: "", asked: [], feedbackGiven: false,
      secretGeneration: 0, decision: 0)
    clock = event.clock
    fees = event.fees
    representation = event.representation
    if let subject = event.complaintSubject, let request = event.linked {
      complaint = Complaint(subject: subject, request: request)
    }
  }

  /// Takes the next event in.
  /// - Parameters:
  ///   - hash: SHA-256 of the event's canonical bytes.
  ///   - rows: behind the names that the event holds.
  /// - Precondition: the event follows this record: number, state and previous hash. Feeding another is a broken
  ///   invariant, and the writer stops rather than store it.
  public mutating func apply(_ event: CaseEvent, hash: Digest, rows: EventRows) {
    precondition(event.number == version + 1 && event.from == state && event.previous == lastHash)
    precondition(event.time >= changed)
    version = event.number
    state = event.to
    changed = event.time
    lastHash = hash
    clock = event.clock
    basis.advance(event)
    appealLevel = event.appealLevel
    if event.from == .waitingCitizen && event.to != .waitingCitizen { asked = [] }
    if event.from?.isOpen == true && !event.to.isOpen { ended = event.time }
    switch event.action {
    case .claim: give(to: rows.actor, until: event.leaseUntil)
    case .assign: give(to: rows.assignee)
    case .release, .lapse: give(to: 0)
    case .transfer:
      give(to: 0)
      service = rows.service
      transfers += 1
    case .askCitizen: asked = event.commitments.filter { $0.kind == .question }.map(\.attribute)
    case .fulfil, .refuse:
      decision = event.number
      reason = event.reason
      end(by: rows.actor)
    case .markDuplicate:
      duplicateOf = event.linked
      end(by: rows.actor)
    // Nobody decided; whose question was not answered shall not hear the appeal.
    case .expire: end(by: assignee)
    case .withdraw: leaseUntil = 0
    case .reopen: begin(for: assignee)
    case .appeal: begin(for: 0)
    case .giveFeedback: feedbackGiven = true
    case .handOver: resultCollected = true
    case .replaceSecret: secretGeneration += 1
    case .submit, .acknowledge, .answer, .askOther, .return, .confirm, .close, .addMessage, .attach, .warn,
      .escalate, .reschedule:
      break
    }
  }

  private mutating func give(to principal: Int64, until lease: Int64 = 0) {
    assignee = principal
    leaseUntil = lease
  }

  private mutating func end(by principal: Int64) {
    decidedBy = principal
    leaseUntil = 0
  }

  /// What was decided counts no more; who decided is remembered.
  private mutating func begin(for principal: Int64) {
    give(to: principal)
    ended = 0
    decision = 0
    reason = ""
    duplicateOf = nil
    resultCollected = false
  }
}

extension ClockBasis {
  /// Takes the next event in.
  mutating func advance(_ event: CaseEvent) {
    switch event.action {
    case .askCitizen: turnSince = event.time
    case .reopen, .appeal:
      start = event.time
      reminders.decideWarned = false
      reminders.decideEscalations = 0
    case .warn, .escalate: reminders.add(event.action, DueTime(rawValue: event.reason))
    default: break
    }
    if event.from == .waitingCitizen && event.to != .waitingCitizen { turnSince = 0 }
  }
}

extension Reminders {
  fileprivate mutating func add(_ action: Action, _ due: DueTime?) {
    switch (action, due) {
    case (.warn, .acknowledge): acknowledgeWarned = true
    case (.escalate, .acknowledge): acknowledgeEscalated = true
    case (.warn, .decide): decideWarned = true
    // A forged history can hold any number of them.
    case (.escalate, .decide): decideEscalations = min(decideEscalations + 1, 31)
    default: break
    }
  }
}

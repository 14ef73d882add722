/// A request as it stands after its last event: what `decide` looks at and what the journal keeps as a projection.
/// Everything in it can be made again from the events (`apply`), but `office`, `service` and `citizen`, which are rows
/// of the submission, and a lease that was renewed.
public struct RequestRecord: Sendable, Equatable {
  /// Primary key; the tracking code is its encryption. Never shown.
  public var sequence: Int64
  public var trackingCode: TrackingCode
  public var version: UInt32
  public var state: RequestState
  /// The row of the service version that the request is at.
  public var service: Int64
  /// The row of the office that took it in; 0 for a complaint.
  public var office: Int64
  public var channel: Channel
  public var assisted: Bool
  public var region: String
  public var citizen: Digest
  public var submitted: Int64
  public var changed: Int64
  /// The principal that works on it, or worked on it last; 0: nobody.
  public var assignee: Int64
  /// Hash of the last event.
  public var lastHash: Digest
  /// Reason code of the refusal; else empty.
  public var reason: String
  /// Codes of the attributes that the citizen is asked about; empty unless it is the citizen's turn.
  public var asked: [String]
  public var feedbackGiven: Bool
  /// How often the citizen's secret was replaced.
  public var secretGeneration: UInt32
  /// The number of the event that decided it (fulfilled or refused); 0 before, and again after a reopening.
  public var decision: UInt32

  /// When the claim's lease ends, in Unix milliseconds; 0: it has none.
  public var leaseUntil: Int64 = 0
  /// Who decided last, or whose question was not answered; 0: nobody. An appeal never goes there.
  public var decidedBy: Int64 = 0
  /// 0 none, 1 the supervisor's, 2 the head's: who may take it needs this level.
  public var appealLevel: UInt8 = 0
  /// When it ended, in Unix milliseconds; 0 while it is open.
  public var ended: Int64 = 0
  /// How often it was handed on to another service.
  public var transfers: UInt32 = 0
  /// The request that goes on in its place.
  public var duplicateOf: TrackingCode?
  public var resultCollected = false
  public var clock = CaseClock()
  public var basis: ClockBasis
  public var fees = Fees()
  public var representation: Representation?
  public var complaint: Complaint?

  public init(
    sequence: Int64, trackingCode: TrackingCode, version: UInt32, state: RequestState, service: Int64,
    office: Int64, channel: Channel, assisted: Bool, region: String, citizen: Digest, submitted: Int64,
    changed: Int64, assignee: Int64, lastHash: Digest, reason: String, asked: [String], feedbackGiven: Bool,
    secretGeneration: UInt32, decision: UInt32
  ) {
    self.sequence = sequence
    self.trackingCode = trackingCode
    self.version = version
    self.state = state
    self.service = service
    self.office = office
    self.channel = channel
    self.assisted = assisted
    self.region = region
    self.citizen = citizen
    self.submitted = submitted
    self.changed = changed
    self.assignee = assignee
    self.lastHash = lastHash
    self.reason = reason
    self.asked = asked
    self.feedbackGiven = feedbackGiven
    self.secretGeneration = secretGeneration
    self.decision = decision
    basis = ClockBasis(service: service, start: submitted)
  }

  /// Only the citizen can still end it: the history has no room for more.
  var isFull: Bool { version >= CaseEvent.numberLimit - CaseEvent.citizenReserve }

  /// When the counter itself acts on it next, in Unix milliseconds; 0: never.
  public var nextDue: Int64 {
    guard state == .assigned, leaseUntil != 0, !isFull else { return clock.nextDue }
    return clock.nextDue == 0 ? leaseUntil : min(clock.nextDue, leaseUntil)
  }

  /// Has a due time passed while it is open?
  /// - Parameter now: Unix milliseconds.
  public func isOverdue(now: Int64) -> Bool {
    let due = [clock.acknowledgeDue, clock.decideDue]
    return state.isOpen && due.contains { $0 != 0 && $0 <= now }
  }

  /// May a principal of this level take the work? What was appealed goes to a level above, and never to who decided.
  public func mayGo(to principal: Int64, level: UInt8) -> Bool {
    appealLevel == 0 || level >= appealLevel && principal != decidedBy
  }
}

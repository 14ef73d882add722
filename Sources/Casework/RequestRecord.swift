/// A request as it stands after its last event: what `decide` looks at and what the journal keeps as a projection.
/// Everything in it can be made again from the events (`apply`), but `office`, `service` and `citizen`, which are rows
/// of the submission.
public struct RequestRecord: Sendable, Equatable {
  /// Primary key; the tracking code is its encryption. Never shown.
  public var sequence: Int64
  public var trackingCode: TrackingCode
  public var version: UInt32
  public var state: RequestState
  public var service: Int64
  public var office: Int64
  public var channel: Channel
  public var assisted: Bool
  public var region: String
  public var citizen: Digest
  public var submitted: Int64
  public var changed: Int64
  /// The principal that claimed it; 0 before.
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
  /// The number of the event that decided it (fulfilled or refused); 0 before.
  public var decision: UInt32

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
  }
}

extension RequestRecord {
  /// The record of a new request after its submission.
  public init(opened event: CaseEvent, hash: Digest, sequence: Int64, _ submission: Submission) {
    self.init(
      sequence: sequence, trackingCode: event.trackingCode, version: event.number, state: event.to,
      service: submission.service, office: submission.office, channel: event.channel,
      assisted: event.assisted, region: event.region, citizen: submission.citizen, submitted: event.time,
      changed: event.time, assignee: 0, lastHash: hash, reason: "", asked: [], feedbackGiven: false,
      secretGeneration: 0, decision: 0)
  }

  /// Takes the next event in.
  /// - Parameters:
  ///   - hash: SHA-256 of the event's canonical bytes.
  ///   - principal: the row of the principal that acted; becomes the assignee on a claim.
  /// - Precondition: the event follows this record: number, state and previous hash. Feeding another is a broken
  ///   invariant, and the writer stops rather than store it.
  public mutating func apply(_ event: CaseEvent, hash: Digest, principal: Int64) {
    precondition(event.number == version + 1 && event.from == state && event.previous == lastHash)
    precondition(event.time >= changed)
    version = event.number
    state = event.to
    changed = event.time
    lastHash = hash
    switch event.action {
    case .claim: assignee = principal
    case .askCitizen: asked = event.commitments.filter { $0.kind == .question }.map(\.attribute)
    case .answer, .withdraw: asked = []
    case .fulfil: decision = event.number
    case .refuse:
      decision = event.number
      reason = event.reason
    case .giveFeedback: feedbackGiven = true
    case .submit, .acknowledge, .confirm: break
    }
  }
}

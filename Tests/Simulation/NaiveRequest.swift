import Casework

/// A request as the model beside the counter holds it: what happened to it, and what follows from that by the rules of the
/// domain, worked out anew and without a line of `Casework`'s rules.
struct NaiveRequest {
  let sequence: Int64
  var code: TrackingCode
  let region: String
  /// The service that it was first submitted for: its targets hold for ever.
  let clockService: Int64
  let office: Int64
  let submitted: Int64
  let fees: Fees
  var service: Int64
  var version: UInt32 = 1
  var state = RequestState.submitted
  var changed: Int64
  var lastHash: Digest

  var assignee: Int64 = 0
  var leaseUntil: Int64 = 0
  var decidedBy: Int64 = 0
  var appealLevel = 0
  var transfers = 0
  var asked: [String] = []
  var isFeedbackGiven = false
  var secrets = 0
  /// The number of the event that decided it; 0: none, or reopened since.
  var decision: UInt32 = 0
  var refusalReason = ""
  var isResultCollected = false
  var duplicateOf: TrackingCode?

  var acknowledgeDue: Int64 = 0
  var decideDue: Int64 = 0
  var paused: Int64 = 0
  var escalation = 0
  var calendarVersion: UInt32 = 0
  var remedyUntil: Int64 = 0
  /// When the counter acts next, a lease's end left out.
  var plannedNext: Int64 = 0
  /// Since when the time for the decision runs.
  var start: Int64
  /// Since when it is the citizen's turn; 0: it is not.
  var turnSince: Int64 = 0
  /// What the turns before this one took, in working time.
  var pausedBefore: Int64 = 0
  /// The clock runs though it is the citizen's turn: the turns have taken all that they may.
  var isCapUsed = false
  var isAcknowledgeWarned = false
  var isAcknowledgeEscalated = false
  var isDecideWarned = false
  var decideEscalations = 0

  var isOpen: Bool {
    [.submitted, .acknowledged, .assigned, .waitingCitizen, .waitingOther].contains(state)
  }

  /// When the counter acts next; 0: never.
  var nextDue: Int64 {
    guard state == .assigned && leaseUntil != 0 else { return plannedNext }
    return plannedNext == 0 ? leaseUntil : min(plannedNext, leaseUntil)
  }
}

/// What a filing brings about, as the model says.
enum NaiveAnswer: Equatable {
  case accepted
  case refused
}

/// A citizen's answer to one numeric survey question; free text is a personal value.
public struct SurveyNumber: Sendable, Equatable {
  public var question: String
  public var number: UInt32

  public init(question: String, number: UInt32) {
    self.question = question
    self.number = number
  }
}

/// What is to be done, with what only that act carries.
public enum Act: Sendable, Equatable {
  case submit(Submission)
  case acknowledge
  /// How long the claim holds, in milliseconds from the event's time; 0: until it is given back, handed on or decided.
  case claim(lease: Int64)
  case assign(Assignee)
  /// The codes of the attributes that the citizen is asked about: at least one.
  case askCitizen([String])
  /// The codes of the attributes that are answered.
  case answer([String])
  /// Who is asked.
  case askOther(String)
  case `return`
  case transfer(TransferTarget, reason: String)
  case fulfil
  /// A reason code is mandatory: every refusal has a reason.
  case refuse(reason: String)
  case confirm
  case reopen(reason: String)
  case appeal(reason: String)
  case withdraw
  /// The request that goes on.
  case markDuplicate(of: TrackingCode)
  case expire
  case giveFeedback([SurveyNumber], Settled?)
  case release
  case lapse
  case addMessage
  case handOver
  case attach
  case replaceSecret
  case warn(DueTime)
  case escalate(DueTime)
  case reschedule
  case close

  public var action: Action {
    switch self {
    case .submit: .submit
    case .acknowledge: .acknowledge
    case .claim: .claim
    case .assign: .assign
    case .askCitizen: .askCitizen
    case .answer: .answer
    case .askOther: .askOther
    case .return: .return
    case .transfer: .transfer
    case .fulfil: .fulfil
    case .refuse: .refuse
    case .confirm: .confirm
    case .reopen: .reopen
    case .appeal: .appeal
    case .withdraw: .withdraw
    case .markDuplicate: .markDuplicate
    case .expire: .expire
    case .giveFeedback: .giveFeedback
    case .release: .release
    case .lapse: .lapse
    case .addMessage: .addMessage
    case .handOver: .handOver
    case .attach: .attach
    case .replaceSecret: .replaceSecret
    case .warn: .warn
    case .escalate: .escalate
    case .reschedule: .reschedule
    case .close: .close
    }
  }
}

/// Who acts, as the certificate (or its absence) says; no message can set any of it.
public struct Actor: Sendable, Equatable {
  public var role: Role
  /// The principal's row, 0 for a citizen without a machine.
  public var principal: Int64
  /// The principal's name; empty for a citizen without a machine.
  public var name: String
  /// The office's id where one carries the act; else empty.
  public var office: String
  public var channel: Channel
  /// An operator typed for the citizen.
  public var assisted: Bool

  public init(role: Role, principal: Int64, name: String, office: String, channel: Channel, assisted: Bool) {
    self.role = role
    self.principal = principal
    self.name = name
    self.office = office
    self.channel = channel
    self.assisted = assisted
  }
}

/// What a new request is about; the personal values stand apart, behind the command's commitments.
public struct Submission: Sendable, Equatable {
  /// The row of the service version that the request stays with.
  public var service: Int64
  public var serviceCode: String
  public var serviceVersion: UInt32
  /// The row of the office or kiosk that takes the request in.
  public var office: Int64
  /// ISO 3166-2 code of the province; may be empty.
  public var region: String
  /// Keyed hash of the national id: all that the inside knows of the citizen.
  public var citizen: Digest

  public init(
    service: Int64, serviceCode: String, serviceVersion: UInt32, office: Int64, region: String,
    citizen: Digest
  ) {
    self.service = service
    self.serviceCode = serviceCode
    self.serviceVersion = serviceVersion
    self.office = office
    self.region = region
    self.citizen = citizen
  }
}

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
  case claim
  /// The codes of the attributes that the citizen is asked about: at least one.
  case askCitizen([String])
  /// The codes of the attributes that are answered.
  case answer([String])
  case fulfil
  /// A reason code is mandatory: every refusal has a reason.
  case refuse(reason: String)
  case confirm
  case withdraw
  case giveFeedback([SurveyNumber], Settled?)

  public var action: Action {
    switch self {
    case .submit: .submit
    case .acknowledge: .acknowledge
    case .claim: .claim
    case .askCitizen: .askCitizen
    case .answer: .answer
    case .fulfil: .fulfil
    case .refuse: .refuse
    case .confirm: .confirm
    case .withdraw: .withdraw
    case .giveFeedback: .giveFeedback
    }
  }
}

/// One thing that somebody wants done to one request.
public struct Command: Sendable, Equatable {
  public var act: Act
  public var actor: Actor
  /// The version that the actor saw. `nil` for the acts that depend on none: a submission, feedback.
  public var expectedVersion: UInt32?
  /// One for each personal value that the act brings, in the order in which the values are stored.
  public var commitments: [Commitment]

  public init(act: Act, actor: Actor, expectedVersion: UInt32?, commitments: [Commitment]) {
    self.act = act
    self.actor = actor
    self.expectedVersion = expectedVersion
    self.commitments = commitments
  }
}

/// Why a command changes nothing.
public enum Rejection: Error, Equatable, Sendable {
  /// Somebody acted before; the current version is told.
  case staleVersion(current: UInt32)
  case wrongState(RequestState, Action)
  case roleNotAllowed(Role, Action)
  /// Another principal of the agency works on the request.
  case notClaimedByCaller
  case reasonMissing
  /// The attributes that were asked and are not answered, and those answered that were not asked.
  case answersDoNotFit(missing: [String], unasked: [String])
  case feedbackAlreadyGiven
  /// A request holds at most 65,535 events.
  case historyFull
}

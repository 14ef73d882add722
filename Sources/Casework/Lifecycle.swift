/// Who may do an act.
public enum Performer: Sendable, CaseIterable {
  case citizen
  /// The citizen, or the office that took the request in, at the citizen's word.
  case citizenOrOffice
  /// Any principal of the agency.
  case officer
  case citizenOrOfficer
  /// The principal that works on the request, and no other.
  case assignee
  /// While somebody works on the request, that principal alone; else any of the agency.
  case assigneeIfAny
  /// The principal that works on the request, or a supervisor in its place.
  case assigneeOrSupervisor
  /// A principal of the agency of level 1 or above.
  case supervisor
  /// The counter itself, when it is due.
  case counter

  public var roles: [Role] {
    switch self {
    case .citizen: [.citizen]
    case .citizenOrOffice: [.citizen, .office]
    case .officer, .assignee, .assigneeIfAny, .assigneeOrSupervisor, .supervisor: [.agency]
    case .citizenOrOfficer: [.citizen, .agency]
    case .counter: [.system]
    }
  }
}

/// One row of the lifecycle: an act, the states that it is allowed from, where it leads, and who may do it.
public struct Transition: Sendable {
  public let action: Action
  public let from: [RequestState]
  /// `nil` where the act leaves the state as it is.
  public let to: RequestState?
  public let performer: Performer

  public init(_ action: Action, from: [RequestState], to: RequestState?, by performer: Performer) {
    self.action = action
    self.from = from
    self.to = to
    self.performer = performer
  }
}

/// The lifecycle of a request as one table. A submission is not in it: it starts from nothing.
public enum Lifecycle {
  private static let open: [RequestState] = [
    .submitted, .acknowledged, .assigned, .waitingCitizen, .waitingOther,
  ]
  private static let decided: [RequestState] = [.fulfilled, .refused]
  /// The ends that the citizen did not choose, decisions among them: each has a remedy.
  private static let remediable: [RequestState] = [.fulfilled, .refused, .closed, .expired, .duplicate]
  private static let ends: [RequestState] = remediable + [.withdrawn]

  public static let transitions: [Transition] = [
    Transition(.acknowledge, from: [.submitted], to: .acknowledged, by: .officer),
    // From ASSIGNED where nobody has it: after an appeal, or a reopening before anybody worked on it.
    Transition(.claim, from: [.submitted, .acknowledged, .assigned], to: .assigned, by: .officer),
    Transition(.assign, from: [.submitted, .acknowledged, .assigned], to: .assigned, by: .supervisor),
    Transition(.release, from: [.assigned], to: .acknowledged, by: .assignee),
    Transition(.lapse, from: [.assigned], to: .acknowledged, by: .counter),
    Transition(.askCitizen, from: [.assigned], to: .waitingCitizen, by: .assignee),
    Transition(.answer, from: [.waitingCitizen], to: .assigned, by: .citizenOrOffice),
    Transition(.askOther, from: [.assigned], to: .waitingOther, by: .assignee),
    Transition(.return, from: [.waitingOther], to: .assigned, by: .assigneeOrSupervisor),
    Transition(.transfer, from: [.acknowledged, .assigned], to: .submitted, by: .assigneeIfAny),

    Transition(.fulfil, from: [.assigned], to: .fulfilled, by: .assignee),
    Transition(.refuse, from: [.assigned], to: .refused, by: .assignee),
    Transition(.withdraw, from: open, to: .withdrawn, by: .citizen),
    Transition(.markDuplicate, from: open, to: .duplicate, by: .assigneeIfAny),
    Transition(.expire, from: [.waitingCitizen], to: .expired, by: .counter),

    Transition(.confirm, from: decided, to: .closed, by: .citizen),
    Transition(.close, from: decided, to: .closed, by: .counter),
    Transition(.reopen, from: remediable, to: .assigned, by: .citizen),
    Transition(.appeal, from: [.refused, .closed, .expired, .duplicate], to: .assigned, by: .citizen),

    // What follows changes no state and stops no clock (domain rule 2).
    Transition(.addMessage, from: open + remediable, to: nil, by: .citizenOrOfficer),
    Transition(.attach, from: open + remediable, to: nil, by: .citizenOrOfficer),
    Transition(.handOver, from: [.fulfilled, .closed], to: nil, by: .officer),
    // Feedback is asked at every end state, refused, withdrawn and expired as well (domain rule 4).
    Transition(.giveFeedback, from: ends, to: nil, by: .citizen),
    Transition(.replaceSecret, from: open + ends, to: nil, by: .citizen),
    Transition(.warn, from: open, to: nil, by: .counter),
    Transition(.escalate, from: open, to: nil, by: .counter),
    Transition(.reschedule, from: open + decided, to: nil, by: .counter),
  ]

  /// Indexed by the action's raw value.
  private static let byAction: [Transition?] = {
    var table = [Transition?](repeating: nil, count: Int(Action.allCases.map(\.rawValue).max() ?? 0) + 1)
    for transition in transitions { table[Int(transition.action.rawValue)] = transition }
    return table
  }()

  static func transition(_ action: Action) -> Transition? { byAction[Int(action.rawValue)] }
}

/// One row of the lifecycle: an act, the states that it is allowed from, where it leads, and who may do it.
public struct Transition: Sendable {
  public let action: Action
  public let from: [RequestState]
  /// `nil` where the act leaves the state as it is.
  public let to: RequestState?
  public let roles: [Role]
}

/// The lifecycle of a request as one table. A submission is not in it: it starts from nothing.
public enum Lifecycle {
  public static let transitions: [Transition] = [
    Transition(action: .acknowledge, from: [.submitted], to: .acknowledged, roles: [.agency]),
    Transition(action: .claim, from: [.submitted, .acknowledged], to: .assigned, roles: [.agency]),
    Transition(action: .askCitizen, from: [.assigned], to: .waitingCitizen, roles: [.agency]),
    Transition(action: .answer, from: [.waitingCitizen], to: .assigned, roles: [.citizen, .office]),
    Transition(action: .fulfil, from: [.assigned], to: .fulfilled, roles: [.agency]),
    Transition(action: .refuse, from: [.assigned], to: .refused, roles: [.agency]),
    Transition(action: .confirm, from: [.fulfilled, .refused], to: .closed, roles: [.citizen]),
    Transition(
      action: .withdraw, from: [.submitted, .acknowledged, .assigned, .waitingCitizen], to: .withdrawn,
      roles: [.citizen]),
    // Feedback is asked at every end state, refused and withdrawn as well (domain rule 4).
    Transition(
      action: .giveFeedback, from: [.fulfilled, .refused, .closed, .withdrawn], to: nil, roles: [.citizen]),
  ]

  static func transition(_ action: Action) -> Transition? {
    transitions.first { $0.action == action }
  }
}

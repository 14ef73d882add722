// The closed vocabularies of a request's life. The raw values stand in stored events and in proto/pishkhan/v1: they
// never change, and the free numbers belong to later states and acts (see common.proto).

/// Where a request stands.
public enum RequestState: UInt8, Sendable, CaseIterable {
  case submitted = 1
  case acknowledged = 2
  case assigned = 3
  case waitingCitizen = 4
  case fulfilled = 6
  case refused = 7
  case closed = 8
  case withdrawn = 9

  /// The agency or the citizen still has something to do before a decision.
  public var isOpen: Bool { rawValue <= RequestState.waitingCitizen.rawValue }

  /// Nothing but feedback follows.
  public var isFinal: Bool { self == .closed || self == .withdrawn }
}

/// What can be done to a request.
public enum Action: UInt8, Sendable, CaseIterable {
  case submit = 1
  case acknowledge = 2
  case claim = 3
  case askCitizen = 5
  case answer = 6
  case fulfil = 10
  case refuse = 11
  case confirm = 12
  case withdraw = 15
  case giveFeedback = 18
}

/// In what capacity somebody acts.
public enum Role: UInt8, Sendable, CaseIterable {
  /// Known by tracking code and secret, whatever machine carries the call.
  case citizen = 1
  case office = 2
  case kiosk = 3
  case agency = 4
  case system = 5
  /// Runs the counter: offices, principals, calendars. Sees no request.
  case `operator` = 6
  /// Reads what its purpose allows; changes nothing.
  case auditor = 7
  /// Sends notifications to citizens.
  case gateway = 8
}

/// Where an act came in.
public enum Channel: UInt8, Sendable, CaseIterable {
  case counter = 1
  case ruralICT = 2
  case kiosk = 3
  case callCentre = 4
  case agency = 5
  case online = 6
}

/// "Closed" is not "put right" (domain rule 4).
public enum Settled: UInt8, Sendable, CaseIterable {
  case yes = 1
  case partly = 2
  case no = 3
}

// The closed vocabularies of a request's life. The raw values stand in stored events and in proto/pishkhan/v1: they
// never change.

/// Where a request stands. Overdue, escalated and appealed are attributes, never states.
public enum RequestState: UInt8, Sendable, CaseIterable {
  case submitted = 1
  case acknowledged = 2
  case assigned = 3
  /// The citizen's turn: the agency's clock pauses.
  case waitingCitizen = 4
  /// Another body's turn: the clock runs.
  case waitingOther = 5
  case fulfilled = 6
  case refused = 7
  case closed = 8
  case withdrawn = 9
  case duplicate = 10
  case expired = 11

  /// The agency or the citizen still has something to do before a decision.
  public var isOpen: Bool { rawValue <= RequestState.waitingOther.rawValue }

  /// Nothing but feedback or a remedy follows.
  public var isFinal: Bool { rawValue >= RequestState.closed.rawValue }
}

/// What can be done to a request.
public enum Action: UInt8, Sendable, CaseIterable {
  case submit = 1
  case acknowledge = 2
  case claim = 3
  case assign = 4
  case askCitizen = 5
  case answer = 6
  case askOther = 7
  case `return` = 8
  case transfer = 9
  case fulfil = 10
  case refuse = 11
  case confirm = 12
  case reopen = 13
  case appeal = 14
  case withdraw = 15
  case markDuplicate = 16
  case expire = 17
  case giveFeedback = 18
  case release = 19
  case lapse = 20
  case addMessage = 21
  case handOver = 22
  case attach = 23
  case replaceSecret = 24
  case warn = 25
  case escalate = 26
  case reschedule = 27
  case close = 28
}

/// In what capacity somebody acts.
public enum Role: UInt8, Sendable, CaseIterable {
  /// Known by tracking code and secret, whatever machine carries the call.
  case citizen = 1
  case office = 2
  case kiosk = 3
  case agency = 4
  /// The counter itself.
  case system = 5
  /// Runs the counter; sees no request.
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

/// By what right somebody acts for the citizen.
public enum RepresentationKind: UInt8, Sendable, CaseIterable {
  case guardian = 1
  case attorney = 2
  case company = 3
}

/// Whom a complaint is about.
public enum ComplaintSubject: UInt8, Sendable, CaseIterable {
  /// The office that took the request in.
  case office = 1
  /// Who works on the request or decided it.
  case officer = 2
  case agency = 3
}

/// The two times by which an agency is due to act. The raw value is the reason code of a warning and of an escalation.
public enum DueTime: String, Sendable, CaseIterable {
  case acknowledge = "ACKNOWLEDGE"
  case decide = "DECIDE"
}

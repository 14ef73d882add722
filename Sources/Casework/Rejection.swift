/// Why a command changes nothing.
public enum Rejection: Error, Equatable, Sendable {
  /// Somebody acted before; the current version is told.
  case staleVersion(current: UInt32)
  case wrongState(RequestState, Action)
  case roleNotAllowed(Role, Action)
  /// Another principal of the agency works on the request, or none.
  case notClaimedByCaller
  /// The claim's lease has ended: somebody else may have the work by now.
  case leaseOver
  /// It needs a principal of this level.
  case levelTooLow(needed: UInt8)
  /// An appeal never goes to who decided.
  case decidedByCaller
  case reasonMissing
  case otherBodyMissing
  case attachmentsMissing
  /// A transfer to the service that the request is at already.
  case sameService
  /// A duplicate of itself.
  case sameRequest
  /// The attributes that were asked and are not answered, and those answered that were not asked.
  case answersDoNotFit(missing: [String], unasked: [String])
  case feedbackAlreadyGiven
  /// Too late to reopen or appeal.
  case windowOver
  /// There is no level above.
  case appealsExhausted
  /// The authority of who acts for the citizen has ended.
  case representationOver
  /// The counter's own acts come when they are due, and not before.
  case notDue
  /// A request holds at most 65,535 events.
  case historyFull
}

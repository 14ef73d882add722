/// How long everybody has, by one version of a service.
public struct ServiceTerms: Sendable, Equatable {
  /// Working days until the acknowledgement; 0: no target.
  public var acknowledgeDays: UInt32
  /// Working days until the decision; 0: no target.
  public var decideDays: UInt32
  /// Working days for which the citizen's turns stop the agency's clock at the most, in all.
  public var pauseCapDays: UInt32
  /// Calendar days that the citizen has for an answer.
  public var answerDays: UInt32
  /// Calendar days to confirm, reopen or appeal.
  public var remedyDays: UInt32

  public init(
    acknowledgeDays: UInt32, decideDays: UInt32,
    pauseCapDays: UInt32 = ServiceDefinition.standardPauseCap,
    answerDays: UInt32 = ServiceDefinition.standardDays, remedyDays: UInt32 = ServiceDefinition.standardDays
  ) {
    self.acknowledgeDays = acknowledgeDays
    self.decideDays = decideDays
    self.pauseCapDays = pauseCapDays
    self.answerDays = answerDays
    self.remedyDays = remedyDays
  }
}

/// By what a decision measures time: passed in, so that the rules read neither clock nor catalogue.
public struct CaseTerms: Sendable {
  /// Of the request's region.
  public var calendar: WorkingCalendar
  /// Of the service that the request was first submitted for: a transfer keeps the clock.
  public var clock: ServiceTerms
  /// Of the service that the request is at.
  public var service: ServiceTerms

  public init(calendar: WorkingCalendar, clock: ServiceTerms, service: ServiceTerms) {
    self.calendar = calendar
    self.clock = clock
    self.service = service
  }
}

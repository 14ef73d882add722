/// What an event tells of its request's clock: the part that everybody may see who may read the request.
public struct ClockedEvent: Sendable, Equatable {
  public var number: UInt32
  public var action: Action
  /// Nil for the submission.
  public var from: RequestState?
  public var to: RequestState
  /// Unix milliseconds.
  public var time: Int64
  /// Of a warning and an escalation: the due time.
  public var reason: String
  /// Of the submission and of a transfer; else empty and 0.
  public var service: String
  public var serviceVersion: UInt32
  public var acknowledgeDue: Int64
  public var decideDue: Int64
  public var paused: Int64
  public var escalation: UInt32
  public var calendarVersion: UInt32

  public init(
    number: UInt32, action: Action, from: RequestState?, to: RequestState, time: Int64, reason: String,
    service: String, serviceVersion: UInt32, acknowledgeDue: Int64, decideDue: Int64, paused: Int64,
    escalation: UInt32, calendarVersion: UInt32
  ) {
    self.number = number
    self.action = action
    self.from = from
    self.to = to
    self.time = time
    self.reason = reason
    self.service = service
    self.serviceVersion = serviceVersion
    self.acknowledgeDue = acknowledgeDue
    self.decideDue = decideDue
    self.paused = paused
    self.escalation = escalation
    self.calendarVersion = calendarVersion
  }

  /// Events of version 1 tell no clock.
  var tellsNothing: Bool {
    acknowledgeDue == 0 && decideDue == 0 && paused == 0 && escalation == 0 && calendarVersion == 0
  }

  /// The event as the rules take it, without what they do not look at.
  func event(_ clock: CaseClock) -> CaseEvent {
    CaseEvent(
      trackingCode: TrackingCode(epoch: 0, encrypted: 0), number: number, time: time, action: action,
      from: from,
      to: to, role: .system, channel: .counter, assisted: false, actor: "", office: "", service: service,
      serviceVersion: serviceVersion, reason: reason, previous: Digest(), commitments: [], clock: clock)
  }
}

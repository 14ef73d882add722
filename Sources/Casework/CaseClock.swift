/// A request's clock as it stands after an event. Every event carries it, so that a replay needs no calendar and everybody
/// with the calendars can recompute it. All times are Unix milliseconds.
public struct CaseClock: Sendable, Equatable {
  /// When the agency must have acknowledged; 0: no target, or acknowledged.
  public var acknowledgeDue: Int64
  /// When the agency must have decided; 0: no target, decided, or paused.
  public var decideDue: Int64
  /// Working time of the citizen's turns that are over, as far as it counts, in milliseconds.
  public var paused: Int64
  /// One for each due time that passed, and for each further week; at most `levelMax`.
  public var escalation: UInt8
  /// The calendar by which the due times were computed; 0: none was needed.
  public var calendarVersion: UInt32
  /// Until when the citizen can confirm, reopen or appeal; 0: not now.
  public var remedyUntil: Int64
  /// When the counter itself acts next; 0: never.
  public var nextDue: Int64

  /// The highest escalation level.
  public static let levelMax: UInt8 = 5

  /// The earlier of the due times; 0: there is none now.
  public var due: Int64 {
    if acknowledgeDue == 0 || decideDue == 0 { return max(acknowledgeDue, decideDue) }
    return min(acknowledgeDue, decideDue)
  }

  public init(
    acknowledgeDue: Int64 = 0, decideDue: Int64 = 0, paused: Int64 = 0, escalation: UInt8 = 0,
    calendarVersion: UInt32 = 0, remedyUntil: Int64 = 0, nextDue: Int64 = 0
  ) {
    self.acknowledgeDue = acknowledgeDue
    self.decideDue = decideDue
    self.paused = paused
    self.escalation = escalation
    self.calendarVersion = calendarVersion
    self.remedyUntil = remedyUntil
    self.nextDue = nextDue
  }
}

/// What the clock is reckoned from. Made again from the events alone.
public struct ClockBasis: Sendable, Equatable {
  /// The row of the service version whose targets hold: the one that was submitted for.
  public var service: Int64
  /// When the time for the decision began: at the submission, or at the last reopening or appeal.
  public var start: Int64
  /// When the citizen's turn began; 0: it is not.
  public var turnSince: Int64
  /// What the counter has already said about the due times.
  public var reminders: Reminders

  public init(service: Int64, start: Int64, turnSince: Int64 = 0, reminders: Reminders = Reminders()) {
    self.service = service
    self.start = start
    self.turnSince = turnSince
    self.reminders = reminders
  }
}

/// Which warnings and escalations of a clock were given.
public struct Reminders: Sendable, Equatable {
  public var acknowledgeWarned: Bool
  public var acknowledgeEscalated: Bool
  public var decideWarned: Bool
  /// Escalations for the decision: at its due time, and for each further week.
  public var decideEscalations: UInt8

  public init(
    acknowledgeWarned: Bool = false, acknowledgeEscalated: Bool = false, decideWarned: Bool = false,
    decideEscalations: UInt8 = 0
  ) {
    self.acknowledgeWarned = acknowledgeWarned
    self.acknowledgeEscalated = acknowledgeEscalated
    self.decideWarned = decideWarned
    self.decideEscalations = decideEscalations
  }

  /// How they are stored: three bits, and the count above them.
  public var packed: UInt8 {
    (acknowledgeWarned ? 1 : 0) | (acknowledgeEscalated ? 2 : 0) | (decideWarned ? 4 : 0) | decideEscalations
      << 3
  }

  public init(packed: UInt8) {
    self.init(
      acknowledgeWarned: packed & 1 != 0, acknowledgeEscalated: packed & 2 != 0,
      decideWarned: packed & 4 != 0, decideEscalations: packed >> 3)
  }
}

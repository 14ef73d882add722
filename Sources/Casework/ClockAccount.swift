/// The arithmetic behind a request's due times, done again from its events and the calendars alone: how anybody checks what
/// the counter said. The rules are those by which the counter itself reckons (`ClockRules`).
public struct ClockAccount: Sendable {
  /// One sum, after one event. All times are Unix milliseconds, all lengths working time in milliseconds.
  public enum Entry: Sendable, Equatable {
    /// `start` and `target` and `paused` of working time give `at`.
    case due(DueTime, start: Int64, target: Int64, paused: Int64, at: Int64)
    /// The due time is met or falls away: acknowledged, decided, withdrawn.
    case done(DueTime)
    /// The citizen's turn begins: the clock stands.
    case stopped
    /// A turn of the citizen's is over, or its cap used up: what it took, and all turns together with their cap.
    case turn(since: Int64, until: Int64, took: Int64, paused: Int64, cap: Int64)
    /// It had to come at `planned`.
    case warned(DueTime, planned: Int64)
    case escalated(DueTime, planned: Int64, level: UInt8)
    /// Of version 1: the event tells no clock.
    case untold
  }

  public struct Line: Sendable, Equatable {
    /// The event's number and time.
    public let event: UInt32
    public let time: Int64
    /// The calendar by which it was reckoned.
    public let calendar: UInt32
    public let entry: Entry
  }

  /// Something that an event tells otherwise than it is.
  public struct Difference: Sendable, Equatable {
    public enum Field: String, Sendable, CaseIterable {
      case acknowledgeDue = "acknowledge_due_ms"
      case decideDue = "decide_due_ms"
      case paused = "paused_ms"
      case escalation = "escalation_level"
      /// An act of the counter's own that was not due yet; computed is when it was, or 0.
      case time = "time_ms"
      /// The calendar that the event names is not there; nothing after it could be reckoned.
      case calendar = "calendar_version"
      /// The service that the event names is not there; nothing after it could be reckoned.
      case service = "service"
      /// The event does not follow the one before it; nothing after it could be reckoned.
      case order = "number"
    }

    public let event: UInt32
    public let field: Field
    public let told: Int64
    public let computed: Int64
  }

  /// What the counter does next, if nobody else acts.
  public struct Next: Sendable, Equatable {
    public let action: Action
    public let time: Int64
  }

  public private(set) var lines: [Line] = []
  public private(set) var differences: [Difference] = []
  public private(set) var next: Next?
  private var record: RequestRecord?
  private var terms: CaseTerms?

  /// - Parameters:
  ///   - events: all of them, from the first.
  ///   - service: the terms of a service version, by code and version; nil where there is none.
  ///   - calendar: the calendar of the request's region in a version; nil where there is none.
  public init(
    of events: [ClockedEvent], service: (String, UInt32) -> ServiceTerms?,
    calendar: (UInt32) -> WorkingCalendar?
  ) {
    reckon(events, service, calendar)
    if let record, let terms {
      let planned = ClockRules(terms).planned(
        record.state, record.clock, record.basis, submitted: record.submitted)
      next = planned.map { Next(action: $0.act.action, time: $0.time) }
    }
  }

  private mutating func reckon(
    _ events: [ClockedEvent], _ service: (String, UInt32) -> ServiceTerms?,
    _ calendar: (UInt32) -> WorkingCalendar?
  ) {
    for event in events {
      guard follows(event) else { return stop(event, .order, Int64(event.number)) }
      if event.action == .submit || event.action == .transfer {
        guard let terms = service(event.service, event.serviceVersion) else {
          return stop(event, .service, 0)
        }
        setTerms(terms)
      }
      guard let calendar = calendar(event.calendarVersion) else {
        return stop(event, .calendar, Int64(event.calendarVersion))
      }
      terms?.calendar = calendar
      take(event)
    }
  }

  private func follows(_ event: ClockedEvent) -> Bool {
    guard let record else { return event.number == 1 && event.action == .submit && event.from == nil }
    return event.number == record.version + 1 && event.from == record.state && event.time >= record.changed
      && event.action != .submit
  }

  /// The clock keeps the targets of the service that was submitted for.
  private mutating func setTerms(_ service: ServiceTerms) {
    if terms == nil {
      terms = CaseTerms(calendar: .standard, clock: service, service: service)
    } else {
      terms?.service = service
    }
  }

  private mutating func stop(_ event: ClockedEvent, _ field: Difference.Field, _ told: Int64) {
    differences.append(Difference(event: event.number, field: field, told: told, computed: 0))
  }

  private mutating func take(_ told: ClockedEvent) {
    guard let terms else { return }
    let rules = ClockRules(terms)
    let before = record
    let clock = clock(told, rules)
    let event = told.event(clock)
    if record == nil {
      let submission = Submission(
        service: 0, serviceCode: told.service, serviceVersion: told.serviceVersion, office: 0, region: "",
        citizen: Digest())
      record = RequestRecord(opened: event, hash: Digest(), sequence: 0, submission)
    } else {
      record?.apply(event, hash: Digest(), rows: EventRows(actor: 0))
    }
    guard let after = record else { return }
    if clock == CaseClock() && told.tellsNothing && terms.hasTargets {
      return add(told, .untold)
    }
    compare(told, clock)
    explain(told, before, after, rules)
  }

  /// The clock after the event, computed. Until one event tells a clock, none has one: they are of version 1.
  private func clock(_ told: ClockedEvent, _ rules: ClockRules) -> CaseClock {
    let isFirst = record == nil
    if told.tellsNothing && (isFirst || record?.clock == CaseClock()) { return CaseClock() }
    guard let record else { return rules.clock(openedAt: told.time) }
    return rules.clock(after: told.event(record.clock), of: record)
  }

  private mutating func compare(_ told: ClockedEvent, _ clock: CaseClock) {
    let values: [(Difference.Field, Int64, Int64)] = [
      (.acknowledgeDue, told.acknowledgeDue, clock.acknowledgeDue),
      (.decideDue, told.decideDue, clock.decideDue),
      (.paused, told.paused, clock.paused), (.escalation, Int64(told.escalation), Int64(clock.escalation)),
    ]
    for (field, told_, computed) in values where told_ != computed {
      differences.append(Difference(event: told.number, field: field, told: told_, computed: computed))
    }
  }

  private mutating func add(_ event: ClockedEvent, _ entry: Entry) {
    lines.append(Line(event: event.number, time: event.time, calendar: event.calendarVersion, entry: entry))
  }
}

// MARK: Sums in words

extension ClockAccount {
  private mutating func explain(
    _ event: ClockedEvent, _ before: RequestRecord?, _ after: RequestRecord, _ rules: ClockRules
  ) {
    explainTurn(event, before, after, rules)
    explainDue(
      event, .acknowledge, before?.clock.acknowledgeDue ?? 0, after.clock.acknowledgeDue, after, rules)
    explainDue(event, .decide, before?.clock.decideDue ?? 0, after.clock.decideDue, after, rules)
    if let before, event.action.isCounters { explainCounter(event, before, rules) }
  }

  private mutating func explainTurn(
    _ event: ClockedEvent, _ before: RequestRecord?, _ after: RequestRecord, _ rules: ClockRules
  ) {
    if event.action == .askCitizen && after.clock.decideDue == 0 { add(event, .stopped) }
    guard let before, before.basis.turnSince != 0, event.action != .reopen, event.action != .appeal else {
      return
    }
    let isOver = after.basis.turnSince == 0
    guard isOver || after.clock.paused != before.clock.paused else { return }
    add(
      event,
      .turn(
        since: before.basis.turnSince, until: event.time, took: after.clock.paused - before.clock.paused,
        paused: after.clock.paused, cap: rules.pauseCap))
  }

  private mutating func explainDue(
    _ event: ClockedEvent, _ due: DueTime, _ before: Int64, _ after: Int64, _ record: RequestRecord,
    _ rules: ClockRules
  ) {
    guard before != after || event.action == .reopen || event.action == .appeal, before != 0 || after != 0
    else {
      return
    }
    guard after != 0 else {
      if record.state != .waitingCitizen { add(event, .done(due)) }
      return
    }
    switch due {
    case .acknowledge:
      add(
        event,
        .due(due, start: record.submitted, target: rules.acknowledgeTarget, paused: 0, at: after))
    case .decide:
      add(
        event,
        .due(
          due, start: record.basis.start, target: rules.decideTarget, paused: record.clock.paused, at: after))
    }
  }

  /// What the counter did by itself must have been due.
  private mutating func explainCounter(_ event: ClockedEvent, _ before: RequestRecord, _ rules: ClockRules) {
    let planned = rules.planned(before.state, before.clock, before.basis, submitted: before.submitted)
    let due = DueTime(rawValue: event.reason)
    switch (event.action, due) {
    case (.warn, let due?): add(event, .warned(due, planned: planned?.time ?? 0))
    case (.escalate, let due?):
      let level = record?.clock.escalation ?? 0
      add(event, .escalated(due, planned: planned?.time ?? 0, level: level))
    // A claim's lease, and what moved its end, stand in no event; a calendar has its own version.
    case (.lapse, _), (.reschedule, _): return
    default: break
    }
    if planned?.act.action != event.action || planned?.act.due != due || (planned?.time ?? .max) > event.time
    {
      let computed = planned?.act.action == event.action ? planned?.time ?? 0 : 0
      differences.append(
        Difference(event: event.number, field: .time, told: event.time, computed: computed))
    }
  }
}

extension Action {
  /// The counter's own acts.
  fileprivate var isCounters: Bool { Lifecycle.transition(self)?.performer == .counter }
}

extension Act {
  fileprivate var due: DueTime? {
    switch self {
    case .warn(let due), .escalate(let due): due
    default: nil
    }
  }
}

extension CaseTerms {
  fileprivate var hasTargets: Bool { clock.acknowledgeDays > 0 || clock.decideDays > 0 }
}

import Casework

/// A request's clock, reckoned anew from its events and the calendars alone.
///
/// On purpose not the server's code but its rules (docs/casework.md, "The clock") once more: a fault in the one shows as
/// a difference from the other.
struct ClockReckoning {
  /// As it is after an event. Unix milliseconds and milliseconds; 0: none.
  struct Clock: Equatable, Sendable {
    var acknowledgeDue: Int64 = 0
    var decideDue: Int64 = 0
    var paused: Int64 = 0
    var escalation: UInt32 = 0
  }

  /// One value that an event set, and how it comes about.
  enum Step: Equatable, Sendable {
    /// Submission plus target.
    case acknowledgeBy(start: Int64, days: UInt32, calendar: UInt32)
    /// Start plus target plus what was paused.
    case decideBy(start: Int64, days: UInt32, paused: Int64, calendar: UInt32)
    /// The citizen's turn began: the clock stands.
    case stands
    /// The cap is used up: the clock runs through the citizen's turn.
    case capUsedUp(cap: Int64)
    /// A turn of the citizen's, and what counts of all of them.
    case turn(from: Int64, working: Int64, cap: Int64)
    /// A warning or an escalation, and the moment from which on it was due.
    case dueSince(Int64)
    /// An event of version 1 of the events: it told no clock.
    case untold
  }

  /// What an event tells, beside what was reckoned.
  struct Entry: Equatable, Sendable {
    let event: Event
    let steps: [Step]
    let reckoned: Clock
    /// Whether the counter acted when it had to, and not before; true for all acts of others.
    let isInTime: Bool

    var told: Clock {
      Clock(
        acknowledgeDue: event.acknowledgeDueMilliseconds, decideDue: event.decideDueMilliseconds,
        paused: event.pausedMilliseconds, escalation: event.escalationLevel)
    }

    var fits: Bool { reckoned == told && isInTime }
  }

  private static let workingDaysBetweenEscalations: UInt32 = 5

  private let terms: ClockTerms
  /// By version.
  private let calendars: [UInt32: WorkingCalendar]

  private var clock = Clock()
  private var steps: [Step] = []
  private var isInTime = true
  private var calendar = WorkingCalendar.standard
  private var submitted: Int64 = 0
  private var start: Int64 = 0
  /// When the citizen's turn began; 0: it is not.
  private var turnSince: Int64 = 0
  private var decideEscalations: UInt32 = 0
  private var transfers = 0
  /// Whether an event has told the clock yet: those of a journal that began under version 1 do so from a RESCHEDULE on.
  private var isTold = false

  private init(terms: ClockTerms, calendars: [UInt32: WorkingCalendar]) {
    self.terms = terms
    self.calendars = calendars
  }

  /// Reckons all events of a request, which must be there from the first one on.
  static func entries(
    _ events: [Event], terms: ClockTerms, calendars: [UInt32: WorkingCalendar]
  ) -> [Entry] {
    var reckoning = ClockReckoning(terms: terms, calendars: calendars)
    return events.map { reckoning.take($0) }
  }

  private mutating func take(_ event: Event) -> Entry {
    steps = []
    isInTime = true
    if let named = calendars[event.calendarVersion] {
      calendar = named
      isTold = true
    }
    let time = event.timeMilliseconds
    if event.from.name == "WAITING_CITIZEN" && event.to.name != "WAITING_CITIZEN" { endTurn(at: time) }
    switch event.action.name {
    case "SUBMIT": submit(at: time)
    case "ACKNOWLEDGE", "CLAIM", "ASSIGN": clock.acknowledgeDue = 0
    case "ASK_CITIZEN": beginTurn(at: time)
    case "REOPEN", "APPEAL": begin(at: time)
    case "TRANSFER": transfers += 1
    case "WARN": warn(event)
    case "ESCALATE": escalate(event)
    case "RESCHEDULE": reschedule(event)
    default: break
    }
    if !isTold && terms.targets != Targets(acknowledge: 0, decide: 0) {
      clock = Clock()
      steps = [.untold]
    }
    if !isOpen(event.to) {
      clock.acknowledgeDue = 0
      clock.decideDue = 0
    }
    return Entry(event: event, steps: steps, reckoned: clock, isInTime: isInTime)
  }

  private func isOpen(_ state: Word) -> Bool {
    ["SUBMITTED", "ACKNOWLEDGED", "ASSIGNED", "WAITING_CITIZEN", "WAITING_OTHER"].contains(state.name)
  }

  // MARK: Due times

  private mutating func submit(at time: Int64) {
    submitted = time
    start = time
    setAcknowledgeDue()
    setDecideDue()
  }

  private mutating func setAcknowledgeDue() {
    let days = terms.targets.acknowledge
    guard days > 0 else {
      clock.acknowledgeDue = 0
      return
    }
    clock.acknowledgeDue = calendar.add(calendar.workingTime(days: days), to: submitted)
    steps.append(.acknowledgeBy(start: submitted, days: days, calendar: calendar.version))
  }

  private mutating func setDecideDue() {
    let days = terms.targets.decide
    guard days > 0 else {
      clock.decideDue = 0
      return
    }
    clock.decideDue = calendar.add(calendar.workingTime(days: days) + clock.paused, to: start)
    steps.append(.decideBy(start: start, days: days, paused: clock.paused, calendar: calendar.version))
  }

  /// A reopening or an appeal: the time for a decision begins anew, and nobody has to acknowledge.
  private mutating func begin(at time: Int64) {
    clock = Clock()
    start = time
    decideEscalations = 0
    setDecideDue()
  }

  // MARK: The citizen's turns

  private var cap: Int64 { calendar.workingTime(days: terms.pauseCapDays) }

  private mutating func beginTurn(at time: Int64) {
    turnSince = time
    guard clock.paused < cap else { return steps.append(.capUsedUp(cap: cap)) }
    clock.decideDue = 0
    if terms.targets.decide > 0 { steps.append(.stands) }
  }

  /// What the citizen's turns took until now, as far as it counts.
  private func paused(until time: Int64) -> Int64 {
    guard turnSince > 0 else { return clock.paused }
    return max(clock.paused, min(cap, clock.paused + calendar.workingTime(from: turnSince, to: time)))
  }

  private mutating func endTurn(at time: Int64) {
    guard turnSince > 0 else { return }
    clock.paused = paused(until: time)
    steps.append(
      .turn(from: turnSince, working: calendar.workingTime(from: turnSince, to: time), cap: cap))
    if clock.decideDue == 0 { setDecideDue() }
    turnSince = 0
  }

  // MARK: The counter's own acts

  private mutating func warn(_ event: Event) {
    let mostOfTarget: Int64
    if event.reason == "ACKNOWLEDGE" {
      mostOfTarget = calendar.workingTime(days: terms.targets.acknowledge) / 5 * 4
      expect(event, notBefore: calendar.add(mostOfTarget, to: submitted))
    } else {
      mostOfTarget = calendar.workingTime(days: terms.targets.decide) / 5 * 4
      expect(event, notBefore: calendar.add(mostOfTarget + clock.paused, to: start))
    }
  }

  private mutating func escalate(_ event: Event) {
    clock.escalation += 1
    guard event.reason != "ACKNOWLEDGE" else { return expect(event, notBefore: clock.acknowledgeDue) }
    let pause = calendar.workingTime(days: ClockReckoning.workingDaysBetweenEscalations)
    expect(event, notBefore: calendar.add(pause * Int64(decideEscalations), to: clock.decideDue))
    decideEscalations += 1
  }

  private mutating func expect(_ event: Event, notBefore due: Int64) {
    isInTime = due > 0 && event.timeMilliseconds >= due
    steps.append(.dueSince(due))
  }

  /// All of it once more, by the calendar in force or because the cap on pauses is used up.
  private mutating func reschedule(_ event: Event) {
    guard isOpen(event.to) else { return }
    clock.acknowledgeDue = 0
    // After a transfer it is SUBMITTED again, but was acknowledged before.
    if event.to.name == "SUBMITTED" && transfers == 0 { setAcknowledgeDue() }
    let paused = paused(until: event.timeMilliseconds)
    guard event.to.name != "WAITING_CITIZEN" || paused >= cap else {
      clock.decideDue = 0
      return steps.append(.stands)
    }
    clock.paused = paused
    if turnSince > 0 { steps.append(.capUsedUp(cap: cap)) }
    setDecideDue()
  }
}

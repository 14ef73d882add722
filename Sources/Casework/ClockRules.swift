// The clock of a request, in one place. Targets and pauses are working time of the region's calendar; the citizen's limits
// are calendar days.
//
//   acknowledge due   submission + target; done by the acknowledgement, a claim or an assignment
//   decide due        start + target + what the citizen's turns took; the start is the submission, or the last reopening or
//                     appeal; 0 while it is the citizen's turn, until the service's pause cap is used up: then it runs again
//   warnings          when 80 % of a target is over
//   escalations       +1 at each due time, +1 for each further 5 working days without a decision; at most 5
//   expiry            the answer's days after the citizen was asked
//   remedies          the remedy's days after the end; then a decision is CLOSED
//
// Nothing else moves a due time: no message, file, claim, transfer, warning or escalation does (domain rule 2).

/// An act of the counter's own, and when it comes due.
struct PlannedAct: Equatable {
  /// Unix milliseconds.
  var time: Int64
  var act: Act
}

struct ClockRules {
  /// Between two escalations of a request that stays undecided.
  static let workingDaysBetweenEscalations: UInt32 = 5

  private let terms: CaseTerms
  private var calendar: WorkingCalendar { terms.calendar }
  let acknowledgeTarget: Int64
  let decideTarget: Int64
  let pauseCap: Int64

  init(_ terms: CaseTerms) {
    self.terms = terms
    acknowledgeTarget = terms.calendar.workingTime(days: terms.clock.acknowledgeDays)
    decideTarget = terms.calendar.workingTime(days: terms.clock.decideDays)
    pauseCap = terms.calendar.workingTime(days: terms.clock.pauseCapDays)
  }

  // MARK: Due times

  /// The clock of a new request.
  func clock(openedAt time: Int64) -> CaseClock {
    CaseClock(
      acknowledgeDue: due(acknowledgeTarget, from: time), decideDue: due(decideTarget, from: time),
      calendarVersion: acknowledgeTarget > 0 || decideTarget > 0 ? calendar.version : 0)
  }

  /// The clock after an event, but for `nextDue`.
  func clock(after event: CaseEvent, of record: RequestRecord) -> CaseClock {
    var clock = record.clock
    clock.nextDue = 0
    if event.from == .waitingCitizen && event.to != .waitingCitizen {
      endTurn(&clock, record, at: event.time)
    }
    switch event.action {
    case .acknowledge, .claim, .assign: clock.acknowledgeDue = 0
    case .askCitizen where clock.paused < pauseCap: clock.decideDue = 0
    case .reopen, .appeal: begin(&clock, at: event.time)
    case .escalate: clock.escalation += 1
    case .reschedule: clock = recomputed(record, at: event.time)
    default: break
    }
    if event.from?.isOpen == true && !event.to.isOpen { end(&clock, event) }
    return clock
  }

  /// A turn of the citizen's is over: what it took counts, up to the cap. A clock that stood runs again.
  private func endTurn(_ clock: inout CaseClock, _ record: RequestRecord, at time: Int64) {
    clock.paused = paused(record, at: time)
    guard clock.decideDue == 0 else { return }
    clock.decideDue = due(decideTarget, from: record.basis.start, plus: clock.paused)
    clock.calendarVersion = calendar.version
  }

  /// Time for a decision begins anew; there is nobody who must acknowledge.
  private func begin(_ clock: inout CaseClock, at time: Int64) {
    clock = CaseClock(
      decideDue: due(decideTarget, from: time), calendarVersion: decideTarget > 0 ? calendar.version : 0)
  }

  private func end(_ clock: inout CaseClock, _ event: CaseEvent) {
    clock.acknowledgeDue = 0
    clock.decideDue = 0
    // What the citizen took back needs no remedy.
    clock.remedyUntil = event.to == .withdrawn ? 0 : remedyEnd(from: event.time)
  }

  /// The clock as it would be if all of it were computed now: by the calendar in force, with the cap on pauses.
  private func recomputed(_ record: RequestRecord, at time: Int64) -> CaseClock {
    var clock = record.clock
    clock.nextDue = 0
    guard record.state.isOpen else {
      clock.remedyUntil = remedyEnd(record)
      return clock
    }
    // After a transfer it is SUBMITTED again, but was acknowledged before.
    let awaitsAcknowledgement = record.state == .submitted && record.transfers == 0
    clock.acknowledgeDue = awaitsAcknowledgement ? due(acknowledgeTarget, from: record.submitted) : 0
    clock.decideDue = 0
    let paused = paused(record, at: time)
    let isPaused = turnCounts(record) && paused < pauseCap
    if !isPaused {
      clock.paused = paused
      clock.decideDue = due(decideTarget, from: record.basis.start, plus: paused)
    }
    clock.calendarVersion = calendar.version
    return clock
  }

  /// Until when the citizen has a remedy. Requests that ended under version 1 of the events have it from their last event.
  func remedyEnd(_ record: RequestRecord) -> Int64 {
    record.clock.remedyUntil != 0 ? record.clock.remedyUntil : remedyEnd(from: record.changed)
  }

  private func remedyEnd(from time: Int64) -> Int64 { later(time, days: terms.service.remedyDays) }

  /// Does the citizen's turn add to what is paused? Once the cap is used up the clock runs for the rest of that turn, and a
  /// calendar of longer days, by which the cap would be higher, does not count the turn a second time.
  private func turnCounts(_ record: RequestRecord) -> Bool {
    record.basis.turnSince != 0 && record.clock.decideDue == 0
  }

  /// What the citizen's turns took until a moment, as far as it counts.
  func paused(_ record: RequestRecord, at time: Int64) -> Int64 {
    guard turnCounts(record) else { return record.clock.paused }
    let turn = calendar.workingTime(from: record.basis.turnSince, to: time)
    return max(record.clock.paused, min(pauseCap, record.clock.paused + turn))
  }

  private func due(_ target: Int64, from start: Int64, plus paused: Int64 = 0) -> Int64 {
    target == 0 ? 0 : calendar.add(target + paused, to: start)
  }

  // MARK: The counter's own acts

  /// When the counter acts next, after an event; 0: never. A history that is full holds no more of its acts.
  func nextDue(_ event: CaseEvent, _ basis: ClockBasis, submitted: Int64) -> Int64 {
    guard event.number < CaseEvent.numberLimit - CaseEvent.citizenReserve else { return 0 }
    return planned(event.to, event.clock, basis, submitted: submitted)?.time ?? 0
  }

  /// What the counter must do at this moment; nil: nothing.
  ///
  /// Where the calendar has changed, the due times follow first: nobody is escalated for a day that turned out to be a
  /// holiday.
  func dueAct(_ record: RequestRecord, at time: Int64) -> Act? {
    if needsReschedule(record, at: time) { return .reschedule }
    let planned = planned(record.state, record.clock, record.basis, submitted: record.submitted)
    let lapses = record.state == .assigned && record.leaseUntil != 0 && record.leaseUntil <= time
    if lapses, record.leaseUntil <= planned?.time ?? .max { return .lapse }
    guard let planned, planned.time <= time else { return nil }
    return planned.act
  }

  /// Does the calendar in force, where it is not the one of the clock, move a time?
  private func needsReschedule(_ record: RequestRecord, at time: Int64) -> Bool {
    guard record.clock.calendarVersion != calendar.version,
      record.state.isOpen || record.state == .fulfilled || record.state == .refused
    else { return false }
    var fresh = recomputed(record, at: time)
    fresh.nextDue =
      planned(record.state, fresh, record.basis, submitted: record.submitted)?.time ?? 0
    fresh.calendarVersion = record.clock.calendarVersion
    return fresh != record.clock
  }

  func planned(
    _ state: RequestState, _ clock: CaseClock, _ basis: ClockBasis, submitted: Int64
  ) -> PlannedAct? {
    guard state.isOpen else {
      let closes = (state == .fulfilled || state == .refused) && clock.remedyUntil != 0
      return closes ? PlannedAct(time: clock.remedyUntil, act: .close) : nil
    }
    var first: PlannedAct?
    func consider(_ time: Int64, _ act: Act) {
      if first == nil || time < first!.time { first = PlannedAct(time: time, act: act) }
    }
    if clock.escalation < CaseClock.levelMax {
      if let reminder = acknowledgeReminder(clock, basis.reminders, submitted) {
        consider(reminder.time, reminder.act)
      }
      if let reminder = decideReminder(clock, basis) { consider(reminder.time, reminder.act) }
    }
    if state == .waitingCitizen && basis.turnSince != 0 {
      consider(later(basis.turnSince, days: terms.service.answerDays), .expire)
      if clock.decideDue == 0 && decideTarget > 0 && clock.paused < pauseCap {
        consider(calendar.add(pauseCap - clock.paused, to: basis.turnSince), .reschedule)
      }
    }
    return first
  }

  private func acknowledgeReminder(
    _ clock: CaseClock, _ reminders: Reminders, _ submitted: Int64
  ) -> PlannedAct? {
    guard clock.acknowledgeDue != 0, !reminders.acknowledgeEscalated else { return nil }
    if reminders.acknowledgeWarned {
      return PlannedAct(time: clock.acknowledgeDue, act: .escalate(.acknowledge))
    }
    return PlannedAct(time: calendar.add(mostOf(acknowledgeTarget), to: submitted), act: .warn(.acknowledge))
  }

  private func decideReminder(_ clock: CaseClock, _ basis: ClockBasis) -> PlannedAct? {
    guard clock.decideDue != 0 else { return nil }
    let escalations = basis.reminders.decideEscalations
    if escalations > 0 {
      let pause = calendar.workingTime(days: Self.workingDaysBetweenEscalations) * Int64(escalations)
      return PlannedAct(time: calendar.add(pause, to: clock.decideDue), act: .escalate(.decide))
    }
    if basis.reminders.decideWarned { return PlannedAct(time: clock.decideDue, act: .escalate(.decide)) }
    return PlannedAct(
      time: calendar.add(mostOf(decideTarget) + clock.paused, to: basis.start), act: .warn(.decide))
  }

  /// 80 % of a target.
  private func mostOf(_ target: Int64) -> Int64 { target / 5 * 4 }
}

/// A moment some time later; the end of all reckoning where there is none.
func later(_ time: Int64, milliseconds: Int64) -> Int64 {
  let (sum, overflow) = time.addingReportingOverflow(milliseconds)
  return overflow ? .max : sum
}

/// A moment some calendar days later.
func later(_ time: Int64, days: UInt32) -> Int64 {
  later(time, milliseconds: Int64(days) * dayMilliseconds)
}

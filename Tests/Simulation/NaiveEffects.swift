import Casework

extension NaiveRequest {
  /// What an act that is allowed does.
  /// - Parameters:
  ///   - time: of the event.
  ///   - clock: by which times are reckoned at that moment.
  mutating func take(_ command: Command, at time: Int64, _ clock: NaiveClock) {
    let before = state
    version += 1
    changed = time
    if before == .waitingCitizen && leavesTurn(command.act) { endTurn(at: time, clock) }
    switch command.act {
    case .acknowledge:
      state = .acknowledged
      acknowledgeDue = 0
    case .claim(let lease):
      give(to: command.actor.principal, until: lease == 0 ? 0 : time + lease)
    case .assign(let officer): give(to: officer.principal, until: 0)
    case .release, .lapse:
      state = .acknowledged
      (assignee, leaseUntil) = (0, 0)
    case .askCitizen:
      state = .waitingCitizen
      asked = command.commitments.filter { $0.kind == .question }.map(\.attribute)
      turnSince = time
      pausedBefore = paused
      isCapUsed = paused >= clock.cap && clock.decide > 0
      if !isCapUsed { decideDue = 0 }
    case .answer, .return: state = .assigned
    case .askOther: state = .waitingOther
    case .transfer(let target, _):
      state = .submitted
      service = target.service
      transfers += 1
      (assignee, leaseUntil) = (0, 0)
    case .fulfil: decide(.fulfilled, "", by: command.actor.principal)
    case .refuse(let reason): decide(.refused, reason, by: command.actor.principal)
    case .withdraw:
      state = .withdrawn
      leaseUntil = 0
    case .markDuplicate(let other):
      state = .duplicate
      duplicateOf = other
      (decidedBy, leaseUntil) = (command.actor.principal, 0)
    case .expire:
      state = .expired
      (decidedBy, leaseUntil) = (assignee, 0)
    case .confirm, .close: state = .closed
    case .reopen: begin(for: assignee, at: time, clock)
    case .appeal:
      appealLevel += 1
      begin(for: 0, at: time, clock)
    case .giveFeedback: isFeedbackGiven = true
    case .handOver: isResultCollected = true
    case .replaceSecret: secrets += 1
    case .warn(let due): warned(of: due)
    case .escalate(let due): escalated(for: due)
    case .reschedule: reckonAnew(at: time, clock)
    case .submit, .addMessage, .attach: break
    }
    let endedNow = [.fulfilled, .refused, .withdrawn, .duplicate, .expired].contains(state)
    if endedNow && before.rawValue <= RequestState.waitingOther.rawValue {
      acknowledgeDue = 0
      decideDue = 0
      remedyUntil = state == .withdrawn ? 0 : time + clock.remedy
    }
    plannedNext = clock.planned(self)?.time ?? 0
  }

  private func leavesTurn(_ act: Act) -> Bool {
    switch act {
    case .answer, .withdraw, .markDuplicate, .expire: true
    default: false
    }
  }

  private mutating func give(to principal: Int64, until lease: Int64) {
    state = .assigned
    acknowledgeDue = 0
    (assignee, leaseUntil) = (principal, lease)
  }

  private mutating func decide(_ end: RequestState, _ reason: String, by principal: Int64) {
    state = end
    decision = version
    refusalReason = reason
    (decidedBy, leaseUntil) = (principal, 0)
  }

  /// The citizen has a remedy and takes it: the time for a decision begins anew.
  private mutating func begin(for principal: Int64, at time: Int64, _ clock: NaiveClock) {
    state = .assigned
    (assignee, leaseUntil) = (principal, 0)
    (decision, refusalReason, duplicateOf, isResultCollected) = (0, "", nil, false)
    start = time
    (paused, pausedBefore, escalation, remedyUntil, acknowledgeDue) = (0, 0, 0, 0, 0)
    (isDecideWarned, decideEscalations) = (false, 0)
    decideDue = clock.decide == 0 ? 0 : clock.calendar.add(clock.decide, to: time)
    calendarVersion = clock.decide == 0 ? 0 : clock.calendar.version
  }

  private mutating func endTurn(at time: Int64, _ clock: NaiveClock) {
    paused = clock.paused(self, at: time)
    (turnSince, asked, isCapUsed) = (0, [], false)
    guard decideDue == 0 else { return }
    decideDue = clock.decide == 0 ? 0 : clock.calendar.add(clock.decide + paused, to: start)
    // By it the pause was counted, whether a decision is due or not.
    calendarVersion = clock.calendar.version
  }

  private mutating func warned(of due: DueTime) {
    switch due {
    case .acknowledge: isAcknowledgeWarned = true
    case .decide: isDecideWarned = true
    }
  }

  private mutating func escalated(for due: DueTime) {
    escalation += 1
    switch due {
    case .acknowledge: isAcknowledgeEscalated = true
    case .decide: decideEscalations += 1
    }
  }

  /// All due times by the calendar that holds now.
  mutating func reckonAnew(at time: Int64, _ clock: NaiveClock) {
    guard isOpen else { return }
    if state == .submitted && transfers == 0 && clock.acknowledge > 0 {
      acknowledgeDue = clock.calendar.add(clock.acknowledge, to: submitted)
    }
    let soFar = clock.paused(self, at: time)
    if state == .waitingCitizen && !isCapUsed && soFar < clock.cap {
      decideDue = 0
    } else {
      isCapUsed = state == .waitingCitizen && clock.decide > 0
      paused = soFar
      decideDue = clock.decide == 0 ? 0 : clock.calendar.add(clock.decide + soFar, to: start)
    }
    calendarVersion = clock.calendar.version
  }
}

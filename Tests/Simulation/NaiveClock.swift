import Casework

/// A request's clock by the naive calendar: targets, and when the counter must act.
struct NaiveClock {
  let calendar: NaiveCalendar
  /// Working time until the acknowledgement and the decision are due; 0: no target.
  let acknowledge: Int64
  let decide: Int64
  /// What the citizen's turns count for at the most.
  let cap: Int64
  /// Milliseconds of the wall's clock that the citizen has to answer, and for a remedy.
  let answer: Int64
  let remedy: Int64

  /// - Parameters:
  ///   - first: the service that the request was submitted for.
  ///   - current: the one that it is at.
  init(_ calendar: NaiveCalendar, first: ServiceDefinition, current: ServiceDefinition) {
    self.calendar = calendar
    acknowledge = calendar.days(first.acknowledgeWorkingDays)
    decide = calendar.days(first.decideWorkingDays)
    cap = calendar.days(first.pauseCapWorkingDays == 0 ? 20 : first.pauseCapWorkingDays)
    answer = Int64(current.answerDays == 0 ? 30 : current.answerDays) * NaiveCalendar.day
    remedy = Int64(current.remedyDays == 0 ? 30 : current.remedyDays) * NaiveCalendar.day
  }

  /// What the citizen's turns took, the one under way too.
  func paused(_ request: NaiveRequest, at time: Int64) -> Int64 {
    guard request.turnSince != 0 && !request.isCapUsed else { return request.paused }
    let all = request.pausedBefore + calendar.work(from: request.turnSince, to: time)
    return max(request.paused, min(cap, all))
  }

  /// What the counter does next by itself, leases left out; nil: nothing.
  func planned(_ request: NaiveRequest) -> (time: Int64, act: Act)? {
    if request.state == .fulfilled || request.state == .refused { return (request.remedyUntil, .close) }
    guard request.isOpen else { return nil }
    var plans: [(time: Int64, act: Act)] = []
    if request.escalation < 5 {
      if request.acknowledgeDue != 0 && !request.isAcknowledgeEscalated {
        plans.append(
          request.isAcknowledgeWarned
            ? (request.acknowledgeDue, .escalate(.acknowledge))
            : (calendar.add(acknowledge * 4 / 5, to: request.submitted), .warn(.acknowledge)))
      }
      if request.decideDue != 0 { plans.append(nextOfDecision(request)) }
    }
    if request.state == .waitingCitizen {
      plans.append((request.turnSince + answer, .expire))
      if request.decideDue == 0 && decide > 0 && request.paused < cap {
        plans.append((calendar.add(cap - request.paused, to: request.turnSince), .reschedule))
      }
    }
    // Of several at one time the first in this order comes first.
    return plans.enumerated().min { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }?.element
  }

  private func nextOfDecision(_ request: NaiveRequest) -> (time: Int64, act: Act) {
    if request.decideEscalations > 0 {
      let weeks = calendar.days(5) * Int64(request.decideEscalations)
      return (calendar.add(weeks, to: request.decideDue), .escalate(.decide))
    }
    if request.isDecideWarned { return (request.decideDue, .escalate(.decide)) }
    return (calendar.add(decide * 4 / 5 + request.paused, to: request.start), .warn(.decide))
  }

  /// What the counter must do at this moment; nil: nothing.
  func dueAct(_ request: NaiveRequest, at time: Int64) -> Act? {
    if moves(request, at: time) { return .reschedule }
    let planned = planned(request)
    if request.state == .assigned, request.leaseUntil != 0, request.leaseUntil <= time,
      request.leaseUntil <= planned?.time ?? .max
    {
      return .lapse
    }
    guard let planned, planned.time <= time else { return nil }
    return planned.act
  }

  /// Does a calendar that was put since move one of its times?
  private func moves(_ request: NaiveRequest, at time: Int64) -> Bool {
    guard request.calendarVersion != calendar.version,
      request.isOpen || request.state == .fulfilled || request.state == .refused
    else { return false }
    var fresh = request
    fresh.reckonAnew(at: time, self)
    return fresh.acknowledgeDue != request.acknowledgeDue || fresh.decideDue != request.decideDue
      || fresh.paused != request.paused || (planned(fresh)?.time ?? 0) != request.plannedNext
  }
}

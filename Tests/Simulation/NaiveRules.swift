import Casework

/// Who may do what from where: domain rules, as a second hand would write them down.
enum NaiveRules {
  private static let open: Set<RequestState> = [
    .submitted, .acknowledged, .assigned, .waitingCitizen, .waitingOther,
  ]
  private static let ended: Set<RequestState> = [.fulfilled, .refused, .closed, .expired, .duplicate]

  private static let from: [Action: Set<RequestState>] = [
    .acknowledge: [.submitted],
    .claim: [.submitted, .acknowledged, .assigned],
    .assign: [.submitted, .acknowledged, .assigned],
    .release: [.assigned],
    .askCitizen: [.assigned],
    .answer: [.waitingCitizen],
    .askOther: [.assigned],
    .return: [.waitingOther],
    .transfer: [.acknowledged, .assigned],
    .fulfil: [.assigned],
    .refuse: [.assigned],
    .withdraw: open,
    .markDuplicate: open,
    .confirm: [.fulfilled, .refused],
    .reopen: ended,
    .appeal: [.refused, .closed, .expired, .duplicate],
    .addMessage: open.union(ended),
    .handOver: [.fulfilled, .closed],
    .giveFeedback: ended.union([.withdrawn]),
    .replaceSecret: open.union(ended).union([.withdrawn]),
  ]

  private static let performers: [Action: Set<Role>] = [
    .answer: [.citizen, .office],
    .withdraw: [.citizen], .confirm: [.citizen], .reopen: [.citizen], .appeal: [.citizen],
    .giveFeedback: [.citizen], .replaceSecret: [.citizen],
    .addMessage: [.citizen, .agency],
  ]

  /// May it be done at this moment?
  static func allow(_ command: Command, on request: NaiveRequest, at now: Int64) -> Bool {
    let actor = command.actor
    let action = command.act.action
    let time = max(now, request.changed)
    if let seen = command.expectedVersion, seen != request.version { return false }
    guard let states = from[action], states.contains(request.state) else { return false }
    guard (performers[action] ?? [.agency]).contains(actor.role) else { return false }
    let isOver = request.state == .assigned && request.leaseUntil != 0 && request.leaseUntil <= time
    let isHisOwn = request.assignee == actor.principal && !isOver
    switch command.act {
    case .claim:
      return (request.state != .assigned || request.assignee == 0)
        && mayHear(request, actor.principal, Int(actor.level))
    case .assign(let officer):
      return actor.level >= 1 && mayHear(request, officer.principal, Int(officer.level))
    case .release, .askCitizen, .fulfil: return isHisOwn
    case .askOther(let body): return isHisOwn && !body.isEmpty
    case .refuse(let reason): return isHisOwn && !reason.isEmpty
    case .return: return request.assignee == actor.principal || actor.level >= 1
    case .transfer(let target, let reason):
      return mayTouch(request, actor, isOver) && !reason.isEmpty && target.service != request.service
    case .markDuplicate(let other): return mayTouch(request, actor, isOver) && other != request.code
    case .answer(let codes): return Set(codes) == Set(request.asked)
    case .reopen(let reason): return !reason.isEmpty && time < request.remedyUntil
    case .appeal(let reason):
      return !reason.isEmpty && time < request.remedyUntil && request.appealLevel < 2
    case .handOver:
      return request.decision != 0 && request.refusalReason.isEmpty && !request.isResultCollected
    case .giveFeedback: return !request.isFeedbackGiven
    default: return true
    }
  }

  /// Of a request that nobody works on, or this officer alone.
  private static func mayTouch(_ request: NaiveRequest, _ actor: Actor, _ isOver: Bool) -> Bool {
    (request.assignee == 0 || request.assignee == actor.principal) && !isOver
      && mayHear(request, actor.principal, Int(actor.level))
  }

  /// What was appealed goes one level up, and never to who decided.
  private static func mayHear(_ request: NaiveRequest, _ principal: Int64, _ level: Int) -> Bool {
    request.appealLevel == 0 || level >= request.appealLevel && principal != request.decidedBy
  }
}

import Casework
import TestSupport

extension Play {
  /// One turn of an officer, supervisor or head: one act, or none.
  func work(_ row: Int64) throws -> Letter? {
    let principal = Province.principals[Int(row) - 1]
    agenda.put(.officer(row), at: nextTurn(minutes: principal.level == 0 ? 75 : 260))
    guard strikes[principal.agency, default: 0] <= now else { return nil }
    let open = model.open[principal.agency] ?? []
    let own = open.filter { model.request($0).assignee == row }
    if !own.isEmpty && chance(6) { try renew(model.request(own[pick(own.count)]), row) }
    if !own.isEmpty && chance(80) { return workOn(model.request(own[pick(own.count)]), principal) }
    if principal.level > 0 && chance(40) { return supervise(open, principal) }
    return takeUp(open, principal)
  }

  private func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &numbers) }

  private func workOn(_ request: NaiveRequest, _ principal: Principal) -> Letter? {
    let actor = Province.actor(principal)
    switch request.state {
    case .assigned: break
    case .waitingOther: return chance(50) ? letter(.return, request, by: actor) : nil
    default: return nil
    }
    switch pick(100) {
    case 0..<42: return letter(.fulfil, request, by: actor, values: [(.note, "", "done")])
    case 42..<56: return letter(.refuse(reason: "NOT_ELIGIBLE"), request, by: actor)
    case 56..<70: return ask(request, actor)
    case 70..<77: return letter(.askOther("post"), request, by: actor)
    case 77..<82: return transfer(request, actor)
    case 82..<85: return duplicate(request, actor)
    case 85..<89: return letter(.release, request, by: actor)
    default: return letter(.addMessage, request, by: actor, values: [(.note, "", "It goes on")])
    }
  }

  private func ask(_ request: NaiveRequest, _ actor: Actor) -> Letter {
    let codes = ["reason", "postal_code", "photo"].prefix(1 + pick(3))
    return letter(
      .askCitizen(Array(codes)), request, by: actor, values: codes.map { (.question, $0, "Which?") })
  }

  private func transfer(_ request: NaiveRequest, _ actor: Actor) -> Letter {
    let service = Province.services[pick(Province.services.count)]
    let target = TransferTarget(service: Int64(service.number), code: service.code, version: service.version)
    return letter(.transfer(target, reason: "OTHER_SERVICE"), request, by: actor)
  }

  private func duplicate(_ request: NaiveRequest, _ actor: Actor) -> Letter {
    let other = model.request(Int64(1 + pick(model.requests.count)))
    return letter(.markDuplicate(of: other.code), request, by: actor)
  }

  /// The oldest that nobody has, most often.
  private func takeUp(_ open: [Int64], _ principal: Principal) -> Letter? {
    let actor = Province.actor(principal)
    let free = open.filter { sequence in
      let request = model.request(sequence)
      return request.assignee == 0
        && (request.appealLevel == 0 || Int(principal.level) >= request.appealLevel)
    }
    guard !free.isEmpty else { return nil }
    let request = model.request(free[chance(70) ? 0 : pick(free.count)])
    if request.state == .submitted && chance(15) { return letter(.acknowledge, request, by: actor) }
    if chance(4) { return duplicate(request, actor) }
    let lease = chance(30) ? 0 : Int64.random(in: 4 * Self.hour..<12 * Self.day, using: &numbers)
    return letter(.claim(lease: lease), request, by: actor)
  }

  /// Gives work to somebody, or takes it from one who does not come to it.
  private func supervise(_ open: [Int64], _ principal: Principal) -> Letter? {
    guard !open.isEmpty else { return nil }
    let request = model.request(open[pick(open.count)])
    let actor = Province.actor(principal)
    if request.state == .waitingOther { return letter(.return, request, by: actor) }
    let officers = Province.officers(of: principal.agency)
    let officer = officers[pick(officers.count)]
    return letter(
      .assign(Assignee(principal: officer.row, name: officer.name, level: officer.level)), request, by: actor)
  }

  /// Whatever somebody might try on whatever request: the rules say what comes of it.
  func mischief() -> Letter? {
    guard !model.requests.isEmpty else { return nil }
    let request = model.request(Int64(1 + pick(model.requests.count)))
    let principals = Province.principals
    let actor = chance(30) ? Province.citizen : Province.actor(principals[pick(principals.count)])
    let officer = principals[6 + pick(principals.count - 6)]
    let acts: [Act] = [
      .acknowledge, .claim(lease: Self.hour), .askCitizen(["reason"]), .answer(["reason"]), .askOther(""),
      .askOther("post"), .return, .fulfil, .refuse(reason: ""), .refuse(reason: "NO"), .confirm,
      .reopen(reason: ""), .reopen(reason: "AGAIN"), .appeal(reason: "NO"), .withdraw,
      .markDuplicate(of: request.code), .giveFeedback([], nil), .release, .addMessage, .handOver,
      .replaceSecret, .transfer(TransferTarget(service: 6, code: "pothole", version: 1), reason: "X"),
      .assign(Assignee(principal: officer.row, name: officer.name, level: officer.level)),
    ]
    let act = acts[pick(acts.count)]
    let seen = chance(15) ? max(1, request.version) - 1 : request.version
    let values: [(PersonalKind, String, String)] =
      act.action == .askCitizen ? [(.question, "reason", "Why?")] : []
    return letter(act, request, by: actor, seeing: seen, values: values)
  }
}

import Casework
import Registrar
import TestSupport

// What makes the year: when who does something.

extension Play {
  /// Submissions of an office in a year, about.
  private static let arrivalsEach = 235

  /// Puts the year's events on the agenda, as far as they do not follow from others.
  func plan() {
    let start = now
    let length = Int64(days) * Self.day
    func sometime() -> Int64 { start + Int64.random(in: 0..<length, using: &numbers) }
    func count(_ perYear: Int) -> Int { max(1, perYear * days / 365) }
    for office in Province.offices.indices { agenda.put(.arrival(office: office), at: start + Self.hour) }
    for principal in Province.principals where principal.role == .agency {
      agenda.put(.officer(principal.row), at: start + Int64.random(in: 0..<Self.day, using: &numbers))
    }
    for _ in 0..<count(500) { agenda.put(.mischief, at: sometime()) }
    for _ in 0..<count(4) { agenda.put(.strike, at: sometime()) }
    for _ in 0..<count(8) { agenda.put(.calendar, at: sometime()) }
    for _ in 0..<count(12) { agenda.put(.crash, at: sometime()) }
    for _ in 0..<count(4) { agenda.put(.restart, at: sometime()) }
    for _ in 0..<count(50) { agenda.put(.tally, at: sometime()) }
    for _ in 0..<count(6) {
      let time = sometime()
      agenda.put(
        .clock(error: Int64.random(in: -2 * Self.day...2 * Self.day, using: &numbers)), at: time)
      agenda.put(.clock(error: 0), at: time + Int64.random(in: 0..<3 * Self.day, using: &numbers))
    }
  }

  /// When somebody who works so much in between turns to it again.
  func nextTurn(minutes: Int64) -> Int64 {
    let work = Int64.random(in: 1..<2 * minutes * 60_000, using: &numbers)
    return model.calendar(Province.neighbour).add(work, to: now)
  }

  /// Plans the next arrival, and has a citizen hand in a request.
  func arrive(at place: Int) -> Letter {
    // An office works about 1,700 hours a year.
    agenda.put(.arrival(office: place), at: nextTurn(minutes: Int64(1_700 * 60 / Self.arrivalsEach)))
    let office = Province.offices[place]
    let service = Province.services[Int.random(in: 0..<Province.services.count, using: &numbers)]
    let nationalId = "00\(Int.random(in: 10_000_000..<99_999_999, using: &numbers))"
    var submission = Submission(
      service: Int64(service.number), serviceCode: service.code, serviceVersion: service.version,
      office: office.row, region: office.region, citizen: scribe.citizenKey(nationalId),
      fees: Fees(tariff: service.feeRial, charged: service.feeRial + (chance(5) ? 50_000 : 0)))
    if chance(5) {
      let until = chance(30) ? 0 : now + Int64.random(in: -Self.day..<40 * Self.day, using: &numbers)
      submission.representation = Representation(kind: .guardian, until: until)
    }
    return scribe.letter(
      .newRequest, .submit(submission), Province.actor(Province.principals[place]),
      [(.nationalId, "", nationalId), (.familyName, "", "Karimi \(scribe.written)")])
  }

  /// What people do because of an event of a request.
  func react(to action: Action, on request: NaiveRequest) {
    let sequence = request.sequence
    func plan(_ percent: Int, _ plan: CitizenPlan, days: Double) {
      guard chance(percent) else { return }
      let wait = Int64.random(in: 1..<Int64(days * Double(Self.day)), using: &numbers)
      agenda.put(.citizen(sequence, plan), at: now + wait)
    }
    switch action {
    case .submit:
      plan(3, .withdraw, days: 40)
      plan(20, .message, days: 20)
      plan(3, .replaceSecret, days: 60)
      plan(30, .track, days: 30)
    case .askCitizen: plan(70, .answer, days: 12)
    case .fulfil:
      plan(50, .collect, days: 20)
      plan(10, .reopen, days: 40)
    case .refuse:
      plan(20, .appeal, days: 40)
      plan(8, .reopen, days: 40)
    case .expire, .markDuplicate:
      plan(25, .appeal, days: 40)
      plan(25, .reopen, days: 40)
    case .confirm, .close: plan(6, .reopen, days: 20)
    default: break
    }
    if action == .fulfil || action == .refuse { plan(25, .confirm, days: 15) }
    if !request.isOpen && action != .giveFeedback { plan(35, .feedback, days: 50) }
  }
}

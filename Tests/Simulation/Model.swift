import Casework
import Journal
import Registrar

/// The province as the model has it: all that was acknowledged, in dictionaries, beside the counter that is checked.
final class Model {
  private(set) var requests: [NaiveRequest] = []
  /// What each key was answered.
  private(set) var answers: [UInt64: Acceptance] = [:]
  private(set) var events = 0
  private var calendars: [String: NaiveCalendar] = [:]
  /// When the counter acts next, by request; 0: never.
  private var dues: [Int64] = []
  /// Those that are open, oldest first, by the agency that has them.
  private(set) var open: [String: [Int64]] = [:]

  func put(_ calendar: NaiveCalendar, region: String) { calendars[region] = calendar }

  func calendar(_ region: String) -> NaiveCalendar {
    guard let calendar = calendars[region] ?? calendars[RegionCalendar.countryRegion] else {
      preconditionFailure("the country has a calendar")
    }
    return calendar
  }

  func request(_ sequence: Int64) -> NaiveRequest { requests[Int(sequence) - 1] }

  func clock(_ request: NaiveRequest) -> NaiveClock {
    NaiveClock(
      calendar(request.region), first: Province.services[Int(request.clockService) - 1],
      current: Province.services[Int(request.service) - 1])
  }

  /// Takes in what a letter brings about.
  /// - Returns: what the counter has to answer.
  func take(_ letter: Letter, at now: Int64) -> NaiveAnswer {
    if case .submit(let submission) = letter.command.act {
      if let right = submission.representation, right.until != 0, right.until <= now { return .refused }
      requests.append(opened(submission, at: now))
      dues.append(requests[requests.count - 1].nextDue)
      list(requests.count - 1)
      events += 1
      return .accepted
    }
    let index = Int(letter.sequence) - 1
    guard NaiveRules.allow(letter.command, on: requests[index], at: now) else { return .refused }
    take(letter.command, on: index, at: now)
    return .accepted
  }

  private func take(_ command: Command, on index: Int, at now: Int64) {
    let clock = clock(requests[index])
    let agency = agency(index)
    requests[index].take(command, at: max(now, requests[index].changed), clock)
    dues[index] = requests[index].nextDue
    if !requests[index].isOpen || agency != self.agency(index) {
      open[agency]?.removeAll { $0 == Int64(index + 1) }
    }
    if requests[index].isOpen { list(index) }
    events += 1
  }

  private func agency(_ index: Int) -> String {
    Province.services[Int(requests[index].service) - 1].agencyId
  }

  private func list(_ index: Int) {
    let agency = agency(index)
    let sequence = Int64(index + 1)
    let place = open[agency, default: []].firstIndex { $0 >= sequence } ?? open[agency, default: []].count
    if place == open[agency]?.count || open[agency]?[place] != sequence {
      open[agency, default: []].insert(sequence, at: place)
    }
  }

  private func opened(_ submission: Submission, at now: Int64) -> NaiveRequest {
    // The code and the hash are the counter's to give.
    var request = NaiveRequest(
      sequence: Int64(requests.count + 1), code: TrackingCode(epoch: 0, encrypted: 0),
      region: submission.region, clockService: submission.service, office: submission.office,
      submitted: now, fees: submission.fees, service: submission.service, changed: now, lastHash: Digest(),
      start: now)
    let clock = clock(request)
    if clock.acknowledge > 0 { request.acknowledgeDue = clock.calendar.add(clock.acknowledge, to: now) }
    if clock.decide > 0 { request.decideDue = clock.calendar.add(clock.decide, to: now) }
    if clock.acknowledge + clock.decide > 0 { request.calendarVersion = clock.calendar.version }
    request.plannedNext = clock.planned(request)?.time ?? 0
    return request
  }

  /// Keeps what the counter answered.
  func remember(_ acceptance: Acceptance, of letter: Letter) {
    answers[letter.number] = acceptance
    let index = Int(acceptance.sequence) - 1
    if letter.sequence == 0 { requests[index].code = acceptance.trackingCode }
    requests[index].lastHash = acceptance.hash
  }

  /// Takes in an act of the counter's own.
  /// - Returns: what the rules have it do at that moment; nil: nothing.
  func takeOwnAct(_ sequence: Int64, at now: Int64, hash: Digest, channel: Channel) -> Act? {
    let index = Int(sequence) - 1
    let time = max(now, requests[index].changed)
    guard let act = clock(requests[index]).dueAct(requests[index], at: time) else { return nil }
    take(
      Command(act: act, actor: .system(channel), expectedVersion: nil, commitments: []), on: index, at: now)
    requests[index].lastHash = hash
    return act
  }

  func renew(_ sequence: Int64, until lease: Int64) {
    requests[Int(sequence) - 1].leaseUntil = lease
    dues[Int(sequence) - 1] = requests[Int(sequence) - 1].nextDue
  }

  /// When the counter acts next, on whatever request; nil: never.
  var nextDue: Int64? {
    var soonest = Int64.max
    for due in dues where due != 0 && due < soonest { soonest = due }
    return soonest == .max ? nil : soonest
  }

  /// The requests on which it must act by a time.
  func due(by now: Int64) -> [Int64] {
    dues.indices.filter { dues[$0] != 0 && dues[$0] <= now }.map { Int64($0 + 1) }
  }
}

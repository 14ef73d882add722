import Testing

@testable import Casework

/// The life of one request, told act by act with local times of Iran; what is due by itself is not done unless it is told to.
struct Story {
  private(set) var record: RequestRecord
  private(set) var events: [CaseEvent] = []
  var terms: CaseTerms

  /// Submitted to a service with a day to acknowledge and ten to decide, on Iran's week.
  init(
    submitted time: String, _ service: ServiceTerms = ServiceTerms(acknowledgeDays: 1, decideDays: 10),
    calendar: RegionCalendar = .iran(), representation: Representation? = nil
  ) throws {
    terms = CaseTerms(calendar: try WorkingCalendar(calendar), clock: service, service: service)
    var submission = Submission.sample
    submission.representation = representation
    let event = try open(
      submission, Command(.submit(submission), by: .sample(.office), seeing: nil), code: sampleCode,
      now: iran(time), terms: terms)
    record = RequestRecord(opened: event, hash: digest(of: 1), sequence: 1, submission)
    events = [event]
  }

  /// Does an act; by the one who may do it, where nobody is named.
  @discardableResult
  mutating func act(_ act: Act, at time: String, by actor: Actor? = nil) throws -> CaseEvent {
    try self.act(act, at: iran(time), by: actor)
  }

  @discardableResult
  mutating func act(_ act: Act, at time: Int64, by actor: Actor? = nil) throws -> CaseEvent {
    let command = Command(act, by: actor ?? performer(act.action), seeing: record.version, asked(act))
    let event = try decide(record, command, now: time, terms: terms)
    record.apply(event, hash: digest(of: UInt8(truncatingIfNeeded: event.number)), rows: command.rows)
    events.append(event)
    return event
  }

  /// Does all that is due by a time, each when it comes due.
  mutating func wait(until time: String) throws {
    while record.nextDue != 0 && record.nextDue <= iran(time) {
      let due = record.nextDue
      let act = try #require(dueAct(record, now: due, terms: terms), "nothing is due at \(due)")
      try self.act(act, at: due, by: .system(record.channel))
    }
  }

  /// What an act would be refused with; nil where it would be done.
  func rejection(of act: Act, at time: String, by actor: Actor? = nil) -> Rejection? {
    let command = Command(act, by: actor ?? performer(act.action), seeing: record.version)
    if case .failure(let rejection) = outcome(record, command, now: iran(time), terms: terms) {
      return rejection
    }
    return nil
  }

  private func performer(_ action: Action) -> Actor {
    switch Lifecycle.transition(action)?.performer {
    case .supervisor: .sample(.agency, principal: 8, level: 1)
    case .assignee, .assigneeIfAny, .assigneeOrSupervisor:
      .sample(.agency, principal: record.assignee == 0 ? 7 : record.assignee)
    case .officer: .sample(.agency)
    case .counter: .system(record.channel)
    default: .sample(.citizen)
    }
  }

  private func asked(_ act: Act) -> [Commitment] {
    guard case .askCitizen(let attributes) = act else { return [] }
    return attributes.map { Commitment(kind: .question, attribute: $0, digest: digest(of: 6)) }
  }
}

extension Act {
  static let claim = Act.claim(lease: 0)
  static let ask = Act.askCitizen(["photo"])
  static let answer = Act.answer(["photo"])
  static let transfer = Act.transfer(
    TransferTarget(service: 4, code: "passport", version: 6), reason: "NOT_OURS")
}

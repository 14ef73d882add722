import Casework

/// A tracking code with a right check, for tests that need any.
let sampleCode = TrackingCode(epoch: 0, encrypted: 4_711)
let otherCode = TrackingCode(epoch: 0, encrypted: 4_712)

/// 32 bytes of one value.
func digest(of byte: UInt8) -> Digest { Digest([UInt8](repeating: byte, count: Digest.byteCount))! }

/// Milliseconds of a day.
let day: Int64 = 86_400_000

extension RequestRecord {
  /// A request in a state, claimed by principal 7 and asked for `asked`, whose last event is the fourth. Nothing of it is
  /// due.
  static func sample(_ state: RequestState, version: UInt32 = 4, asked: [String] = []) -> RequestRecord {
    var record = RequestRecord(
      sequence: 1, trackingCode: sampleCode, version: version, state: state, service: 3, office: 2,
      channel: .counter, assisted: false, region: "IR-07", citizen: digest(of: 9), submitted: 1_000,
      changed: 2_000, assignee: 7, lastHash: digest(of: 8), reason: "", asked: asked, feedbackGiven: false,
      secretGeneration: 0, decision: 0)
    if state == .waitingCitizen { record.basis.turnSince = 2_000 }
    if state.isOpen && state != .waitingCitizen { record.clock.decideDue = 1_000 + 10 * day }
    if !state.isOpen && state != .withdrawn { record.clock.remedyUntil = 2_000 + 30 * day }
    record.clock.calendarVersion = CaseTerms.sample.calendar.version
    return record
  }

  /// The same, so that an act has all that it asks for but the state; for the counter's own acts, at the time when they
  /// are due.
  static func ready(for action: Action, in state: RequestState) -> (record: RequestRecord, now: Int64) {
    var record = sample(state, asked: ["photo"])
    var now: Int64 = 3_000
    switch action {
    case .claim: record.assignee = 0
    case .handOver: record.decision = 3
    case .lapse: record.leaseUntil = now
    case .close: now = record.clock.remedyUntil
    case .expire: now = 2_000 + 30 * day
    case .warn: now = 1_000 + 8 * day
    case .escalate:
      record.basis.reminders.decideWarned = true
      now = 1_000 + 10 * day
    case .reschedule:
      record.clock.calendarVersion = 1
      record.clock.decideDue += 1
      record.clock.remedyUntil = 0
    default: break
    }
    // In the citizen's turn the clock runs only once the cap on pauses is used up.
    if state == .waitingCitizen && [.warn, .escalate, .expire].contains(action) {
      record.clock.paused = 20 * day
      record.clock.decideDue = 1_000 + 30 * day
      if action != .expire {
        now += 20 * day
        record.basis.turnSince = now - 1
        record.changed = now - 1
      } else {
        record.basis.reminders.decideWarned = true
        record.basis.reminders.decideEscalations = 1
      }
    }
    return (record, now)
  }
}

extension WorkingCalendar {
  /// Every minute of the week is working time, and a working day has 24 hours.
  static func always(version: UInt32 = 5) -> WorkingCalendar {
    do {
      return try WorkingCalendar(
        RegionCalendar(
          region: "IR", version: version, put: 0, offsetMinutes: 0, minutesPerDay: 1_440,
          hours: (1...7).map { WeeklyHours(weekday: $0, from: 0, until: 1_440) }, days: [],
          first: CivilDay(number: 0), last: CivilDay(number: 0)))
    } catch { preconditionFailure("\(error)") }
  }
}

extension CaseTerms {
  /// A day to acknowledge, ten to decide; the citizen's turns stop the clock for twenty, and so on as by default.
  static let sample = CaseTerms(
    calendar: .always(), clock: ServiceTerms(acknowledgeDays: 1, decideDays: 10),
    service: ServiceTerms(acknowledgeDays: 1, decideDays: 10))
}

extension Actor {
  static func sample(_ role: Role, principal: Int64 = 7, level: UInt8 = 0) -> Actor {
    if role == .system { return .system(.counter) }
    return Actor(
      role: role, principal: principal, name: "principal-\(principal)",
      office: role == .office ? "office-1" : "", channel: .counter, assisted: role == .office, level: level)
  }
}

extension Submission {
  static let sample = Submission(
    service: 3, serviceCode: "id-card", serviceVersion: 2, office: 2, region: "IR-07", citizen: digest(of: 9))
}

extension AttachmentReference {
  static let sample = AttachmentReference(
    id: AttachmentId(hexadecimal: String(repeating: "07", count: 16))!, attribute: "photo",
    mediaType: "image/png", size: 77)
}

extension Action {
  /// The act with what it has to carry at least, for a request that is asked for "photo".
  var sampleAct: Act {
    switch self {
    case .submit: .submit(.sample)
    case .acknowledge: .acknowledge
    case .claim: .claim(lease: 600_000)
    case .assign: .assign(Assignee(principal: 9, name: "principal-9", level: 0))
    case .askCitizen: .askCitizen(["photo"])
    case .answer: .answer(["photo"])
    case .askOther: .askOther("the post")
    case .return: .return
    case .transfer: .transfer(TransferTarget(service: 4, code: "passport", version: 6), reason: "NOT_OURS")
    case .fulfil: .fulfil
    case .refuse: .refuse(reason: "INCOMPLETE")
    case .confirm: .confirm
    case .reopen: .reopen(reason: "WRONG_NAME")
    case .appeal: .appeal(reason: "UNFAIR")
    case .withdraw: .withdraw
    case .markDuplicate: .markDuplicate(of: otherCode)
    case .expire: .expire
    case .giveFeedback: .giveFeedback([SurveyNumber(question: "overall", number: 4)], .partly)
    case .release: .release
    case .lapse: .lapse
    case .addMessage: .addMessage
    case .handOver: .handOver
    case .attach: .attach
    case .replaceSecret: .replaceSecret
    case .warn: .warn(.decide)
    case .escalate: .escalate(.decide)
    case .reschedule: .reschedule
    case .close: .close
    }
  }
}

extension Command {
  init(_ act: Act, by actor: Actor, seeing version: UInt32?, _ commitments: [Commitment] = []) {
    self.init(
      act: act, actor: actor, expectedVersion: version, commitments: commitments,
      attachments: act == .attach ? [.sample] : [])
  }
}

/// How a command ends: the event, or why there is none.
func outcome(
  _ record: RequestRecord, _ command: Command, now: Int64 = 3_000, terms: CaseTerms = .sample
) -> Result<CaseEvent, Rejection> {
  Result { () throws(Rejection) in try decide(record, command, now: now, terms: terms) }
}

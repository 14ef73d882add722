import TestSupport
import Testing

@testable import Casework

/// A request's due times told the plain way: from its events' kinds and times alone, and a calendar counted day by day.
private struct ClockModel {
  let calendar: PlainCalendar
  let target: Int64
  let cap: Int64
  private var start: Int64 = 0
  private var paused: Int64 = 0
  /// When the citizen's turn began; nil: it is not.
  private var turn: Int64?
  /// The cap was used up before this turn, or in it.
  private var isResumed = false

  init(_ definition: RegionCalendar, _ service: ServiceTerms) {
    calendar = PlainCalendar(definition)
    let day = Int64(definition.minutesPerDay) * 60_000
    target = Int64(service.decideDays) * day
    cap = Int64(service.pauseCapDays) * day
  }

  mutating func take(_ event: CaseEvent) {
    if let turn, event.to != .waitingCitizen {
      paused = min(cap, paused + calendar.worked(from: turn, to: event.time))
      self.turn = nil
    }
    switch event.action {
    case .submit: start = event.time
    case .askCitizen: (turn, isResumed) = (event.time, paused == cap)
    case .reschedule: (paused, isResumed) = (cap, true)
    case .reopen, .appeal: (start, paused) = (event.time, 0)
    default: break
    }
  }

  func decideDue(_ state: RequestState) -> Int64 {
    if !state.isOpen || turn != nil && !isResumed { return 0 }
    return calendar.add(target + paused, to: start)
  }
}

@Suite("The clock in the events of any life")
struct ClockModelTests {
  @Test("is what a plain count gives from the events alone", arguments: 1...120 as ClosedRange<UInt64>)
  func fitsModel(seed: UInt64) throws {
    var numbers = SplitMix64(seed: seed &* 77)
    var definition = RegionCalendar.random(&numbers)
    definition.minutesPerDay = .random(in: 60...400, using: &numbers)
    let service = ServiceTerms(
      acknowledgeDays: 1, decideDays: .random(in: 1...15, using: &numbers),
      pauseCapDays: .random(in: 1...8, using: &numbers), answerDays: .random(in: 5...40, using: &numbers))
    let terms = CaseTerms(calendar: try WorkingCalendar(definition), clock: service, service: service)
    var history = RandomHistory(seed: seed, terms: terms)
    for _ in 0..<60 { history.step() }
    var model = ClockModel(definition, service)
    var level: UInt8 = 0
    for (index, body) in history.bodies.enumerated() {
      let event = try CaseEvent(body)
      model.take(event)
      let place: Comment = "seed \(seed), event \(index + 1), \(event.action)"
      #expect(event.clock.decideDue == model.decideDue(event.to), place)
      level = event.action == .escalate ? level + 1 : [.reopen, .appeal].contains(event.action) ? 0 : level
      #expect(event.clock.escalation == level && level <= CaseClock.levelMax, place)
      if event.to != .submitted { #expect(event.clock.acknowledgeDue == 0, place) }
    }
  }

  @Test(
    "names the counter's next act rightly: nothing is due before, and at that time something is",
    arguments: 1...120 as ClosedRange<UInt64>)
  func namesNextAct(seed: UInt64) throws {
    var history = RandomHistory(seed: seed)
    for _ in 0..<60 {
      history.step()
      let record = history.record
      guard record.nextDue != 0 else {
        #expect(dueAct(record, now: 4_000_000_000_000, terms: .sample) == nil, "seed \(seed)")
        continue
      }
      #expect(dueAct(record, now: record.nextDue, terms: .sample) != nil, "seed \(seed)")
      if record.nextDue > record.changed {
        #expect(dueAct(record, now: record.nextDue - 1, terms: .sample) == nil, "seed \(seed)")
      }
    }
  }
}

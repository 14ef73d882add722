import TestSupport
import Testing

@testable import Casework

extension ClockedEvent {
  /// What everybody sees of an event.
  init(_ event: CaseEvent) {
    self.init(
      number: event.number, action: event.action, from: event.from, to: event.to, time: event.time,
      reason: event.reason, service: event.service, serviceVersion: event.serviceVersion,
      acknowledgeDue: event.clock.acknowledgeDue, decideDue: event.clock.decideDue,
      paused: event.clock.paused,
      escalation: UInt32(event.clock.escalation), calendarVersion: event.clock.calendarVersion)
  }
}

private let terms = ServiceTerms(acknowledgeDays: 1, decideDays: 10, pauseCapDays: 2)

private func account(_ events: [ClockedEvent], _ calendars: [WorkingCalendar]) -> ClockAccount {
  ClockAccount(
    of: events, service: { _, _ in terms }, calendar: { version in calendars.first { $0.version == version } }
  )
}

@Suite("The account of a clock")
struct ClockAccountTests {
  /// Claimed, asked, answered, rescheduled for a holiday, warned and escalated, refused, appealed.
  private func story() throws -> (events: [ClockedEvent], calendars: [WorkingCalendar]) {
    var story = try Story(submitted: "2025-06-14 08:00", terms)
    let first = story.terms.calendar
    try story.act(.claim, at: "2025-06-14 10:00")
    try story.act(.ask, at: "2025-06-14 15:00")
    try story.act(.answer, at: "2025-06-15 10:00")
    story.terms.calendar = try WorkingCalendar(.iran(version: 2, ["2025-06-21": []]))
    try story.act(.reschedule, at: "2025-06-16 08:00")
    try story.wait(until: "2025-06-30 08:00")
    try story.act(.refuse(reason: "INCOMPLETE"), at: "2025-06-30 09:00")
    try story.act(.appeal(reason: "UNFAIR"), at: "2025-07-05 09:00")
    return (story.events.map { ClockedEvent($0) }, [first, story.terms.calendar])
  }

  private let hour: Int64 = 3_600_000

  @Test("shows the sum behind every due time, pause, warning and escalation")
  func showsSums() throws {
    let (events, calendars) = try story()
    let account = account(events, calendars)
    #expect(account.differences == [])
    let submitted = iran("2025-06-14 08:00")
    let appealed = iran("2025-07-05 09:00")
    let target = 10 * 8 * hour
    let expected: [(UInt32, ClockAccount.Entry)] = [
      (1, .due(.acknowledge, start: submitted, target: 8 * hour, paused: 0, at: iran("2025-06-14 16:00"))),
      (1, .due(.decide, start: submitted, target: target, paused: 0, at: iran("2025-06-25 12:00"))),
      (2, .done(.acknowledge)), (3, .stopped),
      (
        4,
        .turn(
          since: iran("2025-06-14 15:00"), until: iran("2025-06-15 10:00"), took: 3 * hour, paused: 3 * hour,
          cap: 16 * hour)
      ),
      (4, .due(.decide, start: submitted, target: target, paused: 3 * hour, at: iran("2025-06-25 15:00"))),
      (5, .due(.decide, start: submitted, target: target, paused: 3 * hour, at: iran("2025-06-28 11:00"))),
      (6, .warned(.decide, planned: iran("2025-06-24 15:00"))),
      (7, .escalated(.decide, planned: iran("2025-06-28 11:00"), level: 1)), (8, .done(.decide)),
      (9, .due(.decide, start: appealed, target: target, paused: 0, at: iran("2025-07-16 13:00"))),
    ]
    #expect(account.lines.map(\.event) == expected.map(\.0))
    for (line, (_, entry)) in zip(account.lines, expected) { #expect(line.entry == entry) }
    #expect(account.lines.map(\.calendar) == [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2])
    #expect(account.next?.action == .warn)
  }

  @Test("finds a forged due time, pause, level and time, and names the event")
  func findsForgery() throws {
    let (events, calendars) = try story()
    let forgeries: [(Int, ClockAccount.Difference.Field, (inout ClockedEvent) -> Void)] = [
      (0, .acknowledgeDue, { $0.acknowledgeDue += hour }), (0, .decideDue, { $0.decideDue += 1 }),
      (1, .acknowledgeDue, { $0.acknowledgeDue = 5 }),
      (2, .decideDue, { $0.decideDue = iran("2025-06-25 12:00") }),
      (3, .decideDue, { $0.decideDue += 24 * hour }), (3, .paused, { $0.paused += hour }),
      (4, .decideDue, { $0.decideDue = 0 }), (6, .escalation, { $0.escalation = 0 }),
      (7, .escalation, { $0.escalation = 3 }), (8, .decideDue, { $0.decideDue -= 1 }),
      // An escalation before its time, and a warning that stands for another due time.
      (6, .time, { $0.time -= 5 * 60_000 }), (5, .time, { $0.reason = "ACKNOWLEDGE" }),
      (4, .calendar, { $0.calendarVersion = 9 }), (3, .order, { $0.number = 5 }),
      (3, .order, { $0.from = .assigned }), (0, .order, { $0.number = 2 }),
    ]
    for (index, field, forge) in forgeries {
      var forged = events
      forge(&forged[index])
      let found = account(forged, calendars).differences
      #expect(found.first.map(\.field) == field, "\(field) at \(index): \(found)")
      #expect(found.first?.event == forged[index].number, "\(field) at \(index)")
    }
  }

  @Test("stops at a service that is not there")
  func stopsWithoutTerms() throws {
    let (events, calendars) = try story()
    let account = ClockAccount(
      of: events, service: { _, _ in nil }, calendar: { version in calendars.first { $0.version == version } }
    )
    #expect(account.differences == [.init(event: 1, field: .service, told: 0, computed: 0)])
    #expect(account.lines.isEmpty && account.next == nil)
  }

  @Test("says where a due time that was moved without a word goes on being told")
  func findsSilentMove() throws {
    let (events, calendars) = try story()
    var forged = events
    // The agency takes a day more, from the answer on.
    for index in 3...6 where forged[index].decideDue != 0 { forged[index].decideDue += 8 * hour }
    let found = account(forged, calendars).differences
    #expect(found.map(\.event) == [4, 5, 6, 7])
    #expect(found.allSatisfy { $0.field == .decideDue && $0.told - $0.computed == 8 * hour })
  }

  @Test("agrees with every life that the rules allow", arguments: 1...60 as ClosedRange<UInt64>)
  func agrees(seed: UInt64) throws {
    var history = RandomHistory(seed: seed)
    for _ in 0..<60 { history.step() }
    let events = try history.bodies.map { ClockedEvent(try CaseEvent($0)) }
    let account = ClockAccount(
      of: events, service: { _, _ in CaseTerms.sample.service },
      calendar: { $0 == 5 || $0 == 0 ? CaseTerms.sample.calendar : nil })
    #expect(account.differences == [], "seed \(seed)")
    #expect(account.next?.time == (history.record.clock.nextDue == 0 ? nil : history.record.clock.nextDue))
  }

  @Test("says of events of version 1 that they tell no clock, and goes on with the first that does")
  func passesVersion1() throws {
    var story = try Story(submitted: "2025-06-14 08:00", terms)
    try story.act(.claim, at: "2025-06-14 10:00")
    var events = story.events.map { ClockedEvent($0) }
    for index in events.indices {
      (events[index].acknowledgeDue, events[index].decideDue, events[index].calendarVersion) = (0, 0, 0)
    }
    events.append(
      ClockedEvent(
        number: 3, action: .reschedule, from: .assigned, to: .assigned, time: iran("2025-06-16 08:00"),
        reason: "",
        service: "", serviceVersion: 0, acknowledgeDue: 0, decideDue: iran("2025-06-25 12:00"), paused: 0,
        escalation: 0, calendarVersion: 1))
    let account = account(events, [.standard, story.terms.calendar])
    #expect(account.differences == [])
    #expect(account.lines.map(\.entry).prefix(2) == [.untold, .untold])
    #expect(account.lines.count == 3)
  }
}

import Testing

@testable import Casework

@Suite("What the counter does when time passes")
struct ReminderTests {
  /// The counter's acts on a request that nobody touches, with their times.
  private func acts(_ story: Story) -> [String] {
    story.events.dropFirst().map { "\($0.action) \($0.reason) \($0.clock.escalation)" }
  }

  @Test("warns and escalates work that nobody picked up (domain rule 2)")
  func escalatesUntouched() throws {
    var story = try Story(submitted: "2025-06-14 08:00")
    try story.wait(until: "2025-12-31 08:00")
    #expect(
      acts(story) == [
        "warn ACKNOWLEDGE 0", "escalate ACKNOWLEDGE 1", "warn DECIDE 1", "escalate DECIDE 2",
        "escalate DECIDE 3",
        "escalate DECIDE 4", "escalate DECIDE 5",
      ])
    let times = [
      "2025-06-14 14:24", "2025-06-14 16:00", "2025-06-23 12:00", "2025-06-25 12:00", "2025-07-01 16:00",
      "2025-07-08 12:00", "2025-07-14 16:00",
    ]
    #expect(story.events.dropFirst().map(\.time) == times.map(iran))
    #expect(story.record.nextDue == 0 && story.record.state == .submitted)
    #expect(story.record.isOverdue(now: iran("2025-12-31 08:00")))
  }

  @Test("escalates what waits for another body: its clock runs")
  func escalatesWaitingOther() throws {
    var story = try Story(submitted: "2025-06-14 08:00")
    try story.act(.claim, at: "2025-06-14 09:00")
    try story.act(.askOther("the post"), at: "2025-06-14 10:00")
    try story.wait(until: "2025-06-25 12:00")
    #expect(acts(story).suffix(2) == ["warn DECIDE 0", "escalate DECIDE 1"])
    #expect(story.record.isOverdue(now: iran("2025-06-25 12:00")))
    #expect(!story.record.isOverdue(now: iran("2025-06-25 11:59")))
  }

  @Test("leaves in peace what waits for its citizen, within the cap")
  func leavesWaitingCitizen() throws {
    var story = try Story(submitted: "2025-06-14 08:00")
    try story.act(.claim, at: "2025-06-14 09:00")
    try story.act(.ask, at: "2025-06-14 10:00")
    try story.wait(until: "2025-07-05 08:00")
    #expect(story.events.count == 3)
    #expect(!story.record.isOverdue(now: iran("2025-07-05 08:00")))
  }

  @Test("goes on with its warnings where a pause has moved them")
  func movesWarnings() throws {
    var story = try Story(submitted: "2025-06-14 08:00")
    try story.act(.claim, at: "2025-06-14 08:00")
    try story.act(.ask, at: "2025-06-14 08:00")
    try story.act(.answer, at: "2025-06-15 08:00")
    // Eight days of ten, and the day of the turn.
    #expect(story.record.nextDue == iran("2025-06-24 12:00"))
  }

  @Test("escalates no further after a decision, and nothing that was not due before its time")
  func stopsAtDecision() throws {
    var story = try Story(submitted: "2025-06-14 08:00")
    try story.wait(until: "2025-06-30 08:00")
    let level = story.record.clock.escalation
    try story.act(.claim, at: "2025-06-30 09:00")
    for due in DueTime.allCases {
      #expect(story.rejection(of: .escalate(due), at: "2025-06-30 09:30") == .notDue)
      #expect(story.rejection(of: .warn(due), at: "2025-06-30 09:30") == .notDue)
    }
    try story.act(.fulfil, at: "2025-06-30 10:00")
    #expect(story.record.clock.escalation == level)
    #expect(story.record.nextDue == story.record.clock.remedyUntil)
    #expect(!story.record.isOverdue(now: .max))
  }

  @Test(
    "lets a request expire that its citizen does not answer, by calendar days, also where there is no target")
  func expires() throws {
    for service in [
      ServiceTerms(acknowledgeDays: 1, decideDays: 10, answerDays: 20),
      ServiceTerms(acknowledgeDays: 0, decideDays: 0, answerDays: 20),
    ] {
      var story = try Story(submitted: "2025-06-14 08:00", service)
      try story.act(.claim, at: "2025-06-14 09:00")
      try story.act(.ask, at: "2025-06-14 20:00")
      #expect(story.rejection(of: .expire, at: "2025-07-04 19:59") == .notDue)
      try story.wait(until: "2025-07-04 20:00")
      #expect(story.record.state == .expired && story.record.asked.isEmpty)
      #expect(story.record.clock.remedyUntil == iran("2025-08-03 20:00"))
      #expect(story.record.ended == iran("2025-07-04 20:00"))
    }
  }

  @Test("closes a decision when its remedy is over, and not while there is one")
  func closes() throws {
    var story = try Story(
      submitted: "2025-06-14 08:00", ServiceTerms(acknowledgeDays: 1, decideDays: 10, remedyDays: 10))
    try story.act(.claim, at: "2025-06-14 09:00")
    try story.act(.fulfil, at: "2025-06-15 09:00")
    try story.act(.giveFeedback([], .no), at: "2025-06-20 09:00")
    #expect(story.rejection(of: .close, at: "2025-06-25 08:59") == .notDue)
    try story.wait(until: "2025-06-25 09:00")
    #expect(story.record.state == .closed && story.record.nextDue == 0)
    #expect(story.record.ended == iran("2025-06-15 09:00"))
  }

  @Test("takes back a claim whose lease is over, but not what waits for somebody")
  func lapses() throws {
    var story = try Story(submitted: "2025-06-14 08:00")
    try story.act(.claim(lease: 600_000), at: "2025-06-14 09:00")
    #expect(story.record.leaseUntil == iran("2025-06-14 09:10"))
    #expect(story.record.nextDue == iran("2025-06-14 09:10"))
    try story.act(.ask, at: "2025-06-14 09:05")
    try story.act(.answer, at: "2025-06-16 09:05")
    #expect(story.rejection(of: .fulfil, at: "2025-06-16 09:05") == .leaseOver)
    try story.wait(until: "2025-06-16 09:05")
    #expect(story.record.state == .acknowledged && story.record.assignee == 0 && story.record.leaseUntil == 0)
  }

  @Test("says nothing more when the history is full")
  func endsWithHistory() throws {
    let limit = CaseEvent.numberLimit - CaseEvent.citizenReserve
    var record = RequestRecord.sample(.assigned, version: limit - 1)
    record.leaseUntil = 9_000
    let event = try decide(
      record, Command(.addMessage, by: .sample(.citizen), seeing: limit - 1), now: 3_000, terms: .sample)
    #expect(event.clock.nextDue == 0 && event.clock.decideDue != 0)
    record.apply(event, hash: digest(of: 1), rows: EventRows(actor: 0))
    #expect(record.nextDue == 0)
  }
}

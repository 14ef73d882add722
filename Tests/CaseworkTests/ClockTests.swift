import Testing

@testable import Casework

/// In these tests a week is Saturday to Wednesday from 8:00 to 16:00 and Thursday to 12:00; 2025-06-14 is a Saturday.
@Suite("A request's due times")
struct ClockTests {
  @Test(
    "are a day and ten days of working time after the submission",
    arguments: [
      ("2025-06-14 08:00", "2025-06-14 16:00", "2025-06-25 12:00"),
      ("2025-06-14 12:00", "2025-06-15 12:00", "2025-06-25 16:00"),
      ("2025-06-13 03:00", "2025-06-14 16:00", "2025-06-25 12:00"),
      ("2025-06-19 11:00", "2025-06-21 15:00", "2025-07-02 11:00"),
    ])
  func startAtSubmission(submitted: String, acknowledge: String, decide: String) throws {
    let clock = try Story(submitted: submitted).record.clock
    #expect(clock.acknowledgeDue == iran(acknowledge))
    #expect(clock.decideDue == iran(decide))
    #expect(clock.calendarVersion == 1)
  }

  @Test("leave out holidays and closings of the region")
  func leaveOutHolidays() throws {
    let calendar = RegionCalendar.iran(
      version: 2, ["2025-06-15": [], "2025-06-16": [DayHours(from: 480, until: 540)]])
    let clock = try Story(submitted: "2025-06-14 12:00", calendar: calendar).record.clock
    #expect(clock.acknowledgeDue == iran("2025-06-17 11:00"))
    #expect(clock.calendarVersion == 2)
  }

  @Test("are none where the service sets none, and no calendar was needed then")
  func needTargets() throws {
    var story = try Story(submitted: "2025-06-14 08:00", ServiceTerms(acknowledgeDays: 0, decideDays: 0))
    #expect(story.record.clock == CaseClock())
    try story.act(.claim, at: "2025-06-14 09:00")
    try story.act(.ask, at: "2025-06-14 10:00")
    try story.act(.answer, at: "2025-06-14 11:00")
    #expect(story.record.clock.decideDue == 0 && story.record.clock.paused == 3_600_000)
  }

  @Test(
    "for the acknowledgement end with it, a claim or an assignment",
    arguments: [
      .acknowledge, .claim, .assign(Assignee(principal: 9, name: "principal-9", level: 0)),
    ] as [Act])
  func endAcknowledgement(_ act: Act) throws {
    var story = try Story(submitted: "2025-06-14 08:00")
    let decide = story.record.clock.decideDue
    try story.act(act, at: "2025-06-14 10:00")
    #expect(story.record.clock.acknowledgeDue == 0 && story.record.clock.decideDue == decide)
  }

  @Test("stand still in the citizen's turn and move by its working time, no more and no less")
  func pause() throws {
    var story = try Story(submitted: "2025-06-14 08:00")
    try story.act(.claim, at: "2025-06-14 10:00")
    try story.act(.ask, at: "2025-06-14 15:00")
    #expect(story.record.clock.decideDue == 0 && story.record.clock.paused == 0)
    // Saturday 15 to 16, Sunday, Monday 8 to 10.
    try story.act(.answer, at: "2025-06-16 10:00")
    #expect(story.record.clock.paused == 11 * 3_600_000)
    #expect(story.record.clock.decideDue == iran("2025-06-28 11:00"))
    // A turn that begins and ends at night takes nothing.
    try story.act(.ask, at: "2025-06-17 20:00")
    try story.act(.answer, at: "2025-06-18 06:00")
    #expect(story.record.clock.paused == 11 * 3_600_000)
    #expect(story.record.clock.decideDue == iran("2025-06-28 11:00"))
  }

  @Test("run again once the cap on pauses is used up, whoever still waits")
  func capPauses() throws {
    let service = ServiceTerms(acknowledgeDays: 1, decideDays: 10, pauseCapDays: 2)
    var story = try Story(submitted: "2025-06-14 08:00", service)
    try story.act(.claim, at: "2025-06-14 08:00")
    try story.act(.ask, at: "2025-06-14 08:00")
    #expect(story.record.nextDue == iran("2025-06-15 16:00"), "two working days on")
    try story.wait(until: "2025-06-15 16:00")
    #expect(story.record.state == .waitingCitizen)
    #expect(story.events.last?.action == .reschedule)
    #expect(story.record.clock.paused == 2 * 8 * 3_600_000)
    let due = iran("2025-06-28 16:00")
    #expect(story.record.clock.decideDue == due)
    try story.act(.answer, at: "2025-06-17 10:00")
    #expect(story.record.clock.decideDue == due, "what is over the cap counts no more")
    try story.act(.ask, at: "2025-06-17 11:00")
    #expect(story.record.clock.decideDue == due, "nor does another turn")
    try story.act(.answer, at: "2025-06-18 11:00")
    #expect(story.record.clock.decideDue == due && story.record.clock.paused == 2 * 8 * 3_600_000)
  }

  @Test("count several turns together up to the cap")
  func addPauses() throws {
    let service = ServiceTerms(acknowledgeDays: 1, decideDays: 10, pauseCapDays: 1)
    var story = try Story(submitted: "2025-06-14 08:00", service)
    try story.act(.claim, at: "2025-06-14 08:00")
    try story.act(.ask, at: "2025-06-14 10:00")
    try story.act(.answer, at: "2025-06-14 15:00")
    try story.act(.ask, at: "2025-06-15 08:00")
    #expect(story.record.nextDue == iran("2025-06-15 11:00"), "three hours are left of the cap")
    try story.act(.answer, at: "2025-06-15 09:00")
    #expect(story.record.clock.paused == 6 * 3_600_000)
  }

  @Test("are kept by a transfer: the first service's targets hold, whatever the other one has")
  func keepClockAtTransfer() throws {
    var story = try Story(submitted: "2025-06-14 08:00")
    try story.act(.claim, at: "2025-06-14 10:00")
    let clock = story.record.clock
    try story.act(.transfer, at: "2025-06-15 10:00")
    #expect(story.record.state == .submitted && story.record.service == 4 && story.record.transfers == 1)
    #expect(story.record.clock == clock)
    #expect(story.record.basis.service == 3, "the terms of the clock are still those of the first")
    story.terms.service = ServiceTerms(acknowledgeDays: 5, decideDays: 99, answerDays: 1)
    try story.act(.claim, at: "2025-06-15 11:00")
    try story.act(.ask, at: "2025-06-15 12:00")
    try story.act(.answer, at: "2025-06-15 13:00")
    #expect(story.record.clock.decideDue == clock.decideDue + 3_600_000)
  }

  @Test(
    "begin anew with a reopening or an appeal, for the decision alone",
    arguments: [.reopen(reason: "WRONG_NAME"), .appeal(reason: "UNFAIR")] as [Act])
  func beginAnew(_ remedy: Act) throws {
    var story = try Story(submitted: "2025-06-14 08:00")
    try story.act(.claim, at: "2025-06-14 08:00")
    try story.act(.ask, at: "2025-06-14 10:00")
    try story.act(.answer, at: "2025-06-14 12:00")
    try story.wait(until: "2025-07-20 08:00")
    #expect(story.record.clock.escalation > 0)
    try story.act(.refuse(reason: "INCOMPLETE"), at: "2025-07-20 08:00")
    #expect(story.record.clock.decideDue == 0)
    try story.act(remedy, at: "2025-07-26 08:00")
    let clock = story.record.clock
    #expect(clock.decideDue == iran("2025-08-06 12:00") && clock.acknowledgeDue == 0)
    #expect(clock.paused == 0 && clock.escalation == 0 && clock.remedyUntil == 0)
    #expect(story.record.nextDue == iran("2025-08-04 12:00"), "and there is a new warning")
  }

  @Test("never move by anything else that happens (domain rule 2)")
  func neverMove() throws {
    var story = try Story(submitted: "2025-06-14 08:00")
    try story.act(.claim(lease: 3_600_000), at: "2025-06-14 08:00")
    let due = story.record.clock.decideDue
    let acts: [(Act, String)] = [
      (.addMessage, "2025-06-14 08:10"), (.attach, "2025-06-14 08:20"), (.release, "2025-06-14 08:30"),
      (.claim(lease: 3_600_000), "2025-06-14 08:40"), (.lapse, "2025-06-14 09:40"),
      (.assign(Assignee(principal: 9, name: "principal-9", level: 0)), "2025-06-14 10:00"),
      (.askOther("the post"), "2025-06-14 11:00"), (.return, "2025-06-15 11:00"),
      (.replaceSecret, "2025-06-15 12:00"), (.transfer, "2025-06-15 13:00"),
      (.acknowledge, "2025-06-15 14:00"),
    ]
    for (act, time) in acts {
      try story.act(act, at: time)
      #expect(story.record.clock.decideDue == due, "\(act.action)")
    }
    try story.wait(until: "2025-09-01 08:00")
    #expect(story.events.last?.action == .escalate)
    #expect(story.record.clock.decideDue == due)
  }

  @Test("follow a calendar that was put, backwards too, and what was counted stays counted")
  func followCalendar() throws {
    var story = try Story(submitted: "2025-06-14 08:00")
    try story.act(.claim, at: "2025-06-14 10:00")
    try story.act(.ask, at: "2025-06-15 08:00")
    try story.act(.answer, at: "2025-06-15 12:00")
    let before = story.record.clock
    story.terms.calendar = try WorkingCalendar(.iran(version: 2, ["2025-06-21": []]))
    #expect(dueAct(story.record, now: iran("2025-06-16 08:00"), terms: story.terms) == .reschedule)
    try story.act(.reschedule, at: "2025-06-16 08:00")
    #expect(story.record.clock.decideDue == iran("2025-06-28 12:00"))
    #expect(before.decideDue == iran("2025-06-25 16:00"))
    #expect(story.record.clock.paused == before.paused && story.record.clock.calendarVersion == 2)
    #expect(dueAct(story.record, now: iran("2025-06-16 08:00"), terms: story.terms) == nil)
    story.terms.calendar = try WorkingCalendar(.iran(version: 3))
    try story.act(.reschedule, at: "2025-06-16 09:00")
    #expect(story.record.clock.decideDue == before.decideDue)
    // A day that touches nothing makes no event.
    story.terms.calendar = try WorkingCalendar(.iran(version: 4, ["2025-12-20": []]))
    #expect(dueAct(story.record, now: iran("2025-06-16 10:00"), terms: story.terms) == nil)
  }
}

import Casework
import Testing
import libpishkhan

@testable import pishkhan

/// Events as a server would tell them, by the standard week: Saturday to Wednesday, 7:30 to 14:30 in Iran, 7 hours a day.
private struct Story {
  private static let hour: Int64 = 3_600_000
  /// Saturday 2026-11-21, 7:30 in Iran.
  static let saturday: Int64 = 1_795_233_600_000

  private(set) var events: [Event] = []
  private var state = PISHKHAN_STATE_UNSPECIFIED

  /// - Parameters:
  ///   - hours: after Saturday's opening.
  ///   - clock: acknowledge due, decide due, both in hours likewise, and paused in hours; 0: none.
  mutating func add(
    _ action: pishkhan_action, at hours: Int64, to next: pishkhan_state,
    _ clock: (acknowledge: Int64, decide: Int64, paused: Int64), escalation: UInt32 = 0, reason: String = "",
    calendar: UInt32 = 1
  ) {
    var raw = pishkhan_event()
    raw.number = UInt32(events.count) + 1
    raw.action = action
    raw.from = state
    raw.to = next
    raw.time_ms = Story.moment(hours)
    raw.acknowledge_due_ms = Story.moment(clock.acknowledge)
    raw.decide_due_ms = Story.moment(clock.decide)
    raw.paused_ms = clock.paused * Story.hour
    raw.escalation_level = escalation
    raw.calendar_version = calendar
    let pool = CStringPool()
    raw.reason = pool.text(reason)
    events.append(withExtendedLifetime(pool) { Event(raw) })
    state = next
  }

  private static func moment(_ hours: Int64) -> Int64 { hours == 0 ? 0 : saturday + (hours - 1) * hour }

  /// Reckoned with targets of one day and three, and pauses that count up to one day.
  func history() -> ClockHistory {
    let terms = ServiceTerms(acknowledgeDays: 1, decideDays: 3, pauseCapDays: 1)
    return ClockHistory(
      events: events,
      account: ClockAccount(
        of: events.compactMap { ClockedEvent($0) }, service: { _, _ in terms }, calendar: { _ in .standard }))
  }
}

@Suite("History with the arithmetic of the clock")
struct ClockHistoryTests {
  /// Hour 1 is Saturday 7:30, hour 8 its end at 14:30; a day later is 24 hours on.
  private func story() -> Story {
    var story = Story()
    story.add(PISHKHAN_ACTION_SUBMIT, at: 1, to: PISHKHAN_STATE_SUBMITTED, (8, 56, 0))
    story.add(PISHKHAN_ACTION_CLAIM, at: 3, to: PISHKHAN_STATE_ASSIGNED, (0, 56, 0))
    return story
  }

  private func text(_ story: Story) -> [String] {
    var page = Page(Writing(.english))
    story.history().write(to: &page)
    return page.lines
  }

  @Test("A plain life fits: submission, claim, message, decision")
  func plain() {
    var story = story()
    story.add(PISHKHAN_ACTION_ADD_MESSAGE, at: 5, to: PISHKHAN_STATE_ASSIGNED, (0, 56, 0))
    story.add(PISHKHAN_ACTION_FULFIL, at: 26, to: PISHKHAN_STATE_FULFILLED, (0, 0, 0))
    #expect(story.history().account.differences == [])
    #expect(story.history().json.serialised.contains(#""kind":"due","due_time":"DECIDE""#))
  }

  @Test("The citizen's turn stops the clock, and counts working time alone")
  func turn() {
    var story = story()
    // Asked two hours before Saturday's end, answered two hours into Sunday: four hours of work.
    story.add(PISHKHAN_ACTION_ASK_CITIZEN, at: 6, to: PISHKHAN_STATE_WAITING_CITIZEN, (0, 0, 0))
    story.add(PISHKHAN_ACTION_ANSWER, at: 27, to: PISHKHAN_STATE_ASSIGNED, (0, 77, 4))
    #expect(story.history().account.differences == [])
    #expect(text(story).contains { $0.contains("paused 4 h 0 min in all") })
  }

  @Test("Pauses count up to the cap; then the clock runs through the turn")
  func cap() {
    var story = story()
    story.add(PISHKHAN_ACTION_ASK_CITIZEN, at: 3, to: PISHKHAN_STATE_WAITING_CITIZEN, (0, 0, 0))
    // Seven hours of work later the cap of a day is used up: Sunday, 9:30.
    story.add(PISHKHAN_ACTION_RESCHEDULE, at: 27, to: PISHKHAN_STATE_WAITING_CITIZEN, (0, 80, 7))
    story.add(PISHKHAN_ACTION_ANSWER, at: 31, to: PISHKHAN_STATE_ASSIGNED, (0, 80, 7))
    story.add(PISHKHAN_ACTION_ASK_CITIZEN, at: 32, to: PISHKHAN_STATE_WAITING_CITIZEN, (0, 80, 7))
    #expect(story.history().account.differences == [])
  }

  @Test("Warnings and escalations come when they are due, and not before")
  func escalations() {
    var story = Story()
    story.add(PISHKHAN_ACTION_SUBMIT, at: 1, to: PISHKHAN_STATE_SUBMITTED, (8, 56, 0))
    story.add(
      PISHKHAN_ACTION_WARN, at: 7, to: PISHKHAN_STATE_SUBMITTED, (8, 56, 0), reason: "ACKNOWLEDGE")
    story.add(
      PISHKHAN_ACTION_ESCALATE, at: 8, to: PISHKHAN_STATE_SUBMITTED, (8, 56, 0), escalation: 1,
      reason: "ACKNOWLEDGE")
    story.add(
      PISHKHAN_ACTION_ESCALATE, at: 50, to: PISHKHAN_STATE_SUBMITTED, (8, 56, 0), escalation: 2,
      reason: "DECIDE")
    #expect(story.history().account.differences.map(\.event) == [4])
    #expect(text(story).contains { $0.contains("DIFFERS: the counter acted otherwise") })
  }

  @Test("An appeal begins the time for a decision anew")
  func appeal() {
    var story = story()
    story.add(PISHKHAN_ACTION_REFUSE, at: 4, to: PISHKHAN_STATE_REFUSED, (0, 0, 0))
    story.add(PISHKHAN_ACTION_APPEAL, at: 25, to: PISHKHAN_STATE_ASSIGNED, (0, 80, 0))
    #expect(story.history().account.differences == [])
  }

  @Test(
    "What is told otherwise is found",
    arguments: [(9, 56, 0, 0), (8, 57, 0, 0), (8, 56, 1, 0), (8, 56, 0, 1)] as [(Int64, Int64, Int64, UInt32)]
  )
  func differences(acknowledge: Int64, decide: Int64, paused: Int64, escalation: UInt32) {
    var story = Story()
    story.add(
      PISHKHAN_ACTION_SUBMIT, at: 1, to: PISHKHAN_STATE_SUBMITTED, (acknowledge, decide, paused),
      escalation: escalation)
    let history = story.history()
    #expect(!history.fits)
    for language in [pishkhan.Language.english, .persian] {
      var page = Page(Writing(language))
      history.write(to: &page)
      #expect(page.lines.contains { $0.contains(language == .english ? "DIFFERS" : "ناهمخوان") })
    }
    #expect(history.json.serialised.contains(#""fits":false"#))
  }

  @Test("Events of version 1 told no clock; from a rescheduling on it is compared")
  func untold() {
    var story = Story()
    story.add(PISHKHAN_ACTION_SUBMIT, at: 1, to: PISHKHAN_STATE_SUBMITTED, (0, 0, 0), calendar: 0)
    story.add(PISHKHAN_ACTION_CLAIM, at: 3, to: PISHKHAN_STATE_ASSIGNED, (0, 0, 0), calendar: 0)
    story.add(PISHKHAN_ACTION_RESCHEDULE, at: 5, to: PISHKHAN_STATE_ASSIGNED, (0, 56, 0))
    #expect(story.history().account.differences == [])
    #expect(text(story).contains { $0.contains("told no clock") })
  }
}

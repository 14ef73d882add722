import Testing

@testable import Casework

@Suite("A remedy")
struct RemedyTests {
  private let reopen = Act.reopen(reason: "WRONG_NAME")
  private let appeal = Act.appeal(reason: "UNFAIR")

  /// A request that was claimed by principal 7 and ended so, on 2025-06-16 at 10:00.
  private func ended(_ state: RequestState) throws -> Story {
    var story = try Story(
      submitted: "2025-06-14 08:00", ServiceTerms(acknowledgeDays: 1, decideDays: 10, answerDays: 1))
    try story.act(.claim, at: "2025-06-14 10:00")
    switch state {
    case .fulfilled: try story.act(.fulfil, at: "2025-06-16 10:00")
    case .refused: try story.act(.refuse(reason: "INCOMPLETE"), at: "2025-06-16 10:00")
    case .duplicate: try story.act(.markDuplicate(of: otherCode), at: "2025-06-16 10:00")
    case .expired:
      try story.act(.ask, at: "2025-06-15 10:00")
      try story.wait(until: "2025-06-16 10:00")
    case .closed:
      try story.act(.refuse(reason: "INCOMPLETE"), at: "2025-06-16 10:00")
      try story.act(.confirm, at: "2025-06-20 10:00")
    default: try story.act(.withdraw, at: "2025-06-16 10:00")
    }
    #expect(story.record.state == state)
    return story
  }

  @Test(
    "is there for every end that the citizen did not choose, until its last moment",
    arguments: [.fulfilled, .refused, .duplicate, .expired, .closed] as [RequestState])
  func hasWindow(_ state: RequestState) throws {
    let story = try ended(state)
    #expect(story.record.clock.remedyUntil == iran("2025-07-16 10:00"))
    #expect(story.rejection(of: reopen, at: "2025-07-16 09:59") == nil)
    #expect(story.rejection(of: reopen, at: "2025-07-16 10:00") == .windowOver)
    if state != .fulfilled {
      #expect(story.rejection(of: appeal, at: "2025-07-16 09:59") == nil)
      #expect(story.rejection(of: appeal, at: "2025-07-16 10:00") == .windowOver)
    }
    for act in [Act.reopen(reason: ""), .appeal(reason: "")] where state != .fulfilled {
      #expect(story.rejection(of: act, at: "2025-06-21 10:00") == .reasonMissing)
    }
  }

  @Test("is not needed by who took a request back")
  func leavesWithdrawn() throws {
    let story = try ended(.withdrawn)
    #expect(story.record.clock.remedyUntil == 0)
    #expect(story.rejection(of: reopen, at: "2025-06-16 11:00") == .wrongState(.withdrawn, .reopen))
  }

  @Test(
    "gives a reopened request back to who had it, as if nothing had been decided",
    arguments: [.fulfilled, .refused, .duplicate, .expired, .closed] as [RequestState])
  func reopens(_ state: RequestState) throws {
    var story = try ended(state)
    try story.act(reopen, at: "2025-06-21 10:00")
    let record = story.record
    #expect(record.state == .assigned && record.assignee == 7 && record.appealLevel == 0)
    #expect(record.decision == 0 && record.reason == "" && record.duplicateOf == nil && record.ended == 0)
    #expect(story.rejection(of: .fulfil, at: "2025-06-21 11:00") == nil)
  }

  @Test("opens what nobody had to everybody of the agency")
  func reopensUnclaimed() throws {
    var story = try Story(submitted: "2025-06-14 08:00")
    try story.act(.markDuplicate(of: otherCode), at: "2025-06-14 10:00", by: .sample(.agency, principal: 9))
    try story.act(reopen, at: "2025-06-15 10:00")
    #expect(story.record.state == .assigned && story.record.assignee == 0)
    #expect(story.rejection(of: .fulfil, at: "2025-06-15 11:00", by: .sample(.agency)) == .notClaimedByCaller)
    try story.act(.claim, at: "2025-06-15 11:00", by: .sample(.agency, principal: 9))
    #expect(story.record.assignee == 9)
  }

  @Test(
    "brings an appeal one level up, never to who decided, nor to whose question was not answered",
    arguments: [.refused, .duplicate, .expired, .closed] as [RequestState])
  func appeals(_ state: RequestState) throws {
    var story = try ended(state)
    try story.act(appeal, at: "2025-06-21 10:00")
    #expect(story.record.state == .assigned && story.record.assignee == 0 && story.record.appealLevel == 1)
    let claims: [(Actor, Rejection?)] = [
      (.sample(.agency, principal: 9), .levelTooLow(needed: 1)),
      (.sample(.agency, principal: 7, level: 2), .decidedByCaller),
      (.sample(.agency, principal: 9, level: 1), nil), (.sample(.agency, principal: 9, level: 2), nil),
    ]
    for (actor, rejection) in claims {
      #expect(story.rejection(of: .claim, at: "2025-06-21 11:00", by: actor) == rejection)
      #expect(story.record.mayGo(to: actor.principal, level: actor.level) == (rejection == nil))
      let assignee = Assignee(principal: actor.principal, name: actor.name, level: actor.level)
      #expect(story.rejection(of: .assign(assignee), at: "2025-06-21 11:00") == rejection)
    }
    // Nor does it get rid of it some other way.
    let decider = Actor.sample(.agency, principal: 7, level: 2)
    for act in [Act.transfer, .markDuplicate(of: otherCode)] {
      #expect(story.rejection(of: act, at: "2025-06-21 11:00", by: decider) == .decidedByCaller)
    }
    try story.act(.claim, at: "2025-06-21 11:00", by: .sample(.agency, principal: 9, level: 1))
    try story.act(.release, at: "2025-06-21 12:00")
    #expect(story.rejection(of: .claim, at: "2025-06-21 13:00", by: decider) == .decidedByCaller)
  }

  @Test("ends with the second appeal: there is no level above")
  func endsWithHead() throws {
    var story = try ended(.refused)
    for (level, day) in [(1, "2025-06-21"), (2, "2025-06-22")] as [(UInt8, String)] {
      try story.act(appeal, at: "\(day) 09:00")
      #expect(story.record.appealLevel == level)
      let officer = Actor.sample(.agency, principal: 10 + Int64(level), level: level)
      try story.act(.claim, at: "\(day) 10:00", by: officer)
      try story.act(.refuse(reason: "INCOMPLETE"), at: "\(day) 11:00", by: officer)
      #expect(story.record.decidedBy == officer.principal)
    }
    #expect(story.rejection(of: appeal, at: "2025-06-23 09:00") == .appealsExhausted)
    #expect(story.rejection(of: reopen, at: "2025-06-23 09:00") == nil, "but new facts are heard")
  }

  @Test("is never begun by a poor rating: feedback is taken at every end and changes nothing (domain rule 4)")
  func leavesFeedbackAlone() throws {
    for state in RequestState.allCases where !state.isOpen {
      var story = try ended(state)
      let before = story.record
      try story.act(
        .giveFeedback([SurveyNumber(question: "overall", number: 1)], .no), at: "2025-06-21 10:00")
      #expect(story.record.state == state && story.record.feedbackGiven)
      #expect(story.record.clock == before.clock)
      #expect(story.rejection(of: .giveFeedback([], .yes), at: "2025-06-22 10:00") == .feedbackAlreadyGiven)
    }
  }

  @Test("ends a collected result only where the citizen asks for it")
  func handsOverOnce() throws {
    var story = try ended(.fulfilled)
    try story.act(.handOver, at: "2025-06-21 10:00")
    #expect(story.record.resultCollected)
    #expect(story.rejection(of: .handOver, at: "2025-06-21 11:00") == .wrongState(.fulfilled, .handOver))
    try story.act(reopen, at: "2025-06-22 10:00")
    #expect(!story.record.resultCollected)
    #expect(
      try ended(.closed).rejection(of: .handOver, at: "2025-06-21 10:00") == .wrongState(.closed, .handOver))
  }
}

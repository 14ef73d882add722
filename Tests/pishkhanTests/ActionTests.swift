import Testing
import libpishkhan

@testable import pishkhan

@Suite("Acts, states and answers as they are typed")
struct ActionTests {
  private func check(_ line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let arguments = try ArgumentParser(commands: Command.all, commonFlags: Flag.common).parse(words).arguments
    try ActionSyntax.named(arguments.operands[1]).check(arguments)
  }

  @Test(
    "Each action asks for its own flags and refuses those of others",
    arguments: [
      ("act 1 answer", UsageError(.actionNeedsFlag, "answer", "--set ATTRIBUTE=VALUE")),
      ("act 1 ask", UsageError(.actionNeedsFlag, "ask", "--question ATTRIBUTE=TEXT")),
      ("act 1 fulfil", UsageError(.actionNeedsFlag, "fulfil", "--note TEXT")),
      ("act 1 refuse --note x", UsageError(.actionNeedsFlag, "refuse", "--reason CODE")),
      ("act 1 refuse --reason X", UsageError(.actionNeedsFlag, "refuse", "--note TEXT")),
      ("act 1 fulfil --note=", UsageError(.flagNeedsValue, "--note", "TEXT")),
      ("act 1 refuse --reason X --note=", UsageError(.flagNeedsValue, "--note", "TEXT")),
      ("act 1 refuse --reason= --note x", UsageError(.flagNeedsValue, "--reason", "CODE")),
      ("act 1 claim --note x", UsageError(.actionTakesNoFlag, "claim", "--note")),
      ("act 1 acknowledge --secret 1", UsageError(.actionTakesNoFlag, "acknowledge", "--secret")),
      ("act 1 withdraw --reason X", UsageError(.actionTakesNoFlag, "withdraw", "--reason")),
      ("act 1 confirm --on-behalf-of x", UsageError(.actionTakesNoFlag, "confirm", "--on-behalf-of")),
      ("act 1 appeal", UsageError(.actionNeedsFlag, "appeal", "--reason CODE")),
      ("act 1 transfer --to s", UsageError(.actionNeedsFlag, "transfer", "--reason CODE")),
      ("act 1 hand-over", UsageError(.actionNeedsFlag, "hand-over", "--collected-by NAME")),
      ("act 1 withdraw --file x", UsageError(.actionTakesNoFlag, "withdraw", "--file")),
      ("act 1 fulfil --note x --lease 60", UsageError(.actionTakesNoFlag, "fulfil", "--lease")),
      ("act 1 clam", UsageError(.actionUnknownNearest, "clam", "claim")),
      (
        "act 1 dance",
        UsageError(
          .actionUnknown, "dance",
          "answer, withdraw, confirm, reopen, appeal, message, attach, acknowledge, claim, release, assign, ask, "
            + "ask-other, return, transfer, fulfil, refuse, duplicate, hand-over")
      ),
    ] as [(String, UsageError)])
  func refuses(line: String, expected: UsageError) {
    #expect(throws: expected) { try check(line) }
  }

  @Test(
    "Each action takes what belongs to it",
    arguments: [
      "act 1 answer --set a=b --secret 1 --note x --version 2", "act 1 withdraw --secret 1", "act 1 confirm",
      "act 1 acknowledge --note x", "act 1 claim --on-behalf-of x", "act 1 ask --question a=b",
      "act 1 answer --attach scan=a.pdf --secret 1", "act 1 reopen --reason X --file a --file b --secret 1",
      "act 1 claim --lease 60", "act 1 message --note x --attachment y", "act 1 duplicate --of 2",
      "act 1 fulfil --note x", "act 1 refuse --reason X --note y --key 00112233445566778899aabbccddeeff",
    ])
  func takes(line: String) throws {
    try check(line)
  }

  @Test(
    "States of the inbox are typed as people write them",
    arguments: [
      ("submitted", PISHKHAN_STATE_SUBMITTED), ("WAITING_CITIZEN", PISHKHAN_STATE_WAITING_CITIZEN),
      ("waiting-citizen", PISHKHAN_STATE_WAITING_CITIZEN), ("Assigned", PISHKHAN_STATE_ASSIGNED),
      ("in work", PISHKHAN_STATE_ASSIGNED), ("in-work", PISHKHAN_STATE_ASSIGNED),
      ("waiting for the citizen", PISHKHAN_STATE_WAITING_CITIZEN), ("در دست بررسی", PISHKHAN_STATE_ASSIGNED),
    ] as [(String, pishkhan_state)])
  func states(typed: String, expected: pishkhan_state) throws {
    #expect(try openState(typed) == expected)
  }

  @Test("A state that no open request has is refused with those there are", arguments: ["closed", "x", ""])
  func unknownState(typed: String) {
    let states = "submitted, acknowledged, assigned, waiting-citizen, waiting-other"
    #expect(throws: UsageError(.stateUnknown, typed, states)) { try openState(typed) }
  }

  @Test(
    "Keys are read with and without hyphens, and written as UUIDs",
    arguments: [
      ("00112233-4455-6677-8899-aabbccddeeff", "00112233-4455-6677-8899-aabbccddeeff"),
      ("00112233445566778899AABBCCDDEEFF", "00112233-4455-6677-8899-aabbccddeeff"),
      ("0011", nil), ("00112233445566778899aabbccddeefg", nil), ("", nil),
      ("۰۰112233445566778899aabbccddee", nil),
    ] as [(String, String?)])
  func keys(typed: String, expected: String?) {
    #expect(IdempotencyKey(typed: typed)?.text == expected)
  }

  @Test("Answers to the survey follow the kinds of its questions")
  func answers() throws {
    let survey = survey([("overall", .rating), ("follow_ups", .count), ("comment", .text)])
    let answers = try surveyAnswers(
      [
        Assignment("overall=۵", of: .answer), Assignment("follow_ups=12", of: .answer),
        Assignment("comment=7", of: .answer),
      ], to: survey)
    #expect(
      answers == [
        FeedbackAnswers.Answer(code: "overall", number: 5),
        FeedbackAnswers.Answer(code: "follow_ups", number: 12),
        FeedbackAnswers.Answer(code: "comment", text: "7"),
      ])
  }

  @Test(
    "Answers that fit no question are refused",
    arguments: [
      (["speed=1"], UsageError(.surveyCodeUnknown, "speed", "overall, comment")),
      (["overall=good"], UsageError(.ratingExpected, "overall", "good")),
      (["overall=1", "overall=2"], UsageError(.answeredTwice, "overall")),
    ] as [([String], UsageError)])
  func wrongAnswers(typed: [String], expected: UsageError) {
    let survey = survey([("overall", .rating), ("comment", .text)])
    #expect(throws: expected) {
      try surveyAnswers(try typed.map { try Assignment($0, of: .answer) }, to: survey)
    }
  }

  @Test("Settled is yes, partly or no")
  func settled() throws {
    #expect(try settledWord(nil) == PISHKHAN_SETTLED_UNSPECIFIED)
    #expect(try settledWord("yes") == PISHKHAN_SETTLED_YES)
    #expect(try settledWord("partly") == PISHKHAN_SETTLED_PARTLY)
    #expect(try settledWord("no") == PISHKHAN_SETTLED_NO)
    #expect(throws: UsageError(.settledUnknown, "maybe")) { try settledWord("maybe") }
  }

  private func survey(_ questions: [(String, Survey.Question.Kind)]) -> Survey {
    Survey(
      questions: questions.map {
        Survey.Question(code: $0.0, kind: $0.1, kindName: "", texts: LocalizedTexts([]))
      }, isAnswered: false)
  }
}

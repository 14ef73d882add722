import libpishkhan

/// What a citizen says of how it went.
struct FeedbackAnswers {
  struct Answer: Equatable {
    let code: String
    var number: UInt32 = 0
    var text: String?
  }

  let trackingCode: String
  let secret: String
  let answers: [Answer]
  let settled: pishkhan_settled
}

extension Flag {
  static let answer = Flag(
    "--answer", .many("CODE=VALUE"),
    BilingualText(
      "an answer to one question of the survey; may be given again", "پاسخ یک پرسش نظرسنجی؛ قابل تکرار"))
  static let settled = Flag(
    "--settled", .one("yes|partly|no"),
    BilingualText("was the matter settled?", "آیا کار به سرانجام رسید؟"))
}

extension Command {
  static let feedback = Command(
    "feedback", for: [.citizen], [.trackingCode], flags: [.secret, .answer, .settled, .idempotencyKey],
    summary: BilingualText("the survey at the end, and its answers", "نظرسنجی پایان کار و پاسخ‌های آن"),
    notes: [
      BilingualText(
        "Without --answer and --settled it shows the questions. Feedback is given once a request.",
        "بدون \u{2066}--answer\u{2069} و \u{2066}--settled\u{2069} پرسش‌ها را نشان می‌دهد. برای هر درخواست یک بار نظر داده می‌شود."
      )
    ],
    examples: [
      ["feedback", "1234-5678-9012-3456", "--secret", "123456"],
      [
        "feedback", "1234-5678-9012-3456", "--secret", "123456", "--answer", "overall=5", "--answer",
        "comment=Thank you", "--settled", "yes",
      ],
    ]
  ) { invocation throws(Failure) in
    let arguments = invocation.arguments
    let code = invocation.required(0)
    let (secret, settled, typed, key) = try invocation.reading("feedback") { () throws(UsageError) in
      var typed: [Assignment] = []
      for answer in arguments.all(.answer) { typed.append(try Assignment(answer, of: .answer)) }
      return (
        try invocation.neededSecret(for: "feedback"), try settledWord(arguments[.settled]), typed,
        try invocation.key()
      )
    }
    let client = try invocation.client()
    let survey = try asFailure { () throws(CallError) in try client.survey(code, secret: secret) }
    guard !typed.isEmpty || settled != PISHKHAN_SETTLED_UNSPECIFIED else {
      try invocation.show(survey)
      return .done
    }
    let answers = try invocation.reading("feedback") { () throws(UsageError) in
      try surveyAnswers(typed, to: survey)
    }
    let feedback = FeedbackAnswers(trackingCode: code, secret: secret, answers: answers, settled: settled)
    try invocation.storing(with: client, Repetition(key: key)) { () throws(CallError) in
      FeedbackOutcome(outcome: try client.submit(feedback, key: key))
    }
    return .done
  }
}

func settledWord(_ typed: String?) throws(UsageError) -> pishkhan_settled {
  switch typed {
  case nil: return PISHKHAN_SETTLED_UNSPECIFIED
  case "yes": return PISHKHAN_SETTLED_YES
  case "partly": return PISHKHAN_SETTLED_PARTLY
  case "no": return PISHKHAN_SETTLED_NO
  case let other?: throw UsageError(.settledUnknown, other)
  }
}

/// Answers as the survey's questions want them: a number or a text.
func surveyAnswers(
  _ typed: [Assignment], to survey: Survey
) throws(UsageError) -> [FeedbackAnswers.Answer] {
  var answers: [FeedbackAnswers.Answer] = []
  for assignment in typed {
    guard let question = survey.questions.first(where: { $0.code == assignment.name }) else {
      let codes = survey.questions.map(\.code).joined(separator: ", ")
      throw UsageError(.surveyCodeUnknown, assignment.name, codes)
    }
    guard !answers.contains(where: { $0.code == assignment.name }) else {
      throw UsageError(.answeredTwice, assignment.name)
    }
    switch question.kind {
    case .rating, .count:
      guard let number = wholeNumber(assignment.value) else {
        throw UsageError(.ratingExpected, assignment.name, assignment.value)
      }
      answers.append(FeedbackAnswers.Answer(code: question.code, number: number))
    case .text, nil:
      answers.append(FeedbackAnswers.Answer(code: question.code, text: assignment.value))
    }
  }
  return answers
}

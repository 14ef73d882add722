import Casework
import GRPCServer
import Journal
import Messages
import Registrar

// pishkhan.v1.Feedback: asked at every end, answered once.

extension Desk {
  var feedbackMethods: [Method] {
    [
      unary(.getSurvey) { [unowned self] (call, bytes) throws(Refusal) in try getSurvey(call, bytes) },
      unary(.submitFeedback) { [unowned self] (call, bytes) throws(Refusal) in
        try submitFeedback(call, bytes)
      },
    ]
  }

  // The tracking code's encrypted part is spread evenly and tells nothing.
  private func questions(_ record: RequestRecord) -> [SurveyQuestion] {
    Survey.questions(turn: record.trackingCode.encrypted)
  }

  private func getSurvey(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    _ = try caller(call, .getSurvey)
    let request = try call.unpack(bytes, as: FeedbackMessageTypes.getSurvey).pointee
    let code = try trackingCode(request.tracking_code)
    guard let record = try record(call, code, secret: request.secret) else { return }
    guard !record.state.isOpen else { throw Refusal(.feedbackTooEarly) }
    respondSurvey(call, questions(record), alreadyGiven: record.feedbackGiven)
  }

  private func submitFeedback(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try caller(call, .submitFeedback)
    let message = try call.unpack(bytes, as: FeedbackMessageTypes.submitFeedback)
    let request = message.pointee
    let code = try trackingCode(request.tracking_code)
    guard let record = try record(call, code, secret: request.secret) else { return }
    var checks = FieldChecks()
    let key = checks.idempotencyKey(
      request.idempotency_key, scope: keyScope(principal, .submitFeedback, record))
    let settled = Settled(wire: request.settled.rawValue)
    if request.settled.rawValue != 0 && settled == nil { checks.refuse("settled", .notInList) }
    var personal = PersonalDraft(self)
    let numbers = try answers(request, record, &checks, &personal)
    if numbers.isEmpty && personal.body.isEmpty && settled == nil { checks.refuse("answers", .required) }
    guard let key else { throw .fields(checks.violations) }
    try checks.throwIfAny()
    let office = principal.flatMap { directory.office(row: $0.office) }
    try leave(
      .file(
        Filing(
          target: .request(sequence: record.sequence, code: record.trackingCode),
          command: Command(
            act: .giveFeedback(numbers, settled), actor: Actor(citizenAt: principal, office),
            expectedVersion: nil, commitments: personal.commitments),
          personal: personal.body, key: key,
          content: contentHash(message, without: \.idempotency_key))),
      call, .feedback)
  }

  /// Reads the answers: numbers go into the event, free text to the personal values.
  private func answers(
    _ request: Pishkhan__V1__SubmitFeedbackRequest, _ record: RequestRecord, _ checks: inout FieldChecks,
    _ personal: inout PersonalDraft
  ) throws(Refusal) -> [SurveyNumber] {
    let questions = questions(record)
    guard request.n_answers <= questions.count else {
      throw .fields([FieldViolation(field: "answers", reason: .tooLong)])
    }
    var numbers: [SurveyNumber] = []
    var seen: Set<String> = []
    for index in 0..<Int(request.n_answers) {
      guard let answer = request.answers[index]?.pointee else { continue }
      let code = checks.line("answers.code", answer.code, max: FormCheck.codeBytesMax)
      let field = "answers.\(code)"
      guard let question = questions.first(where: { $0.code == code }) else {
        checks.refuse(field, .notAsked)
        continue
      }
      if !seen.insert(code).inserted { checks.refuse(field, .duplicate) }
      if question.kind == .text {
        let text = checks.text(field, answer.text, max: FieldChecks.noteBytesMax)
        try personal.add(.feedbackText, of: code, text)
      } else if question.takes(answer.number) {
        numbers.append(SurveyNumber(question: code, number: answer.number))
      } else {
        checks.refuse(field, .range)
      }
    }
    return numbers
  }
}

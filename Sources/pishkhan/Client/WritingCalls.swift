import libpishkhan

/// What a counter takes down for a citizen.
struct Submission {
  let service: String
  let nationalId: String
  var givenName: String?
  var familyName: String?
  var mobile: String?
  var form: [FormValue] = []
  var region: String?
  var note: String?
}

/// The calls that store something.
extension CounterClient {
  func submit(_ submission: Submission, key: IdempotencyKey) throws(CallError) -> Receipt {
    let pool = CStringPool()
    var raw = pishkhan_submission()
    raw.size = MemoryLayout<pishkhan_submission>.size
    raw.idempotency_key = pool.key(key)
    raw.service = pool.text(submission.service)
    raw.national_id = pool.text(submission.nationalId)
    raw.given_name = pool.text(submission.givenName)
    raw.family_name = pool.text(submission.familyName)
    raw.mobile = pool.text(submission.mobile)
    raw.form = pool.form(submission.form)
    raw.form_count = submission.form.count
    raw.region = pool.text(submission.region)
    raw.note = pool.text(submission.note)
    return try withExtendedLifetime(pool) { () throws(CallError) in
      try call(
        freedBy: pishkhan_receipt_free, { pishkhan_submit($0, &raw, nil, $1, $2) }, read: Receipt.init)
    }
  }

  func act(_ act: CitizenAct, key: IdempotencyKey) throws(CallError) -> Outcome {
    let pool = CStringPool()
    var raw = pishkhan_citizen_act()
    raw.size = MemoryLayout<pishkhan_citizen_act>.size
    raw.idempotency_key = pool.key(key)
    raw.tracking_code = pool.text(act.trackingCode)
    raw.secret = pool.text(act.secret)
    raw.expected_version = act.expectedVersion
    raw.action = act.action
    raw.answers = pool.form(act.answers)
    raw.answer_count = act.answers.count
    raw.note = pool.text(act.note)
    return try withExtendedLifetime(pool) { () throws(CallError) in
      try call(
        freedBy: pishkhan_outcome_free, { pishkhan_act_as_citizen($0, &raw, nil, $1, $2) }, read: Outcome.init
      )
    }
  }

  func act(_ act: AgencyAct, key: IdempotencyKey) throws(CallError) -> Outcome {
    guard act.action != PISHKHAN_ACTION_CLAIM else { return try claim(act, key: key) }
    let pool = CStringPool()
    var raw = pishkhan_agency_act()
    raw.size = MemoryLayout<pishkhan_agency_act>.size
    raw.idempotency_key = pool.key(key)
    raw.tracking_code = pool.text(act.trackingCode)
    raw.expected_version = act.expectedVersion
    raw.action = act.action
    raw.reason = pool.text(act.reason)
    raw.note = pool.text(act.note)
    raw.questions = pool.questions(act.questions)
    raw.question_count = act.questions.count
    raw.on_behalf_of = pool.text(act.onBehalfOf)
    return try withExtendedLifetime(pool) { () throws(CallError) in
      try call(
        freedBy: pishkhan_outcome_free, { pishkhan_act_as_agency($0, &raw, nil, $1, $2) }, read: Outcome.init)
    }
  }

  /// Claim is a method of its own in the protocol.
  private func claim(_ act: AgencyAct, key: IdempotencyKey) throws(CallError) -> Outcome {
    let pool = CStringPool()
    var raw = pishkhan_claim_request()
    raw.size = MemoryLayout<pishkhan_claim_request>.size
    raw.idempotency_key = pool.key(key)
    raw.tracking_code = pool.text(act.trackingCode)
    raw.expected_version = act.expectedVersion
    raw.on_behalf_of = pool.text(act.onBehalfOf)
    return try withExtendedLifetime(pool) { () throws(CallError) in
      try call(freedBy: pishkhan_outcome_free, { pishkhan_claim($0, &raw, nil, $1, $2) }, read: Outcome.init)
    }
  }

  func submit(_ feedback: FeedbackAnswers, key: IdempotencyKey) throws(CallError) -> Outcome {
    let pool = CStringPool()
    let answers = feedback.answers.map {
      pishkhan_survey_answer(code: pool.text($0.code), number: $0.number, text: pool.text($0.text))
    }
    var raw = pishkhan_feedback()
    raw.size = MemoryLayout<pishkhan_feedback>.size
    raw.idempotency_key = pool.key(key)
    raw.tracking_code = pool.text(feedback.trackingCode)
    raw.secret = pool.text(feedback.secret)
    raw.answers = pool.array(answers)
    raw.answer_count = answers.count
    raw.settled = feedback.settled
    return try withExtendedLifetime(pool) { () throws(CallError) in
      try call(
        freedBy: pishkhan_outcome_free, { pishkhan_submit_feedback($0, &raw, nil, $1, $2) },
        read: Outcome.init)
    }
  }
}

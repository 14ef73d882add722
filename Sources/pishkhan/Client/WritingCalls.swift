import libpishkhan

/// The calls that store something for a citizen.
extension CounterClient {
  func submit(_ submission: Submission, key: IdempotencyKey) throws(CallError) -> Receipt {
    let pool = CStringPool()
    var raw = submission.raw(pool, key: key)
    return try withExtendedLifetime(pool) { () throws(CallError) in
      try call(
        freedBy: pishkhan_receipt_free, { pishkhan_submit($0, &raw, nil, $1, $2) }, read: Receipt.init)
    }
  }

  func complain(
    _ code: String, secret: String, about subject: pishkhan_complaint_subject, _ text: String,
    key: IdempotencyKey
  ) throws(CallError) -> Receipt {
    let pool = CStringPool()
    var raw = pishkhan_complaint()
    raw.size = MemoryLayout<pishkhan_complaint>.size
    raw.idempotency_key = pool.key(key)
    raw.tracking_code = pool.text(code)
    raw.secret = pool.text(secret)
    raw.subject = subject
    raw.text = pool.text(text)
    return try withExtendedLifetime(pool) { () throws(CallError) in
      try call(
        freedBy: pishkhan_receipt_free, { pishkhan_complain($0, &raw, nil, $1, $2) }, read: Receipt.init)
    }
  }

  func replaceSecret(
    _ code: String, secret: String, key: IdempotencyKey
  ) throws(CallError) -> NewSecret {
    let pool = CStringPool()
    var raw = pishkhan_secret_replacement()
    raw.size = MemoryLayout<pishkhan_secret_replacement>.size
    raw.idempotency_key = pool.key(key)
    raw.tracking_code = pool.text(code)
    raw.secret = pool.text(secret)
    return try withExtendedLifetime(pool) { () throws(CallError) in
      try call(
        freedBy: pishkhan_new_secret_free, { pishkhan_replace_secret($0, &raw, nil, $1, $2) },
        read: NewSecret.init)
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

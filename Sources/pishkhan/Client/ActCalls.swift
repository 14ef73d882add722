import libpishkhan

/// What a citizen or an agency does to a request. Each action has its own flags; what it does not take is empty.
struct RequestAct {
  let trackingCode: String
  let action: pishkhan_action
  let expectedVersion: UInt32
  /// Of the citizen; nil for an office that answers for the citizen, and for an agency.
  var secret: String?
  var reason: String?
  var note: String?
  var answers: [FormValue] = []
  var questions: [Question] = []
  /// Ids of uploads.
  var attachments: [String] = []
  var onBehalfOf: String?
  var leaseSeconds: UInt32 = 0
  var assignee: String?
  var service: String?
  var otherBody: String?
  var linkedCode: String?
  var collectedBy: String?
}

extension CounterClient {
  func actAsCitizen(_ act: RequestAct, key: IdempotencyKey) throws(CallError) -> Outcome {
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
    raw.reason = pool.text(act.reason)
    raw.attachments = pool.array(act.attachments.map(pool.text))
    raw.attachment_count = act.attachments.count
    return try outcome(pool) { pishkhan_act_as_citizen($0, &raw, nil, $1, $2) }
  }

  /// Claim and release are methods of their own in the protocol.
  func actAsAgency(_ act: RequestAct, key: IdempotencyKey) throws(CallError) -> Outcome {
    switch act.action {
    case PISHKHAN_ACTION_CLAIM: return try claim(act, key: key)
    case PISHKHAN_ACTION_RELEASE: return try release(act, key: key)
    default: break
    }
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
    raw.assignee = pool.text(act.assignee)
    raw.service = pool.text(act.service)
    raw.other_body = pool.text(act.otherBody)
    raw.linked_code = pool.text(act.linkedCode)
    raw.collected_by = pool.text(act.collectedBy)
    raw.attachments = pool.array(act.attachments.map(pool.text))
    raw.attachment_count = act.attachments.count
    return try outcome(pool) { pishkhan_act_as_agency($0, &raw, nil, $1, $2) }
  }

  private func claim(_ act: RequestAct, key: IdempotencyKey) throws(CallError) -> Outcome {
    let pool = CStringPool()
    var raw = pishkhan_claim_request()
    raw.size = MemoryLayout<pishkhan_claim_request>.size
    raw.idempotency_key = pool.key(key)
    raw.tracking_code = pool.text(act.trackingCode)
    raw.expected_version = act.expectedVersion
    raw.on_behalf_of = pool.text(act.onBehalfOf)
    raw.lease_seconds = act.leaseSeconds
    return try outcome(pool) { pishkhan_claim($0, &raw, nil, $1, $2) }
  }

  private func release(_ act: RequestAct, key: IdempotencyKey) throws(CallError) -> Outcome {
    let pool = CStringPool()
    var raw = pishkhan_release_request()
    raw.size = MemoryLayout<pishkhan_release_request>.size
    raw.idempotency_key = pool.key(key)
    raw.tracking_code = pool.text(act.trackingCode)
    raw.expected_version = act.expectedVersion
    raw.note = pool.text(act.note)
    return try outcome(pool) { pishkhan_release($0, &raw, nil, $1, $2) }
  }

  private func outcome(
    _ pool: CStringPool,
    _ function: (
      OpaquePointer, UnsafeMutablePointer<UnsafeMutablePointer<pishkhan_outcome>?>,
      UnsafeMutablePointer<OpaquePointer?>
    ) -> pishkhan_status
  ) throws(CallError) -> Outcome {
    try withExtendedLifetime(pool) { () throws(CallError) in
      try call(freedBy: pishkhan_outcome_free, function, read: Outcome.init)
    }
  }

  /// Until when the claim holds now, in Unix milliseconds.
  func renew(_ code: String, leaseSeconds: UInt32) throws(CallError) -> Int64 {
    var until: Int64 = 0
    try callForNothing { pishkhan_renew($0, code, leaseSeconds, nil, &until, $1) }
    return until
  }
}

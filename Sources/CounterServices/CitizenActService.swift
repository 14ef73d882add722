import Casework
import GRPCServer
import Journal
import Messages
import Registrar

// Requests.Act: what the citizen does.

extension Desk {
  func citizenAct(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try caller(call, .citizenAct)
    let message = try call.unpack(bytes, as: RequestsMessageTypes.act)
    let request = message.pointee
    guard
      let record = try record(
        call, request.tracking_code, secret: request.secret, orOwnedBy: principal)
    else { return }
    let office = principal.flatMap { directory.office(row: $0.office) }
    let bySecret = request.secret.pointee != 0
    let actor =
      bySecret ? Actor(citizenAt: principal, office) : Actor(machine: principal!, office)

    var checks = FieldChecks()
    let key = checks.idempotencyKey(
      request.idempotency_key, scope: keyScope(principal, .citizenAct, record))
    checks.version(request.expected_version)
    let answers = try formValues("answers", request.n_answers, request.answers)
    let note = checks.text("note", request.note, max: FieldChecks.noteBytesMax)
    let act = act(request, answers, &checks)
    let given = files(named: request.attachments, request.n_attachments, with: act, &checks)
    guard let key, let act else { throw .fields(checks.violations) }
    try checks.throwIfAny()
    let content = contentHash(message, without: \.idempotency_key)
    try orEarlier(call, key, content, .citizenAct) { () throws(Refusal) in
      let owner = FileOwner(principal, citizenOf: bySecret ? record.sequence : nil)
      let files =
        if case .answer = act {
          try checkAnswers(answers, record, expected: request.expected_version, owner)
        } else {
          try self.files(given, of: record, by: owner)
        }
      var personal = PersonalDraft(self)
      try personal.add(answers)
      try personal.add(.note, note)
      try personal.add(files)
      try leave(
        .file(
          Filing(
            target: .request(sequence: record.sequence, code: record.trackingCode),
            command: Command(
              act: act, actor: actor, expectedVersion: request.expected_version,
              commitments: personal.commitments, attachments: personal.attachments),
            personal: personal.body, key: key, content: content)),
        call, .citizenAct)
    }
  }

  private func act(
    _ request: Pishkhan__V1__RequestsActRequest, _ answers: [FormValue], _ checks: inout FieldChecks
  ) -> Act? {
    guard let action = Action(wire: request.action.rawValue) else {
      checks.refuse("action", .required)
      return nil
    }
    if action != .answer && !answers.isEmpty { checks.refuse("answers", .notAsked) }
    let reason = checks.reasonCode("reason", request.reason)
    let needsReason = action == .reopen || action == .appeal
    if needsReason && request.reason.pointee == 0 { checks.refuse("reason", .required) }
    if !needsReason && request.reason.pointee != 0 { checks.refuse("reason", .notAsked) }
    if action == .addMessage && request.note.pointee == 0 { checks.refuse("note", .required) }
    switch action {
    case .answer: return .answer(answers.map(\.attribute))
    case .withdraw: return .withdraw
    case .confirm: return .confirm
    case .reopen: return .reopen(reason: reason)
    case .appeal: return .appeal(reason: reason)
    case .addMessage: return .addMessage
    case .attach: return .attach
    default:
      checks.refuse("action", .notInList)
      return nil
    }
  }

  // Answers are checked against what was asked, as this loop sees it; so an answer to any other version or state is refused
  // here, not left to the writer, which checks no forms.
  private func checkAnswers(
    _ answers: [FormValue], _ record: RequestRecord, expected: UInt32, _ owner: FileOwner
  ) throws(Refusal) -> [AttachmentRow] {
    if record.version != expected { throw Refusal(rejection: .staleVersion(current: record.version)) }
    guard record.state == .waitingCitizen, let service = directory.service(row: record.service) else {
      throw Refusal(rejection: .wrongState(record.state, .answer))
    }
    var checks = FieldChecks()
    checks.append(FormCheck.violations(ofAnswers: answers, to: record.asked, against: service))
    let files = try files(
      inForm: answers, "answers", of: service, request: record.sequence, by: owner, &checks)
    try checks.throwIfAny()
    return files
  }
}

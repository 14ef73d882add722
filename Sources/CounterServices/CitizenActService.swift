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
    let act = act(request.action.rawValue, answers, &checks)
    let given = files(named: request.attachments, request.n_attachments, with: act, &checks)
    guard let key, let act else { throw .fields(checks.violations) }

    let content = contentHash(message, without: \.idempotency_key)
    try checks.throwIfAny()
    let owner = FileOwner(principal, citizenOf: bySecret ? record.sequence : nil)
    let files: [AttachmentRow]
    do throws(Refusal) {
      files =
        if case .answer = act {
          try checkAnswers(answers, record, expected: request.expected_version, owner)
        } else {
          try self.files(given, of: record, by: owner)
        }
    } catch {
      guard let acceptance = try earlier(key, content) else { throw error }
      return answerCitizenAct(call, acceptance)
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

  private func act(
    _ action: some BinaryInteger, _ answers: [FormValue], _ checks: inout FieldChecks
  ) -> Act? {
    let action = Action(wire: action)
    if action != .answer && !answers.isEmpty { checks.refuse("answers", .notAsked) }
    switch action {
    case .answer: return .answer(answers.map(\.attribute))
    case .withdraw: return .withdraw
    case .confirm: return .confirm
    case .attach: return .attach
    case nil: checks.refuse("action", .required)
    default: checks.refuse("action", .notInList)
    }
    return nil
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

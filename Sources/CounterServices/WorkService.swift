import Casework
import GRPCServer
import Journal
import Messages
import Registrar
import Sealing

// pishkhan.v1.Work: the agency's side of the counter.

extension Desk {
  private static let inboxPageMax = 200
  private static let questionsMax = 32
  private static let openStates: [RequestState] = [.submitted, .acknowledged, .assigned, .waitingCitizen]

  var workMethods: [Method] {
    [
      unary(.inbox) { [unowned self] (call, bytes) throws(Refusal) in try inbox(call, bytes) },
      unary(.claim) { [unowned self] (call, bytes) throws(Refusal) in try claim(call, bytes) },
      unary(.agencyAct) { [unowned self] (call, bytes) throws(Refusal) in try agencyAct(call, bytes) },
    ]
  }

  private func inbox(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try machine(call, .inbox)
    let request = try call.unpack(bytes, as: WorkMessageTypes.inbox).pointee
    let limit = try pageSize(request.page_size, standard: 50, max: Self.inboxPageMax)
    let services = try inboxServices(request.service, principal)
    let states = try inboxStates(request)
    let after = try openCursor(request.cursor, principal)
    let rows = try read { () throws(JournalError) in
      try reader.inbox(
        services: services.map { Int64($0.number) }, states: states, after: after, limit: limit + 1)
    }
    let page = Array(rows.prefix(limit))
    respondInbox(
      call, page, nextCursor: rows.count > limit ? sealCursor(page[limit - 1].sequence, principal) : "")
  }

  private func inboxServices(
    _ code: UnsafePointer<CChar>, _ principal: Principal
  ) throws(Refusal) -> [ServiceDefinition] {
    let own = directory.services(ofAgency: principal.agency)
    if code.pointee == 0 { return own }
    let code = String(cString: code)
    guard directory.service(code: code) != nil else { throw Refusal(.serviceUnknown) }
    let asked = own.filter { $0.code == code }
    if asked.isEmpty { throw Refusal(.outOfScope) }
    return asked
  }

  private func inboxStates(_ request: Pishkhan__V1__InboxRequest) throws(Refusal) -> [RequestState] {
    if request.n_states == 0 { return Self.openStates }
    var states: Set<RequestState> = []
    for index in 0..<request.n_states {
      guard
        let state = RequestState(wire: request.states[index].rawValue),
        state.isOpen
      else { throw .fields([FieldViolation(field: "states", reason: .notInList)]) }
      states.insert(state)
    }
    return Self.openStates.filter(states.contains)
  }

  // A cursor means something only to the principal that it was given to, and tells no sequence.

  private func sealCursor(_ sequence: Int64, _ principal: Principal) -> String {
    withUnsafeBytes(of: sequence.bigEndian) { cursors.seal($0, scope: UInt64(principal.row)) }
  }

  private func openCursor(_ text: UnsafePointer<CChar>, _ principal: Principal) throws(Refusal) -> Int64 {
    if text.pointee == 0 { return 0 }
    guard let bytes = cursors.open(bytes(of: text).span, scope: UInt64(principal.row)), bytes.count == 8
    else {
      throw .fields([FieldViolation(field: "cursor", reason: .unknown)])
    }
    return bytes.reduce(0) { $0 << 8 | Int64($1) }
  }

  private func claim(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try machine(call, .claim)
    let message = try call.unpack(bytes, as: WorkMessageTypes.claim)
    let request = message.pointee
    let code = try trackingCode(request.tracking_code)
    guard let record = try record(call, code, ownedBy: principal) else { return }
    var checks = FieldChecks()
    let key = checks.idempotencyKey(request.idempotency_key, scope: keyScope(principal, .claim))
    checks.version(request.expected_version)
    let officer = checks.line("on_behalf_of", request.on_behalf_of, max: FieldChecks.nameBytesMax)
    try checks.throwIfAny()
    var personal = PersonalDraft(self)
    try personal.add(.onBehalfOf, officer)
    try file(
      .claim(lease: 0), personal, record, principal, key, expected: request.expected_version,
      contentHash(message, without: \.idempotency_key), call, .claim)
  }

  private func agencyAct(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try machine(call, .agencyAct)
    let message = try call.unpack(bytes, as: WorkMessageTypes.act)
    let request = message.pointee
    let code = try trackingCode(request.tracking_code)
    guard let record = try record(call, code, ownedBy: principal) else { return }
    var checks = FieldChecks()
    let key = checks.idempotencyKey(request.idempotency_key, scope: keyScope(principal, .agencyAct))
    checks.version(request.expected_version)
    let note = checks.text("note", request.note, max: FieldChecks.noteBytesMax)
    let officer = checks.line("on_behalf_of", request.on_behalf_of, max: FieldChecks.nameBytesMax)
    let questions = questions(request, record, &checks)
    let act = act(request, questions, &checks)
    let given = files(named: request.attachments, request.n_attachments, with: act, &checks)
    guard let act, let key else { throw .fields(checks.violations) }
    try checks.throwIfAny()
    let content = contentHash(message, without: \.idempotency_key)
    let files: [AttachmentRow]
    do throws(Refusal) {
      files = try self.files(given, of: record, by: FileOwner(principal))
    } catch {
      guard let acceptance = try earlier(key, content) else { throw error }
      return answerAgencyAct(call, acceptance)
    }
    var personal = PersonalDraft(self)
    try personal.add(.note, note)
    try personal.add(.onBehalfOf, officer)
    for question in questions { try personal.add(.question, of: question.attribute, question.text) }
    try personal.add(files)
    try file(
      act, personal, record, principal, key, expected: request.expected_version, content, call, .agencyAct)
  }

  private func file(
    _ act: Act, _ personal: PersonalDraft, _ record: RequestRecord, _ principal: Principal,
    _ key: IdempotencyKey?, expected: UInt32, _ content: ContentHash, _ call: ServerCall, _ reply: Reply
  ) throws(Refusal) {
    guard let key else { throw Refusal(.fieldInvalid) }
    try leave(
      .file(
        Filing(
          target: .request(sequence: record.sequence, code: record.trackingCode),
          command: Command(
            act: act, actor: Actor(machine: principal, nil), expectedVersion: expected,
            commitments: personal.commitments, attachments: personal.attachments),
          personal: personal.body, key: key, content: content)),
      call, reply)
  }

  private func act(
    _ request: Pishkhan__V1__WorkActRequest, _ questions: [(attribute: String, text: String)],
    _ checks: inout FieldChecks
  ) -> Act? {
    let action = Action(wire: request.action.rawValue)
    let reason = reasonCode(request.reason, action, &checks)
    if action != .askCitizen && request.n_questions > 0 { checks.refuse("questions", .notAsked) }
    switch action {
    case .acknowledge: return .acknowledge
    case .attach: return .attach
    case .fulfil: return .fulfil
    case .refuse: return .refuse(reason: reason)
    case .askCitizen:
      if request.n_questions == 0 { checks.refuse("questions", .required) }
      return .askCitizen(questions.map(\.attribute))
    case nil: checks.refuse("action", .required)
    default: checks.refuse("action", .notInList)
    }
    return nil
  }

  private func reasonCode(
    _ text: UnsafePointer<CChar>, _ action: Action?, _ checks: inout FieldChecks
  ) -> String {
    let reason = checks.line("reason", text, max: FieldChecks.reasonCodeBytesMax)
    if action == .refuse {
      if text.pointee == 0 { checks.refuse("reason", .required) }
    } else if !reason.isEmpty {
      checks.refuse("reason", .notAsked)
    }
    let isCode = reason.utf8.allSatisfy { byte in
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
    }
    if !isCode { checks.refuse("reason", .character) }
    return reason
  }

  private func questions(
    _ request: Pishkhan__V1__WorkActRequest, _ record: RequestRecord, _ checks: inout FieldChecks
  ) -> [(attribute: String, text: String)] {
    guard request.n_questions <= Self.questionsMax else {
      checks.refuse("questions", .tooLong)
      return []
    }
    let service = directory.service(row: record.service)
    var questions: [(attribute: String, text: String)] = []
    for index in 0..<Int(request.n_questions) {
      guard let question = request.questions[index]?.pointee else { continue }
      let attribute = checks.line("questions.attribute", question.attribute, max: FormCheck.codeBytesMax)
      let text = checks.text("questions.\(attribute)", question.text, max: FieldChecks.questionBytesMax)
      if service?.attribute(attribute) == nil { checks.refuse("questions.\(attribute)", .unknown) }
      if question.text.pointee == 0 { checks.refuse("questions.\(attribute)", .required) }
      if questions.contains(where: { $0.attribute == attribute }) {
        checks.refuse("questions.\(attribute)", .duplicate)
      }
      questions.append((attribute, text))
    }
    return questions
  }
}

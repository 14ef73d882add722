import Casework
import GRPCServer
import Journal
import Messages
import Registrar

// pishkhan.v1.Requests: submitting a request and following it.

extension Desk {
  var requestsMethods: [Method] {
    [
      unary(.submit) { [unowned self] (call, bytes) throws(Refusal) in try submit(call, bytes) },
      unary(.track) { [unowned self] (call, bytes) throws(Refusal) in try track(call, bytes) },
      unary(.get) { [unowned self] (call, bytes) throws(Refusal) in try get(call, bytes) },
      unary(.history) { [unowned self] (call, bytes) throws(Refusal) in try history(call, bytes) },
      unary(.citizenAct) { [unowned self] (call, bytes) throws(Refusal) in try citizenAct(call, bytes) },
      unary(.replaceSecret) { [unowned self] (call, bytes) throws(Refusal) in try replaceSecret(call, bytes)
      },
      unary(.complain) { [unowned self] (call, bytes) throws(Refusal) in try complain(call, bytes) },
      watchMethod,
    ] + draftMethods
  }

  private func track(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try caller(call, .track)
    let message = try call.unpack(bytes, as: RequestsMessageTypes.track)
    let code = try trackingCode(message.pointee.tracking_code)
    if message.pointee.secret.pointee != 0 {
      guard let record = try record(call, code, secret: message.pointee.secret) else { return }
      return try respondDetails(call, record)
    }
    try checkPeerMayGuess(call, principal)
    guard let state = try state(of: code) else { return try refuseUnknownCode(call, principal) }
    respondState(call, code, state)
  }

  private func state(of code: TrackingCode) throws(Refusal) -> RequestState? {
    // Before the read: a commit that comes in between makes the entry old, never wrong.
    let commit = counter.commits.current
    if let state = recentCodes.state(code, commit: commit) { return state }
    guard let sequence = recentCodes.sequence(code) ?? sequence(of: code),
      let state = try read({ () throws(JournalError) in try reader.state(sequence) })
    else { return nil }
    recentCodes.remember(code, sequence, state, commit: commit)
    return state
  }

  private func get(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try machine(call, .get)
    let message = try call.unpack(bytes, as: RequestsMessageTypes.get)
    let code = try trackingCode(message.pointee.tracking_code)
    guard let record = try record(call, code, ownedBy: principal) else { return }
    let arena = MessageArena()
    let response = arena.message(pishkhan__v1__get_response__init)
    response.pointee.request = try requestMessage(record, arena)
    call.respond(response)
  }

  private func submit(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try machine(call, .submit)
    let message = try call.unpack(bytes, as: RequestsMessageTypes.submit)
    let draft = try SubmissionDraft(message, principal, self)
    guard let key = draft.key else { throw .fields(draft.checks.violations) }
    let content = contentHash(message, without: \.idempotency_key)
    if let objection = draft.objection {
      guard let acceptance = try earlier(key, content) else { throw objection }
      return answerSubmission(call, acceptance)
    }
    try leave(
      .file(
        Filing(
          target: .newRequest, command: try draft.command(), personal: draft.personal.body, key: key,
          content: content, admission: draft.admission, draft: draft.draft)),
      call, .submission)
  }
}

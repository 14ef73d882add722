import Casework
import GRPCServer
import Journal
import Messages
import Registrar
import Sealing

// Requests.ReplaceSecret: a new secret for a citizen who fears for the old one.

extension Desk {
  func replaceSecret(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try caller(call, .replaceSecret)
    let message = try call.unpack(bytes, as: RequestsMessageTypes.replaceSecret)
    let request = message.pointee
    let code = try trackingCode(request.tracking_code)
    let content = contentHash(message, without: \.idempotency_key)
    // The secret that a repeated call names is no longer right: its key and its content, the old secret in it, show that it
    // is the same call (domain rule 6).
    if let acceptance = try earlierReplacement(code, request.idempotency_key, content, principal) {
      return try answerNewSecret(call, acceptance)
    }
    guard let record = try record(call, code, secret: request.secret) else { return }
    var checks = FieldChecks()
    guard
      let key = checks.idempotencyKey(
        request.idempotency_key, scope: keyScope(principal, .replaceSecret, record))
    else { throw .fields(checks.violations) }
    let office = principal.flatMap { directory.office(row: $0.office) }
    try leave(
      .file(
        Filing(
          target: .request(sequence: record.sequence, code: code),
          command: Command(
            act: .replaceSecret, actor: Actor(citizenAt: principal, office), expectedVersion: nil,
            commitments: []),
          personal: PersonalBody(), key: key, content: content)),
      call, .newSecret)
  }

  private func earlierReplacement(
    _ code: TrackingCode, _ keyBytes: ProtobufCBinaryData, _ content: ContentHash, _ principal: Principal?
  ) throws(Refusal) -> Acceptance? {
    var checks = FieldChecks()
    guard let record = try record(code),
      let key = checks.idempotencyKey(keyBytes, scope: keyScope(principal, .replaceSecret, record)),
      let entry = try read({ () throws(JournalError) in try reader.entry(key) }), entry.content == content,
      entry.event.sequence == record.sequence
    else { return nil }
    return try earlier(key, content)
  }

  func answerNewSecret(_ call: ServerCall, _ acceptance: Acceptance) throws(Refusal) {
    let generation = try generation(after: acceptance)
    let secret = secrets.secret(sequence: UInt64(acceptance.sequence), generation: generation)
    let arena = MessageArena()
    let response = arena.message(pishkhan__v1__replace_secret_response__init)
    response.pointee.secret = arena.string(secret.string)
    response.pointee.repeated_key = acceptance.isRepeated ? 1 : 0
    call.respond(response)
  }

  /// The generation that a replacement made: that in force, less the replacements since.
  private func generation(after acceptance: Acceptance) throws(Refusal) -> UInt32 {
    guard acceptance.isRepeated else { return acceptance.secretGeneration }
    let since = try read { () throws(JournalError) in
      try reader.count(.replaceSecret, of: acceptance.sequence, after: acceptance.number)
    }
    return acceptance.secretGeneration - UInt32(since)
  }
}

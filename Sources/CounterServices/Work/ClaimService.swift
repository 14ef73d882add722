import Casework
import GRPCServer
import Messages
import Registrar

// Work.Claim, Renew and Release: who works on a request, and for how long.

extension Desk {
  /// The seconds that a lease may have; 0 means what the method says of it.
  static let leaseSeconds: ClosedRange<UInt32> = 10...86_400

  func claim(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try machine(call, .claim)
    let message = try call.unpack(bytes, as: WorkMessageTypes.claim)
    let request = message.pointee
    let code = try trackingCode(request.tracking_code)
    var checks = FieldChecks()
    let key = checks.idempotencyKey(request.idempotency_key, scope: keyScope(principal, .claim))
    let content = contentHash(message, without: \.idempotency_key)
    try orEarlier(call, key, content, .claim) { () throws(Refusal) in
      guard let record = try record(call, code, ownedBy: principal) else { return }
      checks.version(request.expected_version)
      let officer = checks.line("on_behalf_of", request.on_behalf_of, max: FieldChecks.nameBytesMax)
      if request.lease_seconds != 0 && !Self.leaseSeconds.contains(request.lease_seconds) {
        checks.refuse("lease_seconds", .range)
      }
      guard let key else { throw .fields(checks.violations) }
      try checks.throwIfAny()
      var personal = PersonalDraft(self)
      try personal.add(.onBehalfOf, officer)
      try leave(
        filing(
          .claim(lease: Int64(request.lease_seconds) * 1_000), personal, on: record, by: principal,
          seeing: request.expected_version, key, content),
        call, .claim)
    }
  }

  func release(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try machine(call, .release)
    let message = try call.unpack(bytes, as: WorkMessageTypes.release)
    let request = message.pointee
    let code = try trackingCode(request.tracking_code)
    var checks = FieldChecks()
    let key = checks.idempotencyKey(request.idempotency_key, scope: keyScope(principal, .release))
    let content = contentHash(message, without: \.idempotency_key)
    try orEarlier(call, key, content, .release) { () throws(Refusal) in
      guard let record = try record(call, code, ownedBy: principal) else { return }
      checks.version(request.expected_version)
      let note = checks.text("note", request.note, max: FieldChecks.noteBytesMax)
      guard let key else { throw .fields(checks.violations) }
      try checks.throwIfAny()
      var personal = PersonalDraft(self)
      try personal.add(.note, note)
      try leave(
        filing(
          .release, personal, on: record, by: principal, seeing: request.expected_version, key, content),
        call, .release)
    }
  }

  func renew(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try machine(call, .renew)
    let request = try call.unpack(bytes, as: WorkMessageTypes.renew).pointee
    let code = try trackingCode(request.tracking_code)
    guard let record = try record(call, code, ownedBy: principal) else { return }
    guard Self.leaseSeconds.contains(request.lease_seconds) else { throw .field("lease_seconds", .range) }
    try leave(
      .renew(
        Renewal(
          sequence: record.sequence, code: record.trackingCode, principal: principal.row,
          lease: Int64(request.lease_seconds) * 1_000)),
      call, .renewal)
  }

  func answerRenewal(_ call: ServerCall, _ leaseUntil: Int64) {
    let arena = MessageArena()
    let response = arena.message(pishkhan__v1__renew_response__init)
    response.pointee.lease_until_ms = leaseUntil
    call.respond(response)
  }
}

import Casework
import GRPCServer
import Journal
import Messages
import Registrar

// Work.Act: what the agency does.

extension Desk {
  func agencyAct(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try machine(call, .agencyAct)
    let message = try call.unpack(bytes, as: WorkMessageTypes.act)
    let request = message.pointee
    let code = try trackingCode(request.tracking_code)
    var checks = FieldChecks()
    let key = checks.idempotencyKey(request.idempotency_key, scope: keyScope(principal, .agencyAct))
    let content = contentHash(message, without: \.idempotency_key)
    try orEarlier(call, key, content, .agencyAct) { () throws(Refusal) in
      guard let record = try record(call, code, ownedBy: principal) else { return }
      checks.version(request.expected_version)
      var reading = AgencyActReading(request, record, principal, self, checks)
      guard let act = try reading.act(), let key else { throw .fields(reading.checks.violations) }
      try reading.checks.throwIfAny()
      try leave(
        filing(
          act, try reading.personal(), on: record, by: principal, seeing: request.expected_version, key,
          content),
        call, .agencyAct)
    }
  }

  /// An act of the agency's on its way to the writer.
  func filing(
    _ act: Act, _ personal: PersonalDraft, on record: RequestRecord, by principal: Principal,
    seeing version: UInt32, _ key: IdempotencyKey, _ content: ContentHash
  ) -> Order {
    .file(
      Filing(
        target: .request(sequence: record.sequence, code: record.trackingCode),
        command: Command(
          act: act, actor: Actor(machine: principal, nil), expectedVersion: version,
          commitments: personal.commitments, attachments: personal.attachments),
        personal: personal.body, key: key, content: content))
  }
}

import Casework
import GRPCServer
import Journal
import Messages
import Registrar

// Requests.Complain: a request of its own to the body that hears complaints. Nothing of it stands in the request that it came
// from, no office has taken it in, and the body alone owns its service: its subject can neither see nor route it.

extension Desk {
  func complain(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try caller(call, .complain)
    let message = try call.unpack(bytes, as: RequestsMessageTypes.complain)
    let request = message.pointee
    let code = try trackingCode(request.tracking_code)
    guard let record = try record(call, code, secret: request.secret) else { return }
    var checks = FieldChecks()
    let key = checks.idempotencyKey(
      request.idempotency_key, scope: keyScope(principal, .complain, record))
    let text = checks.text("text", request.text, max: FieldChecks.noteBytesMax)
    if request.text.pointee == 0 { checks.refuse("text", .required) }
    let subject = subject(request.subject.rawValue, of: record, &checks)
    guard let key, let subject else { throw .fields(checks.violations) }
    try checks.throwIfAny()
    let content = contentHash(message, without: \.idempotency_key)
    try orEarlier(call, key, content, .complaint) { () throws(Refusal) in
      let service = try complaintService(record)
      let office = principal.flatMap { directory.office(row: $0.office) }
      let submission = Submission(
        service: Int64(service.number), serviceCode: service.code, serviceVersion: service.version,
        office: 0, region: record.region, citizen: record.citizen, fees: Fees(tariff: service.feeRial),
        complaint: Complaint(subject: subject, request: code))
      let personal = try personal(ofComplaint: text, about: record)
      try leave(
        .file(
          Filing(
            target: .newRequest,
            command: Command(
              act: .submit(submission), actor: Actor(citizenAt: principal, office), expectedVersion: nil,
              commitments: personal.commitments),
            personal: personal.body, key: key, content: content)),
        call, .complaint)
    }
  }

  /// - Throws: `complaintsUnavailable` where nobody hears complaints; about who does there is nobody above to complain to.
  private func complaintService(_ record: RequestRecord) throws(Refusal) -> ServiceDefinition {
    guard let service = directory.service(code: ComplaintBody.service),
      service.agencyId == ComplaintBody.agency, service.status == .published, record.complaint == nil
    else { throw Refusal(.complaintsUnavailable) }
    return service
  }

  private func subject(
    _ number: some BinaryInteger, of record: RequestRecord, _ checks: inout FieldChecks
  ) -> ComplaintSubject? {
    guard let subject = ComplaintSubject(wire: number) else {
      checks.refuse("subject", .required)
      return nil
    }
    // Nobody has worked on it yet.
    if subject == .officer && record.assignee == 0 && record.decidedBy == 0 {
      checks.refuse("subject", .notInList)
    }
    return subject
  }

  /// Who complains is who made the request.
  private func personal(
    ofComplaint text: String, about record: RequestRecord
  ) throws(Refusal) -> PersonalDraft {
    let known = PersonalView(
      try read { () throws(JournalError) in try reader.personalValues(ofRequest: record.sequence) },
      of: record)
    var personal = PersonalDraft(self)
    try personal.add(.nationalId, known.nationalId)
    try personal.add(.givenName, known.givenName)
    try personal.add(.familyName, known.familyName)
    try personal.add(.mobile, known.mobile)
    try personal.add(.complaintText, text)
    return personal
  }
}

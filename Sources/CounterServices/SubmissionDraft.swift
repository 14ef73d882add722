import Casework
import GRPCServer
import Journal
import Messages
import Sealing

/// A submission on its way from the message to the writer: checked as a whole, so that all that is wrong comes back
/// together.
struct SubmissionDraft {
  private(set) var checks = FieldChecks()
  private(set) var personal: PersonalDraft
  let key: IdempotencyKey?
  /// Why it can't be stored today; the same key may still have an earlier receipt.
  private(set) var objection: Refusal?
  /// Under which delegation it is taken in.
  private(set) var admission: Admission?
  /// The office's draft that it was.
  private(set) var draft: DraftId?
  private let actor: Actor
  private let submission: Submission?

  init(
    _ message: UnsafeMutablePointer<Pishkhan__V1__SubmitRequest>, _ principal: Principal, _ desk: Desk
  ) throws(Refusal) {
    let directory = desk.directory
    guard let office = directory.office(row: principal.office) else { throw Refusal(.officeUnknown) }
    personal = PersonalDraft(desk)
    actor = Actor(machine: principal, office)
    key = checks.idempotencyKey(
      message.pointee.idempotency_key, scope: desk.keyScope(principal, .submit))

    let code = checks.line("service", message.pointee.service, max: FormCheck.codeBytesMax)
    if message.pointee.service.pointee == 0 { checks.refuse("service", .required) }
    let service = directory.service(code: code)
    let nationalId = checks.identifier(
      "national_id", message.pointee.national_id, .nationalId, isRequired: true)
    let mobile = checks.identifier("mobile", message.pointee.mobile, .mobile, isRequired: false)
    let givenName = checks.line("given_name", message.pointee.given_name, max: FieldChecks.nameBytesMax)
    let familyName = checks.line("family_name", message.pointee.family_name, max: FieldChecks.nameBytesMax)
    let note = checks.text("note", message.pointee.note, max: FieldChecks.noteBytesMax)
    var region = checks.line("region", message.pointee.region, max: 16)
    if region.isEmpty { region = office.region }
    if !directory.regions.contains(region) { checks.refuse("region", .unknown) }
    draft = checks.draftId("draft_id", message.pointee.draft_id)
    let fees = checks.fees(message.pointee, tariff: service?.feeRial ?? 0)
    let representative = Representative(message.pointee.representation, &checks)
    let form = try formValues("form", message.pointee.n_form, message.pointee.form)
    var files: [AttachmentRow] = []
    if let service {
      checks.append(FormCheck.violations(of: form, against: service))
      files = try desk.files(inForm: form, "form", of: service, request: 0, by: FileOwner(principal), &checks)
    }

    submission = service.map { service in
      Submission(
        service: Int64(service.number), serviceCode: service.code, serviceVersion: service.version,
        office: office.row, region: region, citizen: desk.citizenKey(nationalId), fees: fees,
        representation: representative?.representation)
    }
    let standing = directory.standing(of: code, at: office, now: desk.counter.clock())
    objection = Self.objection(code, service, office, standing, checks)
    if case .live(let delegation) = standing {
      admission = Admission(
        directory: directory.position, delegation: delegation.number, dailyCap: delegation.dailyCap,
        offsetMinutes: directory.calendar(region: office.region)?.offsetMinutes
          ?? RegionCalendar.iranOffsetMinutes)
    }
    if objection == nil && representative?.isOver(at: desk.counter.clock()) == true {
      objection = Refusal(.representationOver)
    }
    if objection == nil {
      try personal.add(.nationalId, nationalId)
      try personal.add(.givenName, givenName)
      try personal.add(.familyName, familyName)
      try personal.add(.mobile, mobile)
      if let representative { try personal.add(representative) }
      try personal.add(form)
      try personal.add(.note, note)
      try personal.add(files)
    }
  }

  private static func objection(
    _ code: String, _ service: ServiceDefinition?, _ office: Office, _ standing: DelegationStanding,
    _ checks: FieldChecks
  ) -> Refusal? {
    // A complaint names the request that it is about: Requests.Complain.
    if code == ComplaintBody.service { return .field("service", .notInList) }
    if !code.isEmpty && service == nil { return Refusal(.serviceUnknown) }
    if let service, service.status != .published { return Refusal(.serviceNotPublished) }
    if office.status != .active { return Refusal(.officeNotActive) }
    if let service, !service.isOffered(through: office.kind) {
      return .fields([FieldViolation(field: "service", reason: .channelNotOffered)])
    }
    if service != nil, let refusal = AdmissionRefusal(standing) { return Refusal(admission: refusal) }
    return checks.violations.isEmpty ? nil : .fields(checks.violations)
  }

  func command() throws(Refusal) -> Command {
    guard let submission else { throw Refusal(.serviceUnknown) }
    return Command(
      act: .submit(submission), actor: actor, expectedVersion: nil, commitments: personal.commitments,
      attachments: personal.attachments)
  }
}

extension Actor {
  /// A machine that acts in its own role.
  init(machine principal: Principal, _ office: Office?) {
    self.init(
      role: principal.role, principal: principal.row, name: principal.name, office: office?.id ?? "",
      channel: office?.kind ?? .agency, assisted: principal.role == .office, level: principal.level)
  }

  /// A citizen known by code and secret, alone or at somebody's machine. At a counter an operator types: that is marked.
  init(citizenAt principal: Principal?, _ office: Office?) {
    self.init(
      role: .citizen, principal: principal?.row ?? 0, name: principal?.name ?? "", office: office?.id ?? "",
      channel: office?.kind ?? .online, assisted: principal?.role == .office)
  }
}

extension Desk {
  /// The keyed hash of a normalised national id.
  func citizenKey(_ nationalId: String) -> Digest {
    var nationalId = nationalId
    return nationalId.withUTF8 { citizenKeys.code(of: UnsafeRawBufferPointer($0)) }
  }
}

import Casework
import Journal
import Messages

// A request as Track, Get and the agency's worker see it.

extension Desk {
  /// A request with its personal values: for its citizen, its office or its agency.
  func requestMessage(
    _ record: RequestRecord, _ arena: MessageArena
  ) throws(Refusal) -> UnsafeMutablePointer<Pishkhan__V1__Request> {
    let personal = PersonalView(
      try read { () throws(JournalError) in try reader.personalValues(ofRequest: record.sequence) },
      of: record)
    let message = arena.message(pishkhan__v1__request__init)
    message.pointee.tracking_code = arena.string(record.trackingCode.string)
    message.pointee.version = record.version
    message.pointee.state = Pishkhan__V1__RequestState(wire: record.state.rawValue)
    if let service = directory.service(row: record.service) {
      message.pointee.service = arena.string(service.code)
      message.pointee.service_version = service.version
      message.pointee.agency = arena.string(service.agencyId)
      message.pointee.acknowledge_working_days = service.acknowledgeWorkingDays
      message.pointee.decide_working_days = service.decideWorkingDays
    }
    message.pointee.office = arena.string(directory.office(row: record.office)?.id ?? "")
    message.pointee.channel = Pishkhan__V1__Channel(wire: record.channel.rawValue)
    message.pointee.assisted = record.assisted ? 1 : 0
    message.pointee.region = arena.string(record.region)
    message.pointee.submitted_ms = record.submitted
    message.pointee.changed_ms = record.changed
    message.pointee.assignee = arena.string(directory.principal(row: record.assignee)?.name ?? "")
    message.pointee.national_id = arena.string(personal.nationalId)
    message.pointee.given_name = arena.string(personal.givenName)
    message.pointee.family_name = arena.string(personal.familyName)
    message.pointee.mobile = arena.string(personal.mobile)
    let form = personal.form.map { formValueMessage($0, arena) }
    message.pointee.n_form = form.count
    message.pointee.form = arena.list(form)
    let questions = personal.openQuestions.map { questionMessage($0.attribute, $0.text, arena) }
    message.pointee.n_open_questions = questions.count
    message.pointee.open_questions = arena.list(questions)
    message.pointee.reason = arena.string(record.reason)
    message.pointee.note = arena.string(personal.decisionNote)
    message.pointee.feedback_given = record.feedbackGiven ? 1 : 0
    try fillAttachments(message, record, arena)
    fillClock(message, record)
    fillFees(message, record.fees, arena)
    message.pointee.representation = representationMessage(record.representation, personal, arena)
    message.pointee.duplicate_of = arena.string(record.duplicateOf?.string ?? "")
    message.pointee.result_collected = record.resultCollected ? 1 : 0
    return message
  }

  private func fillClock(_ message: UnsafeMutablePointer<Pishkhan__V1__Request>, _ record: RequestRecord) {
    let now = counter.clock()
    let times = CaseTimes(of: record, now: now, terms: directory.terms(of: record))
    message.pointee.acknowledge_due_ms = record.clock.acknowledgeDue
    message.pointee.decide_due_ms = record.clock.decideDue
    message.pointee.overdue = record.isOverdue(now: now) ? 1 : 0
    message.pointee.escalation_level = UInt32(record.clock.escalation)
    message.pointee.paused_ms = times.paused
    message.pointee.pause_cap_ms = times.pauseCap
    message.pointee.calendar_version = record.clock.calendarVersion
    message.pointee.working_ms = times.working
    message.pointee.wall_ms = times.wall
    message.pointee.transfers = record.transfers
    message.pointee.appeal_level = UInt32(record.appealLevel)
    message.pointee.remedy_until_ms = record.clock.remedyUntil > now ? record.clock.remedyUntil : 0
    message.pointee.lease_until_ms = record.leaseUntil
  }

  private func fillFees(
    _ message: UnsafeMutablePointer<Pishkhan__V1__Request>, _ fees: Fees, _ arena: MessageArena
  ) {
    message.pointee.tariff_rial = fees.tariff
    message.pointee.fee_charged_rial = fees.charged
    message.pointee.payment_reference = arena.string(fees.paymentReference)
    message.pointee.fee_exceeds_tariff = fees.exceedsTariff ? 1 : 0
  }

  /// Absent where nobody acts for the citizen.
  private func representationMessage(
    _ representation: Representation?, _ personal: PersonalView, _ arena: MessageArena
  ) -> UnsafeMutablePointer<Pishkhan__V1__Representation>? {
    guard let representation else { return nil }
    let message = arena.message(pishkhan__v1__representation__init)
    message.pointee.kind = Pishkhan__V1__RepresentationKind(wire: representation.kind.rawValue)
    message.pointee.id = arena.string(personal.representativeId)
    message.pointee.name = arena.string(personal.representativeName)
    message.pointee.document = arena.string(personal.representationDocument)
    message.pointee.until_ms = representation.until
    return message
  }
}

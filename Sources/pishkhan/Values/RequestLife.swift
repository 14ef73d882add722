import libpishkhan

extension RequestDetails {
  /// Clock, money, files and remedies of a request.
  struct Life: Equatable, Sendable {
    let acknowledgeDueMilliseconds: Int64
    let decideDueMilliseconds: Int64
    let isOverdue: Bool
    let escalationLevel: UInt32
    let pausedMilliseconds: Int64
    let pauseCapMilliseconds: Int64
    let transfers: UInt32
    let appealLevel: UInt32
    let remedyUntilMilliseconds: Int64
    let duplicateOf: String
    let tariffRial: Int64
    let feeChargedRial: Int64
    let paymentReference: String
    let feeExceedsTariff: Bool
    let representation: Representation?
    let attachments: [Attachment]
    let isResultCollected: Bool
    let leaseUntilMilliseconds: Int64
    let calendarVersion: UInt32
    let workingMilliseconds: Int64
    let wallMilliseconds: Int64

    init(_ raw: pishkhan_request) {
      acknowledgeDueMilliseconds = raw.acknowledge_due_ms
      decideDueMilliseconds = raw.decide_due_ms
      isOverdue = raw.overdue
      escalationLevel = raw.escalation_level
      pausedMilliseconds = raw.paused_ms
      pauseCapMilliseconds = raw.pause_cap_ms
      transfers = raw.transfers
      appealLevel = raw.appeal_level
      remedyUntilMilliseconds = raw.remedy_until_ms
      duplicateOf = string(raw.duplicate_of)
      tariffRial = raw.tariff_rial
      feeChargedRial = raw.fee_charged_rial
      paymentReference = string(raw.payment_reference)
      feeExceedsTariff = raw.fee_exceeds_tariff
      representation = raw.representation.map { Representation($0.pointee) }
      attachments = values(raw.attachments, raw.attachment_count) { Attachment($0) }
      isResultCollected = raw.result_collected
      leaseUntilMilliseconds = raw.lease_until_ms
      calendarVersion = raw.calendar_version
      workingMilliseconds = raw.working_ms
      wallMilliseconds = raw.wall_ms
    }
  }
}

extension RequestDetails.Life {
  var members: [JSONValue.Member] {
    var members: [JSONValue.Member] = .time("acknowledge_due", milliseconds: acknowledgeDueMilliseconds)
    members += .time("decide_due", milliseconds: decideDueMilliseconds)
    members += [
      JSONValue.Member("overdue", .boolean(isOverdue)),
      JSONValue.Member("escalation_level", .number(escalationLevel)),
      JSONValue.Member("paused_ms", .number(pausedMilliseconds)),
      JSONValue.Member("pause_cap_ms", .number(pauseCapMilliseconds)),
      JSONValue.Member("transfers", .number(transfers)),
      JSONValue.Member("appeal_level", .number(appealLevel)),
    ]
    members += .time("remedy_until", milliseconds: remedyUntilMilliseconds)
    members += [
      JSONValue.Member("duplicate_of", .string(duplicateOf)),
      JSONValue.Member("tariff_rial", .number(tariffRial)),
      JSONValue.Member("fee_charged_rial", .number(feeChargedRial)),
      JSONValue.Member("payment_reference", .string(paymentReference)),
      JSONValue.Member("fee_exceeds_tariff", .boolean(feeExceedsTariff)),
      JSONValue.Member("representation", representation?.json ?? .null),
      JSONValue.Member("attachments", .array(attachments.map(\.json))),
      JSONValue.Member("result_collected", .boolean(isResultCollected)),
    ]
    members += .time("lease_until", milliseconds: leaseUntilMilliseconds)
    return members + [
      JSONValue.Member("calendar_version", .number(calendarVersion)),
      JSONValue.Member("working_ms", .number(workingMilliseconds)),
      JSONValue.Member("wall_ms", .number(wallMilliseconds)),
    ]
  }

  func writeClock(to page: inout Page) {
    let writing = page.writing
    page.time(.acknowledgeDue, acknowledgeDueMilliseconds)
    page.time(.decideDue, decideDueMilliseconds)
    if isOverdue { page.field(.overdue, writing.text(.yes)) }
    page.field(.escalation, escalationLevel == 0 ? "" : writing.number(escalationLevel))
    page.duration(.workingTime, workingMilliseconds)
    page.duration(.paused, pausedMilliseconds)
    page.field(.transfers, transfers == 0 ? "" : writing.number(transfers))
    page.field(.appealLevel, appealLevel == 0 ? "" : writing.number(appealLevel))
    page.time(.leaseUntil, leaseUntilMilliseconds)
  }

  func writeRest(to page: inout Page) {
    let writing = page.writing
    page.field(.duplicateOf, duplicateOf.isEmpty ? "" : writing.trackingCode(duplicateOf))
    page.time(.remedyUntil, remedyUntilMilliseconds)
    page.fee(
      tariff: tariffRial, charged: feeChargedRial, payment: paymentReference, exceeds: feeExceedsTariff)
    for attachment in attachments { page.field(.file, attachment.line(writing)) }
    if isResultCollected { page.field(.collected, writing.text(.yes)) }
  }
}

extension Page {
  /// What the service costs and what was taken; nothing where nothing was taken.
  mutating func fee(tariff: Int64, charged: Int64, payment: String, exceeds: Bool) {
    guard charged != 0 else { return }
    field(.tariff, writing.rial(tariff))
    field(.feeCharged, writing.rial(charged))
    field(.payment, writing.code(payment))
    if exceeds { line(.feeExceeds) }
  }
}

// What version 2 of an event's bytes has behind those of version 1: a mask of the groups that are there, then the groups in
// the mask's order. A group that would hold nothing but zeros is left out, so that most events stay short; one that is
// there and holds nothing is refused.

private struct Groups: OptionSet {
  let rawValue: UInt16

  static let clock = Groups(rawValue: 1 << 0)
  static let appealLevel = Groups(rawValue: 1 << 1)
  static let lease = Groups(rawValue: 1 << 2)
  static let assignee = Groups(rawValue: 1 << 3)
  static let linked = Groups(rawValue: 1 << 4)
  static let otherBody = Groups(rawValue: 1 << 5)
  static let attachments = Groups(rawValue: 1 << 6)
  static let fees = Groups(rawValue: 1 << 7)
  static let representation = Groups(rawValue: 1 << 8)
  static let complaintSubject = Groups(rawValue: 1 << 9)
  static let all = Groups(rawValue: 1 << 10 - 1)
}

extension CaseEvent {
  private var groups: Groups {
    var groups: Groups = []
    if clock != CaseClock() { groups.insert(.clock) }
    if appealLevel != 0 { groups.insert(.appealLevel) }
    if leaseUntil != 0 { groups.insert(.lease) }
    if !assignee.isEmpty { groups.insert(.assignee) }
    if linked != nil { groups.insert(.linked) }
    if !otherBody.isEmpty { groups.insert(.otherBody) }
    if !attachments.isEmpty { groups.insert(.attachments) }
    if fees != Fees() { groups.insert(.fees) }
    if representation != nil { groups.insert(.representation) }
    if complaintSubject != nil { groups.insert(.complaintSubject) }
    return groups
  }

  func encodeGroups(into bytes: inout [UInt8]) {
    let groups = groups
    bytes.appendInteger(groups.rawValue)
    if groups.contains(.clock) { encode(clock, into: &bytes) }
    if groups.isSubset(of: .clock) { return }
    if groups.contains(.appealLevel) { bytes.append(appealLevel) }
    if groups.contains(.lease) { bytes.appendTime(leaseUntil) }
    if groups.contains(.assignee) { bytes.appendText(assignee) }
    if let linked { bytes.appendInteger(linked.number) }
    if groups.contains(.otherBody) { bytes.appendText(otherBody) }
    if groups.contains(.attachments) { encode(attachments, into: &bytes) }
    if groups.contains(.fees) {
      bytes.appendTime(fees.tariff)
      bytes.appendTime(fees.charged)
      bytes.appendText(fees.paymentReference)
    }
    if let representation {
      bytes.append(representation.kind.rawValue)
      bytes.appendTime(representation.until)
    }
    if let complaintSubject { bytes.append(complaintSubject.rawValue) }
  }

  private func encode(_ clock: CaseClock, into bytes: inout [UInt8]) {
    bytes.appendTime(clock.acknowledgeDue)
    bytes.appendTime(clock.decideDue)
    bytes.appendTime(clock.paused)
    bytes.append(clock.escalation)
    bytes.appendInteger(clock.calendarVersion)
    bytes.appendTime(clock.remedyUntil)
    bytes.appendTime(clock.nextDue)
  }

  private func encode(_ attachments: [AttachmentReference], into bytes: inout [UInt8]) {
    bytes.appendInteger(UInt16(attachments.count))
    for attachment in attachments {
      attachment.id.withUnsafeBytes { bytes.append(contentsOf: $0) }
      bytes.appendText(attachment.attribute)
      bytes.appendText(attachment.mediaType)
      bytes.appendInteger(attachment.size)
    }
  }

  mutating func decodeGroups(_ reader: inout ByteReader) throws(EventDecodingError) {
    let mask = Groups(rawValue: try reader.integer(UInt16.self))
    guard mask.isSubset(of: .all) else { throw .invalidValue(field: .groups) }
    if mask.contains(.clock) { clock = try reader.clock() }
    if mask.contains(.appealLevel) { appealLevel = try reader.integer(UInt8.self) }
    if mask.contains(.lease) { leaseUntil = try reader.time() }
    if mask.contains(.assignee) { assignee = try reader.text() }
    if mask.contains(.linked) { linked = try reader.trackingCode(.linked) }
    if mask.contains(.otherBody) { otherBody = try reader.text() }
    if mask.contains(.attachments) { attachments = try reader.attachments() }
    if mask.contains(.fees) {
      fees = Fees(
        tariff: try reader.time(), charged: try reader.time(), paymentReference: try reader.text())
    }
    if mask.contains(.representation) {
      representation = Representation(kind: try reader.value(.representation), until: try reader.time())
    }
    if mask.contains(.complaintSubject) { complaintSubject = try reader.value(.complaintSubject) }
    guard groups == mask else { throw .invalidValue(field: .emptyGroup) }
  }
}

extension [UInt8] {
  /// A signed number of 64 bits.
  mutating func appendTime(_ value: Int64) { appendInteger(UInt64(bitPattern: value)) }
}

extension ByteReader {
  mutating func time() throws(EventDecodingError) -> Int64 { try integer(Int64.self) }

  mutating func trackingCode(_ field: StaticFieldName) throws(EventDecodingError) -> TrackingCode {
    let number = try integer(UInt64.self)
    do throws(IdentifierFault) {
      return try TrackingCode(number: number)
    } catch { throw .invalidValue(field: field) }
  }

  fileprivate mutating func clock() throws(EventDecodingError) -> CaseClock {
    CaseClock(
      acknowledgeDue: try time(), decideDue: try time(), paused: try time(),
      escalation: try integer(UInt8.self), calendarVersion: try integer(UInt32.self),
      remedyUntil: try time(), nextDue: try time())
  }

  fileprivate mutating func attachments() throws(EventDecodingError) -> [AttachmentReference] {
    var attachments: [AttachmentReference] = []
    for _ in 0..<(try integer(UInt16.self)) {
      let id = AttachmentId(try take(AttachmentId.byteCount))!  // exactly byteCount bytes were taken
      attachments.append(
        AttachmentReference(
          id: id, attribute: try text(), mediaType: try text(), size: try integer(UInt64.self)))
    }
    return attachments
  }
}

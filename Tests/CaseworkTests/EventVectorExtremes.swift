@testable import Casework

// The smallest and the largest values that the fields of version 2 hold.

extension EventVector {
  static let earliest2 = CaseEvent(
    trackingCode: TrackingCode(epoch: 0, encrypted: 0), number: 0, time: .min, action: .giveFeedback,
    from: .fulfilled, to: .fulfilled, role: .system, channel: .counter, assisted: false, actor: "",
    office: "",
    previous: Digest(), commitments: [], surveyNumbers: [SurveyNumber(question: "", number: 0)], settled: .no,
    clock: CaseClock(acknowledgeDue: .min), appealLevel: 1, leaseUntil: .min, assignee: "a",
    linked: TrackingCode(epoch: 0, encrypted: 0), otherBody: "o",
    attachments: [
      AttachmentReference(
        id: AttachmentId(hexadecimal: String(repeating: "0", count: 32))!, attribute: "", mediaType: "",
        size: 0)
    ], fees: Fees(tariff: 0, charged: -1, paymentReference: ""),
    representation: Representation(kind: .guardian, until: .min), complaintSubject: .office)

  static let latest2 = CaseEvent(
    trackingCode: TrackingCode(epoch: 9, encrypted: TrackingCode.encryptedLimit - 1), number: .max,
    time: .max,
    action: .close, from: .expired, to: .expired, role: .system, channel: .online, assisted: true,
    actor: String(repeating: "a", count: 64), office: String(repeating: "o", count: 64),
    service: String(repeating: "s", count: 64), serviceVersion: .max,
    region: String(repeating: "ر", count: 32),
    reason: String(repeating: "r", count: 64), previous: digest(of: 0xFF),
    commitments: Array(
      repeating: Commitment(
        kind: .complaintText, attribute: String(repeating: "ی", count: 32), digest: digest(of: 0xFF)),
      count: 3),
    surveyNumbers: Array(
      repeating: SurveyNumber(question: String(repeating: "q", count: 64), number: .max), count: 4),
    settled: .no,
    clock: CaseClock(
      acknowledgeDue: .max, decideDue: .max, paused: .max, escalation: .max, calendarVersion: .max,
      remedyUntil: .max, nextDue: .max), appealLevel: .max, leaseUntil: .max,
    assignee: String(repeating: "b", count: 64),
    linked: TrackingCode(epoch: 9, encrypted: TrackingCode.encryptedLimit - 1),
    otherBody: String(repeating: "ب", count: 128),
    attachments: Array(
      repeating: AttachmentReference(
        id: AttachmentId(hexadecimal: String(repeating: "f", count: 32))!,
        attribute: String(repeating: "t", count: 64), mediaType: String(repeating: "m", count: 64), size: .max
      ),
      count: 16),
    fees: Fees(tariff: .max, charged: .max, paymentReference: String(repeating: "p", count: 64)),
    representation: Representation(kind: .company, until: .max), complaintSubject: .agency)
}

@testable import Casework

// The events behind the lines of version 2 in Tests/Data/events.golden.

private let time: Int64 = 1_718_000_000_000

/// Clocks at five moments of a life.
extension CaseClock {
  fileprivate static let new = CaseClock(
    acknowledgeDue: time + 100, decideDue: time + 900, calendarVersion: 3, nextDue: time + 80)
  fileprivate static let acknowledged = CaseClock(
    decideDue: time + 900, calendarVersion: 3, nextDue: time + 700)
  fileprivate static let standing = CaseClock(calendarVersion: 3, nextDue: time + 5_000)
  fileprivate static let answered = CaseClock(
    decideDue: time + 1_000, paused: 100, calendarVersion: 3, nextDue: time + 800)
  fileprivate static let decided = CaseClock(
    paused: 100, escalation: 1, calendarVersion: 3, remedyUntil: time + 9_000, nextDue: time + 9_000)
  fileprivate static let closed = CaseClock(
    paused: 100, escalation: 1, calendarVersion: 3, remedyUntil: time + 9_000)
  fileprivate static let begunAnew = CaseClock(
    decideDue: time + 2_000, calendarVersion: 4, nextDue: time + 1_800)
}

extension AttachmentReference {
  fileprivate static let photo = AttachmentReference(
    id: AttachmentId(hexadecimal: photoId)!, attribute: "photo", mediaType: "image/jpeg", size: 70_000)
  fileprivate static let document = AttachmentReference(
    id: AttachmentId(hexadecimal: String(repeating: "cd", count: 16))!, attribute: "",
    mediaType: "application/pdf", size: .max)
}

private let photoId = String(repeating: "ab", count: 16)

extension EventVector {
  static let version2: [(String, CaseEvent)] =
    submissions + casework + citizens + counters + [
      ("v2-earliest", earliest2), ("v2-latest", latest2),
    ]

  private static let submissions: [(String, CaseEvent)] = [
    (
      "v2-submit",
      event(1, .submit, from: nil, to: .submitted, by: .office) {
        $0.service = "شناسنامه"
        $0.serviceVersion = 3
        $0.region = "IR-07"
        $0.commitments = [
          commitment(.nationalId, 1), commitment(.representativeId, 2),
          commitment(.attachmentName, 3, photoId), commitment(.attachmentHash, 4, photoId),
        ]
        $0.clock = .new
        $0.attachments = [.photo]
        $0.fees = Fees(tariff: 500_000, charged: 600_000, paymentReference: "پ-۱۲")
        $0.representation = Representation(kind: .attorney, until: time + 10_000_000_000)
      }
    ),
    (
      "v2-submit-kiosk",
      CaseEvent(
        trackingCode: sampleCode, number: 1, time: 0, action: .submit, from: nil, to: .submitted,
        role: .kiosk,
        channel: .kiosk, assisted: false, actor: "k", office: "", service: "s", serviceVersion: 1,
        previous: Digest(), commitments: [])
    ),
    (
      "v2-submit-complaint",
      event(1, .submit, from: nil, to: .submitted, by: .citizen) {
        $0.service = "complaint"
        $0.serviceVersion = 1
        $0.region = "IR-07"
        $0.commitments = [commitment(.complaintText, 5)]
        $0.clock = .new
        $0.linked = otherCode
        $0.complaintSubject = .officer
      }
    ),
  ]

  private static let casework: [(String, CaseEvent)] = [
    (
      "v2-acknowledge",
      event(2, .acknowledge, from: .submitted, to: .acknowledged, by: .agency) { $0.clock = .acknowledged }
    ),
    (
      "v2-claim",
      event(3, .claim, from: .acknowledged, to: .assigned, by: .agency) {
        $0.clock = .acknowledged
        $0.leaseUntil = time + 600_000
      }
    ),
    (
      "v2-assign",
      event(3, .assign, from: .acknowledged, to: .assigned, by: .agency) {
        $0.clock = .acknowledged
        $0.assignee = "agency-2"
      }
    ),
    (
      "v2-askCitizen",
      event(4, .askCitizen, from: .assigned, to: .waitingCitizen, by: .agency) {
        $0.commitments = [commitment(.question, 8, "photo")]
        $0.clock = .standing
      }
    ),
    (
      "v2-askOther",
      event(6, .askOther, from: .assigned, to: .waitingOther, by: .agency) {
        $0.clock = .answered
        $0.otherBody = "شهرداری"
      }
    ),
    (
      "v2-return",
      event(7, .return, from: .waitingOther, to: .assigned, by: .agency) { $0.clock = .answered }
    ),
    (
      "v2-transfer",
      event(8, .transfer, from: .assigned, to: .submitted, by: .agency) {
        $0.service = "passport"
        $0.serviceVersion = 2
        $0.reason = "NOT_OURS"
        $0.clock = .answered
      }
    ),
    (
      "v2-fulfil",
      event(9, .fulfil, from: .assigned, to: .fulfilled, by: .agency) {
        $0.commitments = [commitment(.note, 6)]
        $0.clock = .decided
      }
    ),
    (
      "v2-refuse",
      event(9, .refuse, from: .assigned, to: .refused, by: .agency) {
        $0.reason = "INCOMPLETE"
        $0.clock = .decided
      }
    ),
    (
      "v2-markDuplicate",
      event(4, .markDuplicate, from: .assigned, to: .duplicate, by: .agency) {
        $0.clock = .decided
        $0.linked = otherCode
      }
    ),
    (
      "v2-release",
      event(4, .release, from: .assigned, to: .acknowledged, by: .agency) { $0.clock = .acknowledged }
    ),
    (
      "v2-handOver",
      event(10, .handOver, from: .fulfilled, to: .fulfilled, by: .agency) {
        $0.commitments = [commitment(.collectedBy, 7)]
        $0.clock = .decided
      }
    ),
  ]

  private static let citizens: [(String, CaseEvent)] = [
    (
      "v2-answer",
      event(5, .answer, from: .waitingCitizen, to: .assigned, by: .office) {
        $0.commitments = [commitment(.formValue, 5, "photo")]
        $0.clock = .answered
        $0.attachments = [.photo, .document]
      }
    ),
    ("v2-confirm", event(10, .confirm, from: .fulfilled, to: .closed, by: .citizen) { $0.clock = .closed }),
    (
      "v2-reopen",
      event(10, .reopen, from: .refused, to: .assigned, by: .citizen) {
        $0.reason = "WRONG_NAME"
        $0.clock = .begunAnew
      }
    ),
    (
      "v2-appeal",
      event(11, .appeal, from: .refused, to: .assigned, by: .citizen) {
        $0.reason = "UNFAIR"
        $0.clock = .begunAnew
        $0.appealLevel = 1
      }
    ),
    (
      "v2-withdraw",
      event(12, .withdraw, from: .assigned, to: .withdrawn, by: .citizen) { $0.appealLevel = 1 }
    ),
    (
      "v2-giveFeedback",
      event(11, .giveFeedback, from: .closed, to: .closed, by: .citizen) {
        $0.commitments = [commitment(.feedbackText, 9, "comment")]
        $0.surveyNumbers = [SurveyNumber(question: "overall", number: 5)]
        $0.settled = .yes
        $0.clock = .closed
      }
    ),
    (
      "v2-addMessage",
      event(4, .addMessage, from: .assigned, to: .assigned, by: .citizen) {
        $0.commitments = [commitment(.note, 6)]
        $0.clock = .acknowledged
      }
    ),
    (
      "v2-attach",
      event(4, .attach, from: .assigned, to: .assigned, by: .citizen) {
        $0.clock = .acknowledged
        $0.attachments = [.document]
      }
    ),
    (
      "v2-replaceSecret",
      event(4, .replaceSecret, from: .assigned, to: .assigned, by: .citizen) { $0.clock = .acknowledged }
    ),
  ]

  private static let counters: [(String, CaseEvent)] = [
    (
      "v2-expire",
      event(5, .expire, from: .waitingCitizen, to: .expired, by: .system) {
        $0.clock = CaseClock(paused: 200, calendarVersion: 3, remedyUntil: time + 9_000)
      }
    ),
    (
      "v2-lapse",
      event(4, .lapse, from: .assigned, to: .acknowledged, by: .system) { $0.clock = .acknowledged }
    ),
    (
      "v2-warn",
      event(2, .warn, from: .submitted, to: .submitted, by: .system) {
        $0.reason = "ACKNOWLEDGE"
        $0.clock = .new
        $0.clock.nextDue = time + 100
      }
    ),
    (
      "v2-escalate",
      event(3, .escalate, from: .submitted, to: .submitted, by: .system) {
        $0.reason = "ACKNOWLEDGE"
        $0.clock = .new
        $0.clock.escalation = 1
        $0.clock.nextDue = time + 700
      }
    ),
    (
      "v2-reschedule",
      event(4, .reschedule, from: .submitted, to: .submitted, by: .system) {
        $0.clock = CaseClock(
          acknowledgeDue: time + 200, decideDue: time + 1_000, calendarVersion: 4, nextDue: time + 160)
      }
    ),
    ("v2-close", event(10, .close, from: .refused, to: .closed, by: .system) { $0.clock = .closed }),
  ]

  private static func commitment(_ kind: PersonalKind, _ byte: UInt8, _ attribute: String = "") -> Commitment
  {
    Commitment(kind: kind, attribute: attribute, digest: digest(of: byte))
  }

  /// An event as its role makes it; the number is in its time and in the hash of the one before.
  private static func event(
    _ number: UInt32, _ action: Action, from: RequestState?, to: RequestState, by role: Role,
    _ fill: (inout CaseEvent) -> Void
  ) -> CaseEvent {
    let channels: [Role: Channel] = [
      .office: .counter, .agency: .agency, .citizen: .online, .system: .counter,
    ]
    let isFirst = action == .submit
    var event = CaseEvent(
      trackingCode: sampleCode, number: number, time: isFirst ? time : time + Int64(number), action: action,
      from: from, to: to, role: role, channel: channels[role]!, assisted: role == .office,
      actor: role == .office ? "پیشخوان ۱" : role == .agency ? "agency-1" : "",
      office: role == .office ? "دفتر-۷" : "",
      previous: isFirst ? Digest() : digest(of: 0xA0 + UInt8(number)), commitments: [])
    fill(&event)
    return event
  }
}

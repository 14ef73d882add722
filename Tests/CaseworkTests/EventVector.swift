import TestSupport

@testable import Casework

/// An event with the bytes that Tests/Data/events.golden gives for it.
struct EventVector: Sendable {
  let name: String
  let event: CaseEvent
  let bytes: [UInt8]

  /// The bytes of each name in the golden file.
  static func golden() throws -> [String: [UInt8]] {
    let lines = try contents(ofDataFile: "events.golden").split(separator: "\n").filter { !$0.hasPrefix("#") }
    return Dictionary(
      uniqueKeysWithValues: lines.map { line in
        let words = line.split(separator: " ").map(String.init)
        return (words[0], Hexadecimal.bytes(words[1].utf8) ?? [])
      })
  }

  static func all() throws -> [EventVector] {
    let golden = try golden()
    return (version1 + version2).map { EventVector(name: $0, event: $1, bytes: golden[$0] ?? []) }
  }

  private static let time: Int64 = 1_718_000_000_000

  private static let version1: [(String, CaseEvent)] = [
    (
      "submit",
      office(
        1, time, .submit, from: nil, to: .submitted, service: "شناسنامه", serviceVersion: 3, region: "IR-07",
        previous: 0,
        [(.nationalId, "", 1), (.givenName, "", 2), (.formValue, "نشانی", 5)])
    ),
    (
      "submit-kiosk",
      CaseEvent(
        trackingCode: sampleCode, number: 1, time: 0, action: .submit, from: nil, to: .submitted,
        role: .kiosk,
        channel: .kiosk, assisted: false, actor: "k", office: "", service: "s", serviceVersion: 1, region: "",
        reason: "", previous: Digest(), commitments: [], surveyNumbers: [], settled: nil)
    ),
    ("acknowledge", agency(2, time + 1, .acknowledge, from: .submitted, to: .acknowledged, previous: 0xA1)),
    ("claim", agency(3, time + 2, .claim, from: .acknowledged, to: .assigned, previous: 0xA2)),
    (
      "askCitizen",
      agency(
        4, time + 3, .askCitizen, from: .assigned, to: .waitingCitizen, previous: 0xA3,
        [(.question, "photo", 8), (.question, "address", 9), (.note, "", 6)])
    ),
    (
      "answer",
      office(
        5, time + 4, .answer, from: .waitingCitizen, to: .assigned, service: "", serviceVersion: 0,
        region: "",
        previous: 0xA4, [(.formValue, "photo", 5), (.onBehalfOf, "", 7)])
    ),
    ("fulfil", agency(6, time + 5, .fulfil, from: .assigned, to: .fulfilled, previous: 0xA5)),
    (
      "refuse",
      agency(
        6, time + 5, .refuse, from: .assigned, to: .refused, reason: "نقص\u{200C}مدرک", previous: 0xA5,
        [(.note, "", 6)])
    ),
    ("confirm", citizen(7, time + 6, .confirm, from: .fulfilled, to: .closed, previous: 0xA6)),
    ("withdraw", citizen(2, time + 7, .withdraw, from: .submitted, to: .withdrawn, previous: 0xA7)),
    (
      "giveFeedback",
      citizen(
        8, time + 8, .giveFeedback, from: .closed, to: .closed, previous: 0xA8,
        [(.feedbackText, "comment", 9)],
        [SurveyNumber(question: "overall", number: 5), SurveyNumber(question: "follow_ups", number: 1_000)],
        .partly)
    ),
    ("earliest", earliest),
    ("latest", latest),
  ]

  private static let earliest = CaseEvent(
    trackingCode: TrackingCode(epoch: 0, encrypted: 0), number: 0, time: .min, action: .giveFeedback,
    from: .fulfilled, to: .fulfilled, role: .system, channel: .counter, assisted: false, actor: "",
    office: "",
    service: "", serviceVersion: 0, region: "", reason: "", previous: Digest(), commitments: [],
    surveyNumbers: [SurveyNumber(question: "", number: 0)], settled: .no)

  private static let latest = CaseEvent(
    trackingCode: TrackingCode(epoch: 0, encrypted: TrackingCode.encryptedLimit - 1), number: .max,
    time: .max,
    action: .giveFeedback, from: .withdrawn, to: .withdrawn, role: .system, channel: .online, assisted: true,
    actor: String(repeating: "a", count: 64), office: String(repeating: "o", count: 64),
    service: String(repeating: "s", count: 64), serviceVersion: .max,
    region: String(repeating: "ر", count: 32),
    reason: String(repeating: "r", count: 64), previous: digest(of: 0xFF),
    commitments: Array(
      repeating: Commitment(
        kind: .feedbackText, attribute: String(repeating: "ی", count: 32), digest: digest(of: 0xFF)), count: 3
    ),
    surveyNumbers: Array(
      repeating: SurveyNumber(question: String(repeating: "q", count: 64), number: .max), count: 4),
    settled: .no)

  private static func commitments(_ values: [(PersonalKind, String, UInt8)]) -> [Commitment] {
    values.map { Commitment(kind: $0.0, attribute: $0.1, digest: digest(of: $0.2)) }
  }

  private static func office(
    _ number: UInt32, _ time: Int64, _ action: Action, from: RequestState?, to: RequestState, service: String,
    serviceVersion: UInt32, region: String, previous: UInt8, _ values: [(PersonalKind, String, UInt8)]
  ) -> CaseEvent {
    CaseEvent(
      trackingCode: sampleCode, number: number, time: time, action: action, from: from, to: to, role: .office,
      channel: .counter, assisted: true, actor: "پیشخوان ۱", office: "دفتر-۷", service: service,
      serviceVersion: serviceVersion, region: region, reason: "", previous: digest(of: previous),
      commitments: commitments(values), surveyNumbers: [], settled: nil)
  }

  private static func agency(
    _ number: UInt32, _ time: Int64, _ action: Action, from: RequestState, to: RequestState,
    reason: String = "",
    previous: UInt8, _ values: [(PersonalKind, String, UInt8)] = []
  ) -> CaseEvent {
    CaseEvent(
      trackingCode: sampleCode, number: number, time: time, action: action, from: from, to: to, role: .agency,
      channel: .agency, assisted: false, actor: "agency-1", office: "", service: "", serviceVersion: 0,
      region: "", reason: reason, previous: digest(of: previous), commitments: commitments(values),
      surveyNumbers: [], settled: nil)
  }

  private static func citizen(
    _ number: UInt32, _ time: Int64, _ action: Action, from: RequestState, to: RequestState, previous: UInt8,
    _ values: [(PersonalKind, String, UInt8)] = [], _ numbers: [SurveyNumber] = [], _ settled: Settled? = nil
  ) -> CaseEvent {
    CaseEvent(
      trackingCode: sampleCode, number: number, time: time, action: action, from: from, to: to,
      role: .citizen,
      channel: .online, assisted: false, actor: "", office: "", service: "", serviceVersion: 0, region: "",
      reason: "", previous: digest(of: previous), commitments: commitments(values), surveyNumbers: numbers,
      settled: settled)
  }
}

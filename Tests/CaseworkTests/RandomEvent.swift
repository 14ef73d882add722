@testable import Casework

extension CaseEvent {
  /// Any event that its type can hold, likely or not.
  static func random(_ numbers: inout some RandomNumberGenerator) -> CaseEvent {
    CaseEvent(
      trackingCode: TrackingCode(
        epoch: .random(in: 0..<10, using: &numbers),
        encrypted: .random(in: 0..<TrackingCode.encryptedLimit, using: &numbers)),
      number: .random(in: 0...(.max), using: &numbers), time: .random(in: .min...(.max), using: &numbers),
      action: Action.allCases.randomElement(using: &numbers)!,
      from: ([nil] + RequestState.allCases).randomElement(using: &numbers)!,
      to: RequestState.allCases.randomElement(using: &numbers)!,
      role: Role.allCases.randomElement(using: &numbers)!,
      channel: Channel.allCases.randomElement(using: &numbers)!, assisted: Bool.random(using: &numbers),
      actor: randomText(&numbers), office: randomText(&numbers), service: randomText(&numbers),
      serviceVersion: .random(in: 0...(.max), using: &numbers), region: randomText(&numbers),
      reason: randomText(&numbers), previous: randomDigest(&numbers),
      commitments: (0..<Int.random(in: 0..<5, using: &numbers)).map { _ in
        Commitment(
          kind: PersonalKind.allCases.randomElement(using: &numbers)!, attribute: randomText(&numbers),
          digest: randomDigest(&numbers))
      },
      surveyNumbers: (0..<Int.random(in: 0..<5, using: &numbers)).map { _ in
        SurveyNumber(question: randomText(&numbers), number: .random(in: 0...(.max), using: &numbers))
      },
      settled: ([nil] + Settled.allCases).randomElement(using: &numbers)!, clock: .random(&numbers),
      appealLevel: .random(in: 0...2, using: &numbers), leaseUntil: randomTime(&numbers),
      assignee: randomText(&numbers), linked: randomCode(&numbers), otherBody: randomText(&numbers),
      attachments: (0..<Int.random(in: 0..<3, using: &numbers)).map { _ in .random(&numbers) },
      fees: Bool.random(using: &numbers)
        ? Fees()
        : Fees(
          tariff: randomTime(&numbers), charged: randomTime(&numbers), paymentReference: randomText(&numbers)),
      representation: Bool.random(using: &numbers)
        ? nil
        : Representation(
          kind: RepresentationKind.allCases.randomElement(using: &numbers)!, until: randomTime(&numbers)),
      complaintSubject: ([nil] + ComplaintSubject.allCases).randomElement(using: &numbers)!)
  }
}

extension CaseClock {
  fileprivate static func random(_ numbers: inout some RandomNumberGenerator) -> CaseClock {
    if Bool.random(using: &numbers) { return CaseClock() }
    return CaseClock(
      acknowledgeDue: randomTime(&numbers), decideDue: randomTime(&numbers), paused: randomTime(&numbers),
      escalation: .random(in: 0...(.max), using: &numbers),
      calendarVersion: .random(in: 0...(.max), using: &numbers), remedyUntil: randomTime(&numbers),
      nextDue: randomTime(&numbers))
  }
}

extension AttachmentReference {
  fileprivate static func random(_ numbers: inout some RandomNumberGenerator) -> AttachmentReference {
    let id = (0..<AttachmentId.byteCount).map { _ in UInt8.random(in: 0...255, using: &numbers) }
    return AttachmentReference(
      id: id.withUnsafeBytes { AttachmentId($0)! }, attribute: randomText(&numbers),
      mediaType: randomText(&numbers),
      size: .random(in: 0...(.max), using: &numbers))
  }
}

/// Zero half of the time: what is left out of the bytes.
private func randomTime(_ numbers: inout some RandomNumberGenerator) -> Int64 {
  Bool.random(using: &numbers) ? 0 : .random(in: .min...(.max), using: &numbers)
}

private func randomCode(_ numbers: inout some RandomNumberGenerator) -> TrackingCode? {
  if Bool.random(using: &numbers) { return nil }
  return TrackingCode(
    epoch: .random(in: 0..<10, using: &numbers),
    encrypted: .random(in: 0..<TrackingCode.encryptedLimit, using: &numbers))
}

func randomDigest(_ numbers: inout some RandomNumberGenerator) -> Digest {
  Digest((0..<Digest.byteCount).map { _ in UInt8.random(in: 0...255, using: &numbers) })!
}

/// Characters of one to four bytes, NUL and marks without width among them.
private let characters: [Character] = [
  "a", "Z", "0", "-", "\n", "\0", "é", "پ", "ی", "ي", "۷", "\u{200C}", "\u{200F}", "\u{FEFF}", "€", "語", "𐎠",
  "👩‍👩‍👧",
]

private func randomText(_ numbers: inout some RandomNumberGenerator) -> String {
  String(
    (0..<Int.random(in: 0..<12, using: &numbers)).map { _ in characters.randomElement(using: &numbers)! })
}

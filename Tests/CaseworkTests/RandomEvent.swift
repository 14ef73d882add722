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
      settled: ([nil] + Settled.allCases).randomElement(using: &numbers)!)
  }
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

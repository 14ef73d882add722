import Casework
import Journal
import Registrar
import TestSupport

extension Play {
  /// What a citizen sends about a request; nil: nothing.
  func write(_ plan: CitizenPlan, about sequence: Int64) throws -> Letter? {
    let request = model.request(sequence)
    switch plan {
    case .answer: return answer(request)
    case .confirm: return letter(.confirm, request)
    case .feedback:
      let rating = UInt32.random(in: 1...5, using: &numbers)
      return letter(
        .giveFeedback([SurveyNumber(question: Survey.overall.code, number: rating)], .partly), request)
    case .reopen: return letter(.reopen(reason: "NOT_FIXED"), request)
    case .appeal: return letter(.appeal(reason: "WRONG_FACTS"), request)
    case .withdraw: return letter(.withdraw, request)
    case .message: return letter(.addMessage, request, values: [(.note, "", "How long will it take?")])
    case .replaceSecret: return letter(.replaceSecret, request)
    case .collect: return collect(request)
    case .track:
      try track(request)
      return nil
    }
  }

  /// The citizen's own code shows the state that was last acknowledged.
  private func track(_ request: NaiveRequest) throws {
    guard now >= downUntil else { return }
    defer { server.reader.endSnapshot() }
    let state = try server.reader.state(request.sequence)
    guard state == request.state else {
      throw Discrepancy(
        "request \(request.sequence) shows \(state.map { "\($0)" } ?? "nothing"), expected \(request.state)")
    }
  }

  private func answer(_ request: NaiveRequest) -> Letter {
    var codes = request.asked
    if chance(5) { codes.removeLast(min(1, codes.count)) }
    if chance(5) { codes.append("colour") }
    let isAtOffice = chance(30)
    let office = Province.principals[Int(request.office) - 1]
    let actor = isAtOffice ? Province.actor(office) : Province.citizen
    return letter(.answer(codes), request, by: actor, values: codes.map { (.formValue, $0, "yes") })
  }

  /// The result is handed over at the agency.
  private func collect(_ request: NaiveRequest) -> Letter {
    let agency = Province.services[Int(request.service) - 1].agencyId
    let officer = Province.officers(of: agency)[chance(50) ? 0 : 1]
    return letter(.handOver, request, by: Province.actor(officer), values: [(.note, "", "to the citizen")])
  }

  func letter(
    _ act: Act, _ request: NaiveRequest, by actor: Actor = Province.citizen,
    seeing version: UInt32? = nil, values: [(PersonalKind, String, String)] = []
  ) -> Letter {
    // Feedback depends on no version.
    let seen = version ?? (act.action == .giveFeedback ? nil : request.version)
    return scribe.letter(
      .request(sequence: request.sequence, code: request.code), act, actor, seeing: seen, values)
  }
}

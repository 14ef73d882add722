import Casework
import Journal
import Registrar
import TestSupport

extension NaiveRequest {
  /// Until when a claim holds once it is renewed; nil: it can't be.
  func renewed(by principal: Int64, lease: Int64, at now: Int64) -> Int64? {
    let time = max(now, changed)
    let isOver = state == .assigned && leaseUntil != 0 && leaseUntil <= time
    guard isOpen, assignee == principal, !isOver else { return nil }
    return leaseUntil == 0 ? 0 : max(leaseUntil, time + lease)
  }
}

extension Play {
  /// An officer asks for more time: no event, the row alone changes.
  func renew(_ request: NaiveRequest, _ principal: Int64) throws {
    guard now >= downUntil else { return }
    let lease = Int64.random(in: Self.hour..<6 * Self.day, using: &numbers)
    let expected = request.renewed(by: principal, lease: lease, at: told)
    server.surroundings.now = told
    do {
      let result = try server.commit([
        .renew(Renewal(sequence: request.sequence, code: request.code, principal: principal, lease: lease))
      ])
      switch (result.outcomes[0], expected) {
      case (.renewed(let until), let expected?) where until == expected:
        model.renew(request.sequence, until: until)
      case (.rejected, nil): break
      case (let outcome, _):
        throw Discrepancy(
          "renewal of request \(request.sequence): \(outcome), expected \(expected.map(String.init) ?? "refused")"
        )
      }
      try followOwnActs(after: result)
      try compare(request.sequence)
    } catch is Server.Crash {
      try recover([]) { [self] in
        let stored = try server.reader.record(request.sequence, code: request.code)
        if let expected, stored?.leaseUntil == expected { model.renew(request.sequence, until: expected) }
      }
    }
  }
}

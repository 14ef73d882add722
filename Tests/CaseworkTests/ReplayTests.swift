import TestSupport
import Testing

@testable import Casework

@Suite("The replay of a request's events")
struct ReplayTests {
  @Test("gives the record that they left", arguments: 1...200 as ClosedRange<UInt64>)
  func givesRecord(seed: UInt64) throws {
    var history = RandomHistory(seed: seed)
    for _ in 0..<60 { history.step() }
    #expect(try history.replayed() == history.record, "seed \(seed)")
    #expect(Int(history.record.version) == history.bodies.count, "seed \(seed)")
  }

  @Test("follows times that never fall and hashes that never break", arguments: 1...20 as ClosedRange<UInt64>)
  func keepsOrder(seed: UInt64) throws {
    var history = RandomHistory(seed: seed)
    for _ in 0..<60 { history.step() }
    var before = try CaseEvent(history.bodies[0])
    for (index, body) in history.bodies.enumerated().dropFirst() {
      let event = try CaseEvent(body)
      #expect(event.time >= before.time && event.from == before.to, "seed \(seed), event \(index)")
      #expect(event.previous == RandomHistory.hash(history.bodies[index - 1]), "seed \(seed), event \(index)")
      before = event
    }
  }

  @Test("is tried on every act and on refusals")
  func seesEveryAct() throws {
    var seen: Set<Action> = []
    var refused = 0
    for seed in 1...200 as ClosedRange<UInt64> {
      var history = RandomHistory(seed: seed)
      for _ in 0..<60 { history.step() }
      for body in history.bodies { seen.insert(try CaseEvent(body).action) }
      refused += history.refused
    }
    // No calendar changes here: nothing is rescheduled but for the cap on pauses.
    #expect(seen == Set(Action.allCases))
    #expect(refused > 1_000)
  }
}

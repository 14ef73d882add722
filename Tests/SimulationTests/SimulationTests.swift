import Simulation
import Testing

@Suite("A year in a province")
struct SimulationTests {
  @Test("two plays of a seed are one to the last byte of their events")
  func isDeterministic() throws {
    let one = try Play(seed: 11, days: 25).run()
    let other = try Play(seed: 11, days: 25).run()
    #expect(one == other)
    #expect(one.events > 200 && one.crashes > 0 && one.repetitions > 0 && one.ownActs > 0)
    #expect(try Play(seed: 12, days: 25).run().digest != one.digest)
  }

  @Test("what is broken behind the counter's back is found", arguments: Sabotage.allCases)
  func findsSabotage(_ sabotage: Sabotage) throws {
    #expect(throws: (any Error).self) { try Play(seed: 5, days: 25, sabotage: sabotage).run() }
    _ = try Play(seed: 5, days: 25).run()
  }
}

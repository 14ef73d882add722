import Casework
import Testing

@testable import CounterServices

@Suite("The codes that were looked up last")
struct RecentCodesTests {
  private let code = TrackingCode(epoch: 0, encrypted: 5)

  @Test("An empty table knows nothing")
  func knowsNothing() {
    #expect(RecentCodes().sequence(code) == nil)
    #expect(RecentCodes().state(code, commit: 0) == nil)
  }

  @Test("A state is believed only until the next commit, a sequence for ever")
  func stateLastsUntilTheNextCommit() {
    var codes = RecentCodes()
    codes.remember(code, 77, .assigned, commit: 3)
    #expect(codes.state(code, commit: 3) == .assigned)
    #expect(codes.state(code, commit: 4) == nil)
    #expect(codes.sequence(code) == 77)
  }

  @Test("Two codes of one slot never stand for each other")
  func slotsAreShared() {
    var codes = RecentCodes()
    let neighbour = TrackingCode(epoch: 0, encrypted: 5 + 4_096)
    codes.remember(code, 77, .assigned, commit: 3)
    #expect(codes.sequence(neighbour) == nil)
    codes.remember(neighbour, 78, .closed, commit: 3)
    #expect(codes.sequence(code) == nil)
    #expect(codes.state(neighbour, commit: 3) == .closed)
  }
}

import Synchronization

/// Waits for every loop's drain.
final class DrainTally: Sendable {
  private struct Counts {
    var running: Int
    var abandoned = 0
  }

  private let counts: Mutex<Counts>
  private let allEnded: @Sendable (_ abandonedCalls: Int) -> Void

  init(loops: Int, allEnded: @escaping @Sendable (_ abandonedCalls: Int) -> Void) {
    counts = Mutex(Counts(running: loops))
    self.allEnded = allEnded
  }

  func loopEnded(abandoned: Int) {
    let total = counts.withLock { counts -> Int? in
      counts.running -= 1
      counts.abandoned += abandoned
      return counts.running == 0 ? counts.abandoned : nil
    }
    if let total { allEnded(total) }
  }
}

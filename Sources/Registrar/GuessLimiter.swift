public import Journal
import Synchronization

/// Counts wrong guesses: after the free ones, waits that double, for a code up to an hour. Any thread.
///
/// A count is raised here at once, so that a thousand guesses sent together are still counted one by one, and is made
/// durable by the writer before the guesser is answered.
public final class GuessLimiter: Sendable {
  /// The longest memory of any subject: a day.
  public static let memory: Int64 = 86_400_000
  /// Subjects that are remembered, in memory and stored.
  public static let subjectsLimit = 200_000

  private let counts: Mutex<[GuessSubject: GuessCount]>
  /// Subjects over their free guesses: zero, as almost always, spares a read the lock.
  private let limited: Atomic<Int>

  public init(stored: [[UInt8]: GuessCount]) {
    var counts: [GuessSubject: GuessCount] = [:]
    for (bytes, count) in stored {
      if let subject = GuessSubject(bytes: bytes) { counts[subject] = count }
    }
    limited = Atomic(Self.limited(of: counts))
    self.counts = Mutex(counts)
  }

  /// No subject waits now: what `wait` would say of any.
  public var isQuiet: Bool { limited.load(ordering: .relaxed) == 0 }

  /// Milliseconds that the subject still has to wait; 0: it may try.
  public func wait(_ subject: GuessSubject, now: Int64) -> Int64 {
    counts.withLock { counts in
      Self.followClock(&counts, subject, now: now)
      return Self.wait(counts[subject], subject, now: now)
    }
  }

  /// Judges one attempt in one step: who waits is refused unjudged; a wrong one is counted.
  /// - Returns: what is to be done with the attempt.
  public func judge(_ subject: GuessSubject, isRight: Bool, now: Int64) -> Verdict {
    counts.withLock { counts in
      Self.followClock(&counts, subject, now: now)
      let known = counts[subject]
      let left = Self.wait(known, subject, now: now)
      if left > 0 { return .wait(milliseconds: left) }
      if isRight { return .right }
      return .wrong(raise(&counts, subject, now: now))
    }
  }

  /// Counts a wrong guess that has been judged as another subject's.
  /// - Returns: to be stored before the guess is answered.
  public func count(_ subject: GuessSubject, now: Int64) -> GuessCount {
    counts.withLock { counts in
      Self.followClock(&counts, subject, now: now)
      return raise(&counts, subject, now: now)
    }
  }

  private func raise(
    _ counts: inout [GuessSubject: GuessCount], _ subject: GuessSubject, now: Int64
  ) -> GuessCount {
    let known = counts[subject]
    var count = known ?? GuessCount(wrong: 0, last: now)
    count.wrong = now - count.last > subject.memory ? 0 : subject.faded(count, now: now)
    count.wrong &+= 1
    count.last = now
    if counts.count >= Self.subjectsLimit && known == nil { evict(from: &counts) }
    counts[subject] = count
    let wasLimited = known.map { subject.isLimited($0) } ?? false
    let change = (subject.isLimited(count) ? 1 : 0) - (wasLimited ? 1 : 0)
    if change != 0 { limited.add(change, ordering: .relaxed) }
    return count
  }

  public enum Verdict: Sendable, Equatable {
    case right
    /// To be stored before it is answered.
    case wrong(GuessCount)
    case wait(milliseconds: Int64)
  }

  static func wait(_ count: GuessCount?, _ subject: GuessSubject, now: Int64) -> Int64 {
    guard let count, subject.isLimited(count) else { return 0 }
    let doublings = min(count.wrong - subject.freeGuesses, 20)
    let wait = min(subject.firstWait << Int64(doublings), subject.longestWait)
    return now < count.last ? wait : max(0, wait - (now - count.last))
  }

  /// Where the clock was set back, a wait begins anew once: else it would last until the clock is where it was.
  private static func followClock(
    _ counts: inout [GuessSubject: GuessCount], _ subject: GuessSubject, now: Int64
  ) {
    if let count = counts[subject], count.last > now { counts[subject]?.last = now }
  }

  // Memory is bounded. A quarter goes at once, so that the sorting is shared by many guesses: first those with free guesses
  // left, then the limited ones, the oldest of each first. So who sprays guesses over many codes does not buy new ones at
  // a code that is limited already.
  private func evict(from counts: inout [GuessSubject: GuessCount]) {
    let byWorth = counts.sorted { one, other in
      (one.key.isLimited(one.value) ? 1 : 0, one.value.last)
        < (other.key.isLimited(other.value) ? 1 : 0, other.value.last)
    }
    for (subject, _) in byWorth.prefix(Self.subjectsLimit / 4) { counts[subject] = nil }
    limited.store(Self.limited(of: counts), ordering: .relaxed)
  }

  private static func limited(of counts: [GuessSubject: GuessCount]) -> Int {
    counts.count { $0.key.isLimited($0.value) }
  }
}

public import Journal
import Synchronization

/// Whose or what's guesses are counted.
public enum GuessSubject: Hashable, Sendable {
  /// Wrong secrets for a tracking code, whether a request has it or not: so both answer alike.
  case code(UInt64)
  /// Unknown tracking codes asked for by a principal.
  case principal(Int64)
  /// Unknown tracking codes asked for from an address without a certificate. IPv6: the /64 prefix.
  case address([UInt8])

  /// How it is stored.
  var bytes: [UInt8] {
    switch self {
    case .code(let number): [1] + withUnsafeBytes(of: number.bigEndian, Array.init)
    case .principal(let row): [2] + withUnsafeBytes(of: row.bigEndian, Array.init)
    case .address(let bytes): [3] + bytes
    }
  }

  init?(bytes: [UInt8]) {
    guard let kind = bytes.first else { return nil }
    let rest = bytes.dropFirst()
    let number = rest.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    switch kind {
    case 1 where rest.count == 8: self = .code(number)
    case 2 where rest.count == 8: self = .principal(Int64(bitPattern: number))
    case 3: self = .address(Array(rest))
    default: return nil
    }
  }

  /// The first wait in milliseconds, and the longest. A peer's are short: many citizens may stand behind one address, and
  /// a code among 10^13 is not found by one try a minute.
  var firstWait: Int64 {
    if case .code = self { 10_000 } else { 1_000 }
  }

  var longestWait: Int64 {
    if case .code = self { 3_600_000 } else { 60_000 }
  }
}

/// Counts wrong guesses: after five, waits that double, for a code up to an hour. Any thread.
///
/// A count is raised here at once, so that a thousand guesses sent together are still counted one by one, and is made
/// durable by the writer before the guesser is answered.
public final class GuessLimiter: Sendable {
  static let freeGuesses: UInt32 = 5
  /// A subject that was quiet for a day starts anew.
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
    limited = Atomic(counts.values.count(where: \.isLimited))
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
      var count = known ?? GuessCount(wrong: 0, last: now)
      if now - count.last > Self.memory { count.wrong = 0 }
      count.wrong &+= 1
      count.last = now
      if counts.count >= Self.subjectsLimit && known == nil { evict(from: &counts) }
      counts[subject] = count
      let change = (count.isLimited ? 1 : 0) - (known?.isLimited == true ? 1 : 0)
      if change != 0 { limited.add(change, ordering: .relaxed) }
      return .wrong(count)
    }
  }

  public enum Verdict: Sendable, Equatable {
    case right
    /// To be stored before it is answered.
    case wrong(GuessCount)
    case wait(milliseconds: Int64)
  }

  static func wait(_ count: GuessCount?, _ subject: GuessSubject, now: Int64) -> Int64 {
    guard let count, count.isLimited else { return 0 }
    let doublings = min(count.wrong - freeGuesses, 20)
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
      (one.value.isLimited ? 1 : 0, one.value.last) < (other.value.isLimited ? 1 : 0, other.value.last)
    }
    for (subject, _) in byWorth.prefix(Self.subjectsLimit / 4) { counts[subject] = nil }
    limited.store(counts.values.count(where: \.isLimited), ordering: .relaxed)
  }
}

extension GuessCount {
  /// The free guesses are used up.
  fileprivate var isLimited: Bool { wrong >= GuessLimiter.freeGuesses }
}

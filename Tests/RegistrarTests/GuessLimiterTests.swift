import Journal
import TestJournal
import TestSupport
import Testing

@testable import Registrar

@Suite("The limit of guesses")
struct GuessLimiterTests {
  static let start: Int64 = 1_700_000_000_000
  static let code = GuessSubject.code(1_234)
  static let subjects: [(GuessSubject, firstWait: Int64, longestWait: Int64)] = [
    (code, 10_000, 3_600_000), (.principal(7), 1_000, 60_000), (.address([10, 0, 0, 1]), 1_000, 60_000),
  ]

  /// A limiter with so many wrong guesses at `start`, as it stands after a restart.
  static func limiter(_ subject: GuessSubject, wrong: UInt32) -> GuessLimiter {
    GuessLimiter(stored: [subject.bytes: GuessCount(wrong: wrong, last: start)])
  }

  @Test(
    "leaves five guesses free, then waits twice as long each time, for a code up to an hour", arguments: 0..<3
  )
  func doubles(_ index: Int) {
    let (subject, firstWait, longestWait) = Self.subjects[index]
    let limiter = GuessLimiter(stored: [:])
    var now = Self.start
    for wrong in 1...5 as ClosedRange<UInt32> {
      #expect(limiter.wait(subject, now: now) == 0)
      #expect(
        limiter.judge(subject, isRight: false, now: now) == .wrong(GuessCount(wrong: wrong, last: now)))
    }
    var wait = firstWait
    for wrong in 6...40 as ClosedRange<UInt32> {
      #expect(limiter.wait(subject, now: now) == wait)
      // Even the right one waits, to the last millisecond.
      #expect(limiter.judge(subject, isRight: true, now: now + wait - 1) == .wait(milliseconds: 1))
      #expect(limiter.judge(subject, isRight: false, now: now + wait - 1) == .wait(milliseconds: 1))
      now += wait
      #expect(limiter.judge(subject, isRight: true, now: now) == .right)
      #expect(
        limiter.judge(subject, isRight: false, now: now) == .wrong(GuessCount(wrong: wrong, last: now)))
      wait = min(2 * wait, longestWait)
    }
    #expect(wait == longestWait)
  }

  static let peers: [GuessSubject] = [.secretsOfPrincipal(7), .secretsFromAddress([10, 0, 0, 1])]

  @Test(
    "leaves a peer a thousand wrong secrets, then waits 1 s, twice as long each time, up to a minute",
    arguments: peers)
  func limitsSecretsOfPeer(_ peer: GuessSubject) {
    let limiter = GuessLimiter(stored: [:])
    for wrong in 1...1_000 as ClosedRange<UInt32> {
      #expect(limiter.wait(peer, now: Self.start) == 0)
      #expect(limiter.count(peer, now: Self.start) == GuessCount(wrong: wrong, last: Self.start))
    }
    var now = Self.start
    for wait in [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000] as [Int64] {
      #expect(limiter.wait(peer, now: now) == wait)
      now += wait
      #expect(limiter.wait(peer, now: now) == 0)
      _ = limiter.count(peer, now: now)
    }
    // A quiet hour, and all is free again.
    now += 3_600_001
    #expect(limiter.count(peer, now: now) == GuessCount(wrong: 1, last: now))
    #expect(limiter.isQuiet)
  }

  @Test(
    "never lets a peer wait that mistypes all day, but less than a thousand times an hour", arguments: peers)
  func forgivesSlowMistakes(_ peer: GuessSubject) {
    let limiter = GuessLimiter(stored: [:])
    var now = Self.start
    for _ in 0..<20_000 {
      _ = limiter.count(peer, now: now)
      now += 3_700
      #expect(limiter.wait(peer, now: now) == 0)
    }
  }

  @Test("does not count who guessed right, nor forgive for it")
  func forgivesNothing() {
    let limiter = Self.limiter(Self.code, wrong: 4)
    #expect(limiter.judge(Self.code, isRight: true, now: Self.start) == .right)
    #expect(
      limiter.judge(Self.code, isRight: false, now: Self.start)
        == .wrong(GuessCount(wrong: 5, last: Self.start)))
  }

  @Test("counts each subject alone")
  func countsApart() {
    let limiter = Self.limiter(Self.code, wrong: 9)
    for (subject, _, _) in Self.subjects.dropFirst() { #expect(limiter.wait(subject, now: Self.start) == 0) }
    #expect(limiter.wait(.code(1_235), now: Self.start) == 0)
  }

  @Test("stands after a restart where it stood", arguments: [0, 1, 5, 6, 20, 4_000_000_000] as [UInt32])
  func outlivesRestart(wrong: UInt32) {
    let limiter = Self.limiter(Self.code, wrong: wrong)
    let expected: Int64 = [0: 0, 1: 0, 5: 10_000, 6: 20_000][wrong] ?? 3_600_000
    #expect(limiter.wait(Self.code, now: Self.start) == expected)
    #expect(limiter.wait(Self.code, now: Self.start + 3_600_000) == 0)
    #expect(limiter.isQuiet == (wrong < 5))
  }

  @Test(
    "does not wait longer because a clock was set back",
    arguments: [1, 60_000, 86_400_000, 1_700_000_000_000])
  func bearsClockSetBack(_ back: Int64) {
    let limiter = Self.limiter(Self.code, wrong: 6)
    let now = Self.start - back
    #expect(limiter.wait(Self.code, now: now) == 20_000)
    #expect(limiter.judge(Self.code, isRight: true, now: now + 19_999) == .wait(milliseconds: 1))
    #expect(limiter.judge(Self.code, isRight: true, now: now + 20_000) == .right)
    let attempt = now + 20_001
    #expect(
      limiter.judge(Self.code, isRight: false, now: attempt) == .wrong(GuessCount(wrong: 7, last: attempt)))
  }

  @Test("forgets who was quiet for a day, and not before")
  func forgetsAfterDay() {
    let day: Int64 = 86_400_000
    let limiter = Self.limiter(Self.code, wrong: 14)
    #expect(
      limiter.judge(Self.code, isRight: false, now: Self.start + day)
        == .wrong(GuessCount(wrong: 15, last: Self.start + day)))
    let later = Self.start + 2 * day + 1
    #expect(
      limiter.judge(Self.code, isRight: false, now: later) == .wrong(GuessCount(wrong: 1, last: later)))
    #expect(limiter.wait(Self.code, now: later) == 0)
  }

  @Test("is quiet exactly while nobody is over the free guesses")
  func knowsQuiet() {
    let limiter = GuessLimiter(stored: [:])
    for _ in 0..<4 { _ = limiter.judge(Self.code, isRight: false, now: Self.start) }
    #expect(limiter.isQuiet)
    _ = limiter.judge(Self.code, isRight: false, now: Self.start)
    #expect(!limiter.isQuiet)
    // A day later the count begins anew.
    _ = limiter.judge(Self.code, isRight: false, now: Self.start + 86_400_001)
    #expect(limiter.isQuiet)
  }

  @Test("keeps a count that begins anew beyond a restart too")
  func storesNewBeginning() throws {
    let journal = try SmallJournal()
    let later = Self.start + 86_400_001
    do {
      let open = try OpenRegistry(journal)
      var limiter = GuessLimiter(stored: [:])
      for _ in 0..<5 {
        guard case .wrong(let count) = limiter.judge(Self.code, isRight: false, now: Self.start) else {
          break
        }
        _ = open.registry.commit([.recordGuess(Self.code, count)])
      }
      limiter = Self.limiter(Self.code, wrong: 5)
      guard case .wrong(let count) = limiter.judge(Self.code, isRight: false, now: later) else {
        Issue.record("a day later it waits")
        return
      }
      _ = open.registry.commit([.recordGuess(Self.code, count)])
    }
    let limiter = GuessLimiter(stored: try JournalWriter(path: journal.path).loadGuesses(limit: 100))
    #expect(limiter.wait(Self.code, now: later) == 0)
  }

  @Test("is stored under bytes that tell the subject again")
  func storesSubjects() {
    let subjects =
      Self.subjects.map(\.0) + [
        .secretsOfPrincipal(7), .secretsFromAddress([10, 0, 0, 1]), .secretsFromAddress([]),
        .code(0), .code(.max), .principal(0), .principal(-1), .address([]), .address([UInt8](0..<8)),
      ]
    for subject in subjects { #expect(GuessSubject(bytes: subject.bytes) == subject) }
    #expect(Set(subjects.map(\.bytes)).count == subjects.count)
    for bytes in [[], [0], [1, 2], [2] + [UInt8](repeating: 0, count: 9), [4, 1], [6, 1]] as [[UInt8]] {
      #expect(GuessSubject(bytes: bytes) == nil)
    }
  }

  @Test("makes room by forgetting those with free guesses left; a code that was limited stays so")
  func forgetsUnlimitedFirst() {
    var stored = [Self.code.bytes: GuessCount(wrong: 6, last: Self.start - 3_600_000)]
    for number in 10_000..<UInt64(GuessLimiter.subjectsLimit + 9_999) {
      stored[GuessSubject.code(number).bytes] = GuessCount(wrong: 1, last: Self.start)
    }
    let limiter = GuessLimiter(stored: stored)
    for number in 1...15 as ClosedRange<UInt64> {
      let once = GuessLimiter.Verdict.wrong(GuessCount(wrong: 1, last: Self.start))
      #expect(limiter.judge(.code(number), isRight: false, now: Self.start) == once)
    }
    // Its wait is over, and yet it has no free guesses again.
    #expect(
      limiter.judge(Self.code, isRight: false, now: Self.start)
        == .wrong(GuessCount(wrong: 7, last: Self.start)))
    #expect(!limiter.isQuiet)
  }

  @Test("forgets the oldest quarter where all are limited")
  func forgetsTheOldest() {
    var stored = [Self.code.bytes: GuessCount(wrong: 5, last: Self.start - 5_000)]
    for number in 10_000..<UInt64(GuessLimiter.subjectsLimit + 9_999) {
      stored[GuessSubject.code(number).bytes] = GuessCount(wrong: 5, last: Self.start)
    }
    let limiter = GuessLimiter(stored: stored)
    #expect(limiter.wait(Self.code, now: Self.start) == 5_000)
    _ = limiter.judge(.code(1), isRight: false, now: Self.start)
    #expect(limiter.wait(Self.code, now: Self.start) == 0)
    #expect(!limiter.isQuiet)
  }
}

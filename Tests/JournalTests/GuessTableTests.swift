import TestJournal
import TestSupport
import Testing

@testable import Journal

@Suite("Guess counts")
struct GuessTableTests {
  @Test("are kept between starts")
  func keeps() throws {
    let journal = try SmallJournal()
    let counts: [[UInt8]: GuessCount] = [
      [1, 2]: GuessCount(wrong: 1, last: 5), [1]: GuessCount(wrong: 65_536, last: .max),
      []: GuessCount(wrong: 7, last: -1),
    ]
    do {
      let writer = try JournalWriter(path: journal.path)
      try writer.begin()
      for (subject, count) in counts { try writer.storeGuess(subject, count, forgettingBefore: 0) }
      try writer.commit()
    }
    #expect(try JournalWriter(path: journal.path).loadGuesses(limit: 100) == counts)
  }

  @Test("never fall by a count that comes late")
  func keepsLargest() throws {
    let journal = try SmallJournal()
    let writer = try JournalWriter(path: journal.path)
    try writer.begin()
    try writer.storeGuess([1], GuessCount(wrong: 7, last: 700), forgettingBefore: 0)
    try writer.storeGuess([1], GuessCount(wrong: 6, last: 600), forgettingBefore: 0)
    try writer.commit()
    #expect(try writer.loadGuesses(limit: 100) == [[1]: GuessCount(wrong: 7, last: 700)])
  }

  @Test("fall when the one that is stored is too old to count")
  func startsAnew() throws {
    let journal = try SmallJournal()
    let writer = try JournalWriter(path: journal.path)
    try writer.begin()
    try writer.storeGuess([1], GuessCount(wrong: 7, last: 700), forgettingBefore: 0)
    try writer.storeGuess([1], GuessCount(wrong: 1, last: 900), forgettingBefore: 700)
    try writer.storeGuess([1], GuessCount(wrong: 2, last: 901), forgettingBefore: 701)
    try writer.commit()
    #expect(try writer.loadGuesses(limit: 100) == [[1]: GuessCount(wrong: 7, last: 901)])
    try writer.begin()
    try writer.storeGuess([1], GuessCount(wrong: 1, last: 950), forgettingBefore: 902)
    try writer.commit()
    #expect(try writer.loadGuesses(limit: 100) == [[1]: GuessCount(wrong: 1, last: 950)])
  }

  @Test("are forgotten when they are old")
  func forgets() throws {
    let journal = try SmallJournal()
    let writer = try JournalWriter(path: journal.path)
    try writer.begin()
    try writer.storeGuess([1], GuessCount(wrong: 9, last: 99), forgettingBefore: 0)
    try writer.storeGuess([2], GuessCount(wrong: 9, last: 100), forgettingBefore: 0)
    try writer.commit()
    try writer.forgetGuesses(before: 100, keeping: 100)
    #expect(try writer.loadGuesses(limit: 100) == [[2]: GuessCount(wrong: 9, last: 100)])
  }
}

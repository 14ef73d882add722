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
      for (subject, count) in counts { try writer.storeGuess(subject, count) }
      try writer.commit()
    }
    #expect(try JournalWriter(path: journal.path).loadGuesses() == counts)
  }

  @Test("never fall by a count that comes late")
  func keepsLargest() throws {
    let journal = try SmallJournal()
    let writer = try JournalWriter(path: journal.path)
    try writer.begin()
    try writer.storeGuess([1], GuessCount(wrong: 7, last: 700))
    try writer.storeGuess([1], GuessCount(wrong: 6, last: 600))
    try writer.commit()
    #expect(try writer.loadGuesses() == [[1]: GuessCount(wrong: 7, last: 700)])
  }

  @Test("are forgotten when they are old")
  func forgets() throws {
    let journal = try SmallJournal()
    let writer = try JournalWriter(path: journal.path)
    try writer.begin()
    try writer.storeGuess([1], GuessCount(wrong: 9, last: 99))
    try writer.storeGuess([2], GuessCount(wrong: 9, last: 100))
    try writer.commit()
    try writer.forgetGuesses(before: 100)
    #expect(try writer.loadGuesses() == [[2]: GuessCount(wrong: 9, last: 100)])
  }
}

/// How often somebody guessed wrong, kept across restarts.
public struct GuessCount: Sendable, Equatable {
  public var wrong: UInt32
  /// Unix milliseconds of the last wrong guess.
  public var last: Int64

  public init(wrong: UInt32, last: Int64) {
    self.wrong = wrong
    self.last = last
  }
}

/// For the writer's connection.
final class GuessTable {
  private let upsert: Statement
  private let forget: Statement
  private let trim: Statement
  private let all: Statement

  init(_ database: Database) throws(JournalError) {
    upsert = try Statement(
      """
      INSERT INTO guess(subject, wrong, last) VALUES(?1, ?2, ?3)
      ON CONFLICT(subject) DO UPDATE SET
        wrong = CASE WHEN last < ?4 THEN ?2 ELSE max(wrong, ?2) END, last = max(last, ?3)
      """, on: database)
    forget = try Statement("DELETE FROM guess WHERE last < ?", on: database)
    trim = try Statement(
      """
      DELETE FROM guess WHERE subject IN (
        SELECT subject FROM guess ORDER BY wrong, last
        LIMIT max(0, (SELECT count(*) FROM guess) - ?))
      """, on: database)
    all = try Statement(
      "SELECT subject, wrong, last FROM guess ORDER BY wrong DESC, last DESC LIMIT ?", on: database)
  }

  /// Counts may come out of order: the largest holds.
  /// - Parameter time: Unix milliseconds; a stored count that was last raised before it gives way to any.
  func store(
    _ subject: [UInt8], _ count: GuessCount, forgettingBefore time: Int64
  ) throws(JournalError) {
    subject.withUnsafeBytes { upsert.bind(1, copying: $0) }
    upsert.bind(2, Int64(count.wrong))
    upsert.bind(3, count.last)
    upsert.bind(4, time)
    try upsert.run()
  }

  /// - Parameter time: Unix milliseconds; what was last guessed before it goes.
  /// - Parameter limit: rows that stay at the most; those with the fewest wrong guesses go first.
  func forget(before time: Int64, keeping limit: Int) throws(JournalError) {
    forget.bind(1, time)
    try forget.run()
    trim.bind(1, Int64(limit))
    try trim.run()
  }

  /// - Parameter limit: rows that are read at the most: those with the most wrong guesses.
  func load(limit: Int) throws(JournalError) -> [[UInt8]: GuessCount] {
    defer { all.reset() }
    all.bind(1, Int64(limit))
    var counts: [[UInt8]: GuessCount] = [:]
    while try all.step() {
      counts[[UInt8](all.blob(0))] = GuessCount(wrong: try all.number(1), last: all.integer(2))
    }
    return counts
  }
}

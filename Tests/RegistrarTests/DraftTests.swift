import Casework
import Journal
import TestJournal
import TestSupport
import Testing

@testable import Registrar

@Suite("A draft")
struct DraftTests {
  private static func draft(_ number: UInt8, office: Int64 = 1) throws -> DraftRow {
    let id = try #require([UInt8](repeating: number, count: 16).withUnsafeBytes { DraftId($0) })
    return DraftRow(office: office, id: id, changed: 0, keptUntil: 0, summary: [number], rest: [])
  }

  private static func stored(_ journal: SmallJournal) throws -> [String] {
    try readSQL("SELECT hex(summary) FROM draft ORDER BY 1", on: journal.path)
  }

  @Test("is deleted once it is kept no longer, though its office never calls again")
  func endsByItself() throws {
    let journal = try SmallJournal()
    let clock = SetClock(1_000_000)
    let open = try OpenRegistry(journal, time: { clock.now })
    let end = 1_000_000 + DraftOrder.lifetime
    #expect(open.registry.commit([.draft(.put(try Self.draft(1)))]).outcomes == [.draft(.kept(until: end))])
    clock.set(1_000_001)
    _ = open.registry.commit([.draft(.put(try Self.draft(2)))])
    clock.set(end - 1)
    _ = open.registry.commit([])
    #expect(try Self.stored(journal) == ["01", "02"])
    clock.set(end)
    let commits = open.commits.current
    let result = open.registry.commit([])
    #expect(result.changed == [] && result.failure == nil && !result.hasMore)
    #expect(open.commits.current == commits + 1)
    #expect(try Self.stored(journal) == ["02"])
    // Nothing is left to do, and no transaction is made for nothing.
    _ = open.registry.commit([])
    #expect(open.commits.current == commits + 1)
  }

  @Test("that ended while the server was down is deleted by the first batch, a part at a time")
  func endsAfterRestart() throws {
    let journal = try SmallJournal()
    let old = Registry.actsLimit + 44
    try runSQL(
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(old + 1))
      INSERT INTO draft(office, id, changed, kept_until, size, summary, rest)
      SELECT 1, randomblob(16), 0, iif(i > \(old), 2000000, i), 1, x'07', x'' FROM n
      """, on: journal.path)
    let open = try OpenRegistry(journal)
    let first = open.registry.commit([])
    #expect(first.hasMore && first.failure == nil)
    #expect(try Self.stored(journal).count == 45)
    #expect(!open.registry.commit([]).hasMore)
    #expect(try Self.stored(journal).count == 1)
  }

  @Test("that ended takes no room of its office")
  func takesNoRoomOnceOver() throws {
    let journal = try SmallJournal()
    let clock = SetClock(1_000_000)
    let open = try OpenRegistry(journal, time: { clock.now })
    try runSQL(
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(DraftOrder.countMax))
      INSERT INTO draft(office, id, changed, kept_until, size, summary, rest)
      SELECT 1, randomblob(16), 1000000, 1000000 + \(DraftOrder.lifetime), 1, x'07', x'' FROM n
      """, on: journal.path)
    let put = Order.draft(.put(try Self.draft(1)))
    #expect(open.registry.commit([put]).outcomes == [.draft(.noRoom)])
    clock.set(1_000_000 + DraftOrder.lifetime)
    let end = clock.now + DraftOrder.lifetime
    #expect(open.registry.commit([put]).outcomes == [.draft(.kept(until: end))])
  }
}

import Casework
import Journal
import Sealing
import TestJournal
import TestSupport
import Testing

@testable import Registrar

/// The request as it is stored.
func storedRecord(_ sequence: Int64, _ journal: SmallJournal) throws -> RequestRecord {
  let cipher = try TrackingCodeCipher(keys: journal.keys)
  let code = cipher.code(sequence: UInt64(sequence), shard: 0)
  return try #require(try JournalScan(path: journal.path).record(sequence, code: code))
}

/// What happened to a request, oldest first.
func storedEvents(_ sequence: Int64, _ journal: SmallJournal) throws -> [CaseEvent] {
  try JournalScan(path: journal.path).bodies(sequence).map { try CaseEvent($0) }
}

/// A day, in milliseconds.
let day: Int64 = 86_400_000

@Suite("What the counter does by itself")
struct DueTests {
  @Test("comes when it is due and not before, by an event that everybody can see")
  func actsWhenDue() throws {
    let journal = try SmallJournal()
    let clock = SetClock(1_000_000)
    let open = try OpenRegistry(journal, time: { clock.now })
    _ = open.submit(1...1)
    let warning = try storedRecord(1, journal).nextDue
    clock.set(warning - 1)
    #expect(open.registry.commit([]).changed == [])
    clock.set(warning)
    let commits = open.commits.current
    let result = open.registry.commit([])
    #expect(result.changed == [1] && result.failure == nil && result.outcomes.isEmpty)
    #expect(open.commits.current == commits + 1)
    clock.set(try storedRecord(1, journal).clock.acknowledgeDue)
    #expect(open.registry.commit([]).changed == [1])
    let events = try storedEvents(1, journal)
    #expect(events.map(\.action) == [.submit, .warn, .escalate])
    #expect(events.dropFirst().allSatisfy { $0.role == .system && $0.reason == "ACKNOWLEDGE" })
    #expect(events.map(\.clock.escalation) == [0, 0, 1])
    #expect(try audit(journal.path, journal.keys).findings == [])
  }

  @Test("goes on after a restart, whatever the clock did meanwhile")
  func survivesRestart() throws {
    let journal = try SmallJournal()
    do { _ = try OpenRegistry(journal).submit(1...3) }
    // Back before the submission: nothing is due. Far ahead: all of it is, a step at a time.
    #expect(try OpenRegistry(journal, time: { 0 }).registry.commit([]).changed == [])
    let late = try storedRecord(1, journal).clock.decideDue + 400 * day
    let open = try OpenRegistry(journal, time: { late })
    while !open.registry.commit([]).changed.isEmpty {}
    for sequence in 1...3 as ClosedRange<Int64> {
      let events = try storedEvents(sequence, journal)
      // Warned for both due times; escalated to the top.
      #expect(events.count == 1 + 2 + 5)
      #expect(events.last?.clock.escalation == CaseClock.levelMax)
      #expect(try storedRecord(sequence, journal).nextDue == 0)
    }
    #expect(try audit(journal.path, journal.keys).findings == [])
  }

  @Test("is done in parts, and less of it at a time beside live orders")
  func goesInParts() throws {
    let journal = try SmallJournal()
    let clock = SetClock(1_000_000)
    let open = try OpenRegistry(journal, time: { clock.now })
    _ = open.submit(1...600)
    clock.set(try storedRecord(1, journal).nextDue)
    let beside = open.registry.commit([.file(open.maker.submission(601))])
    #expect(beside.outcomes.count == 1 && beside.hasMore)
    // The new request is among those that changed.
    #expect(beside.changed.count == 1 + Registry.actsBesideOrders)
    var parts: [Int] = []
    repeat {
      let part = open.registry.commit([])
      parts.append(part.changed.count)
      if !part.hasMore { break }
    } while true
    #expect(parts == [256, 256, 600 - 512 - 32])
    #expect(open.registry.commit([]).changed == [])
    #expect(try audit(journal.path, journal.keys).findings == [])
  }

  @Test("finds the work of a claim whose lease is over, and lets others have it")
  func lapses() throws {
    let journal = try SmallJournal()
    let clock = SetClock(1_000_000)
    let open = try OpenRegistry(journal, time: { clock.now })
    let request = try #require(open.submit(1...1).first)
    let claim = open.maker.act(
      .claim(lease: 60_000), on: request, seeing: 1, by: FilingMaker.registry, number: 2)
    #expect(open.commit([claim]).first?.acceptance?.state == .assigned)
    clock.set(1_050_000)
    let renewal = Renewal(
      sequence: 1, code: request.trackingCode, principal: FilingMaker.registry.principal, lease: 60_000)
    #expect(open.registry.commit([.renew(renewal)]).outcomes == [.renewed(leaseUntil: 1_110_000)])
    // A shorter one takes nothing away.
    var short = renewal
    short.lease = 10_000
    #expect(open.registry.commit([.renew(short)]).outcomes == [.renewed(leaseUntil: 1_110_000)])
    #expect(try audit(journal.path, journal.keys).findings == [])
    clock.set(1_109_999)
    #expect(open.registry.commit([]).changed == [])
    clock.set(1_110_000)
    #expect(open.registry.commit([.renew(renewal)]).outcomes == [.rejected(.leaseOver)])
    let fulfil = open.maker.act(.fulfil, on: request, seeing: 2, by: FilingMaker.registry, number: 3)
    // In the batch that lets it lapse, too: the claim was over before.
    #expect(open.commit([fulfil]).first.map { "\($0)" }?.contains("acceptance") != true)
    #expect(try storedRecord(1, journal).state == .acknowledged)
    #expect(open.registry.commit([.renew(renewal)]).outcomes == [.rejected(.notClaimedByCaller)])
    let again = open.maker.act(
      .claim(lease: 60_000), on: request, seeing: 3, by: FilingMaker.otherRegistry, number: 4)
    #expect(open.commit([again]).first?.acceptance?.state == .assigned)
    #expect(try audit(journal.path, journal.keys).findings == [])
  }

  @Test("is not kept from being done by a row that can't be read")
  func setsDamagedRowsAside() throws {
    let journal = try SmallJournal()
    do { _ = try OpenRegistry(journal).submit(1...3) }
    try runSQL("UPDATE request SET last_hash = x'00' WHERE sequence = 1", on: journal.path)
    let late = try storedRecord(2, journal).nextDue
    let open = try OpenRegistry(journal, time: { late })
    let result = open.registry.commit([])
    #expect(result.changed == [2, 3] && result.failure == nil)
    #expect(result.notices.map(\.kind) == [.damaged])
    #expect(open.registry.commit([]).notices.isEmpty, "it is told once")
  }

  @Test("mends an index that says another time than the request")
  func mendsIndex() throws {
    let journal = try SmallJournal()
    do { _ = try OpenRegistry(journal).submit(1...1) }
    try runSQL("UPDATE request SET next_due = 5", on: journal.path)
    #expect(try audit(journal.path, journal.keys).findings.count == 1)
    do { #expect(try OpenRegistry(journal).registry.commit([]).changed == []) }
    #expect(try audit(journal.path, journal.keys).findings == [])
  }
}

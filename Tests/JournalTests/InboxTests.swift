import Casework
import TestJournal
import TestSupport
import Testing

@testable import Journal

@Suite("The inbox")
struct InboxTests {
  /// 120 requests, seeded over three services and all states.
  static func filled(seed: UInt64) throws -> (journal: SmallJournal, records: [RequestRecord]) {
    let journal = try SmallJournal()
    var numbers = SplitMix64(seed: seed)
    let records = (1...120).map { sequence in
      RequestRecord.new(
        Int64(sequence), service: .random(in: 1...3, using: &numbers),
        state: RequestState.allCases.randomElement(using: &numbers)!)
    }
    try JournalWriter(path: journal.path).store(records)
    return (journal, records)
  }

  @Test(
    "gives every open request once and in order, whatever the page",
    arguments: [1, 2, 7, 50, 200], [[1], [1, 3], [1, 2, 3]] as [[Int64]])
  func pages(limit: Int, services: [Int64]) throws {
    let seed: UInt64 = 11
    let (journal, records) = try Self.filled(seed: seed)
    let reader = try JournalReader(path: journal.path, commits: CommitCounter())
    for states in [[.submitted], [.assigned, .waitingCitizen], RequestState.allCases] as [[RequestState]] {
      var seen: [Int64] = []
      var pageSizes: [Int] = []
      while pageSizes.last ?? limit == limit && seen.count <= records.count {
        let page = try reader.inbox(services: services, states: states, after: seen.last ?? 0, limit: limit)
        seen += page.map(\.sequence)
        pageSizes.append(page.count)
      }
      let expected = records.filter {
        $0.state.isOpen && states.contains($0.state) && services.contains($0.service)
      }
      #expect(seen == expected.map(\.sequence), "seed \(seed), states \(states)")
    }
  }

  @Test("tells of each request what stands in its record")
  func tellsRows() throws {
    let (journal, records) = try Self.filled(seed: 12)
    let reader = try JournalReader(path: journal.path, commits: CommitCounter())
    let rows = try reader.inbox(services: [2], states: [.assigned], after: 0, limit: 1)
    let record = try #require(records.first { $0.service == 2 && $0.state == .assigned })
    #expect(
      rows == [
        InboxRow(
          sequence: record.sequence, version: 1, state: .assigned, service: 2, office: 1, region: "IR-07",
          submitted: 1_000, changed: 1_000, assignee: 0, acknowledgeDue: 0, decideDue: 0, escalation: 0,
          appealLevel: 0,
          leaseUntil: 0)
      ])
  }

  @Test("is empty for nothing asked")
  func isEmpty() throws {
    let (journal, _) = try Self.filled(seed: 13)
    let reader = try JournalReader(path: journal.path, commits: CommitCounter())
    #expect(try reader.inbox(services: [], states: RequestState.allCases, after: 0, limit: 9).isEmpty)
    #expect(try reader.inbox(services: [1, 2, 3], states: [], after: 0, limit: 9).isEmpty)
    #expect(try reader.inbox(services: [9], states: RequestState.allCases, after: 0, limit: 9).isEmpty)
    #expect(try reader.inbox(services: [1, 2, 3], states: [.closed], after: 0, limit: 9).isEmpty)
  }

  @Test("follows a request out of a state")
  func followsChange() throws {
    let journal = try SmallJournal()
    let commits = CommitCounter()
    let writer = try JournalWriter(path: journal.path)
    let reader = try JournalReader(path: journal.path, commits: commits)
    var record = RequestRecord.new(1)
    try writer.store([record])
    for state in RequestState.allCases {
      record.state = state
      record.version += 1
      try writer.begin()
      try writer.update(record)
      try writer.commit()
      commits.advance()
      let open = try reader.inbox(services: [1], states: RequestState.allCases, after: 0, limit: 9)
      #expect(open.map(\.state) == (state.isOpen ? [state] : []))
    }
  }
}

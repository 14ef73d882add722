import Casework
import TestJournal
import TestSupport
import Testing

@testable import Journal

@Suite("The inbox")
struct InboxTests {
  private static let everyState = RequestState.allCases
  private static let regions = ["IR-07", "IR-23"]

  /// Requests, seeded over three services, all states, two regions, three principals and nobody, with due times or none.
  static func filled(seed: UInt64, count: Int = 120) throws -> (
    journal: SmallJournal, records: [RequestRecord]
  ) {
    let journal = try SmallJournal()
    var numbers = SplitMix64(seed: seed)
    let records = (1...count).map { sequence in
      var record = RequestRecord.new(
        Int64(sequence), service: .random(in: 1...3, using: &numbers),
        state: RequestState.allCases.randomElement(using: &numbers)!)
      record.region = regions.randomElement(using: &numbers)!
      if record.state.isOpen {
        record.clock.acknowledgeDue = Bool.random(using: &numbers) ? 0 : .random(in: 1...40, using: &numbers)
        record.clock.decideDue = Bool.random(using: &numbers) ? 0 : .random(in: 1...40, using: &numbers)
      }
      if ![.submitted, .acknowledged].contains(record.state) {
        // Nobody waits for somebody else but who works on it.
        record.assignee = .random(in: (record.state == .assigned ? 0 : 1)...3, using: &numbers)
      }
      return record
    }
    try JournalWriter(path: journal.path).store(records)
    return (journal, records)
  }

  /// What a filter must find, reckoned without any index.
  private static func expected(_ filter: InboxFilter, _ records: [RequestRecord]) -> [Int64] {
    let found = records.filter { record in
      let mine =
        switch filter.assignee {
        case .anybody: true
        case .nobody: record.assignee == 0
        case .principal(let row): record.assignee == row
        }
      let isDue = filter.dueBy.map { (1...$0).contains(record.clock.due) } ?? true
      return record.state.isOpen && filter.states.contains(record.state)
        && filter.services.contains(record.service) && mine && isDue
        && (filter.region.isEmpty || filter.region == record.region)
        && (filter.order == .oldestFirst || record.clock.due != 0)
    }
    if filter.order == .oldestFirst { return found.map(\.sequence) }
    return found.sorted { ($0.clock.due, $0.sequence) < ($1.clock.due, $1.sequence) }.map(\.sequence)
  }

  private static let filters: [InboxFilter] =
    ([.oldestFirst, .mostUrgentFirst] as [InboxFilter.Order]).flatMap { order in
      ([.anybody, .nobody, .principal(2)] as [InboxFilter.Assignee]).flatMap { assignee in
        ["", "IR-23"].flatMap { region in
          ([nil, 12] as [Int64?]).flatMap { dueBy in
            ([[.submitted], [.assigned, .waitingCitizen], everyState] as [[RequestState]]).map { states in
              InboxFilter(
                services: [1, 3], states: states, region: region, assignee: assignee, dueBy: dueBy,
                order: order)
            }
          }
        }
      }
    }

  @Test(
    "gives every open request that a filter asks for once and in order, whatever the page",
    arguments: [1, 7, 200])
  func pages(limit: Int) throws {
    let seed: UInt64 = 11
    let (journal, records) = try Self.filled(seed: seed)
    let reader = try JournalReader(path: journal.path, commits: CommitCounter())
    for filter in Self.filters {
      let seen = try all(reader, filter, limit: limit)
      #expect(seen == Self.expected(filter, records), "seed \(seed), \(filter)")
    }
  }

  @Test("goes on behind what a page had no time for")
  func budgetRunsOut() throws {
    let (journal, records) = try Self.filled(seed: 14, count: 2 * InboxQuery.rowsExaminedMax)
    let reader = try JournalReader(path: journal.path, commits: CommitCounter())
    for order in [InboxFilter.Order.oldestFirst, .mostUrgentFirst] {
      var filter = InboxFilter(services: [2], states: [.submitted], region: "IR-07", dueBy: 3, order: order)
      #expect(try all(reader, filter, limit: 5) == Self.expected(filter, records))
      filter.region = "IR-99"
      var pages = 0
      var place: InboxPlace? = .start
      while let start = place {
        let page = try reader.inbox(filter, after: start, limit: 5)
        #expect(page.rows.isEmpty)
        place = page.next
        pages += 1
      }
      #expect(pages <= 4)
    }
  }

  private func all(_ reader: JournalReader, _ filter: InboxFilter, limit: Int) throws -> [Int64] {
    var seen: [Int64] = []
    var place: InboxPlace? = .start
    while let start = place {
      let page = try reader.inbox(filter, after: start, limit: limit)
      #expect(page.rows.count <= limit)
      #expect(page.next.map { $0 > start } ?? true)
      seen += page.rows.map(\.sequence)
      place = page.next
    }
    return seen
  }

  /// A sort of a whole range cost 140 ms a page of a million requests.
  @Test(
    "finds each page by its index alone, and sorts nothing",
    arguments: [
      (InboxQuery.stateQuery, "(service=? AND state=? AND sequence>?)"),
      (InboxQuery.unclaimedQuery, "(service=? AND sequence>?)"),
      (InboxQuery.assigneeQuery, "(assignee=? AND service=? AND sequence>?)"),
      (InboxQuery.dueQuery, "(service=? AND due>? AND due<?)"),
    ])
  func plans(query: String, range: String) throws {
    let journal = try SmallJournal()
    let database = try Database.openChecked(path: journal.path, mode: .readOnly)
    let plan = try Statement("EXPLAIN QUERY PLAN \(query)", on: database)
    var steps: [String] = []
    while try plan.step() { steps.append(plan.text(3)) }
    #expect(steps.count == 1 && steps[0].hasSuffix(range), "\(steps)")
  }

  @Test("tells of each request what stands in its record")
  func tellsRows() throws {
    let (journal, records) = try Self.filled(seed: 12)
    let reader = try JournalReader(path: journal.path, commits: CommitCounter())
    let filter = InboxFilter(services: [2], states: [.assigned])
    let rows = try reader.inbox(filter, after: .start, limit: 1).rows
    let record = try #require(records.first { $0.service == 2 && $0.state == .assigned })
    #expect(
      rows == [
        InboxRow(
          sequence: record.sequence, version: 2, state: .assigned, service: 2, office: 1,
          region: record.region,
          submitted: 1_000, changed: 1_000, assignee: record.assignee,
          acknowledgeDue: record.clock.acknowledgeDue, decideDue: record.clock.decideDue, escalation: 0,
          appealLevel: 0, decidedBy: 0, leaseUntil: 0)
      ])
  }

  @Test("is empty for nothing asked")
  func isEmpty() throws {
    let (journal, _) = try Self.filled(seed: 13)
    let reader = try JournalReader(path: journal.path, commits: CommitCounter())
    let cases: [([Int64], [RequestState])] = [
      ([], Self.everyState), ([1, 2, 3], []), ([9], Self.everyState), ([1, 2, 3], [.closed]),
    ]
    for (services, states) in cases {
      let page = try reader.inbox(InboxFilter(services: services, states: states), after: .start, limit: 9)
      #expect(page == InboxPage(rows: [], next: nil))
    }
  }

  @Test("follows a request out of a state, and its due times")
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
      record.clock.decideDue = state.isOpen ? Int64(record.version) : 0
      try writer.begin()
      try writer.update(record)
      try writer.commit()
      commits.advance()
      var filter = InboxFilter(services: [1], states: Self.everyState)
      for order in [InboxFilter.Order.oldestFirst, .mostUrgentFirst] {
        filter.order = order
        let page = try reader.inbox(filter, after: .start, limit: 9)
        #expect(page.rows.map(\.state) == (state.isOpen ? [state] : []))
        #expect(page.rows.map(\.due) == (state.isOpen ? [record.clock.decideDue] : []))
      }
    }
  }
}

import Casework

/// Pages through open requests: ranges of partial indexes, merged, so that a page costs the same however long the backlog
/// of the others is. What no index finds is filtered row by row, within a budget.
final class InboxQuery {
  /// Rows that one page looks at, all ranges together. Measured: a row that is passed over costs 1.5 µs of a warm cache.
  static let rowsExaminedMax = 1_000

  private static let columns = """
    sequence, version, state, service, office, region, submitted, changed, assignee, acknowledge_due, decide_due, \
    escalation, appeal_level, decided_by, lease_until
    """

  private enum Range {
    case state(service: Int64, RequestState)
    case unclaimed(service: Int64)
    case assignee(Int64, service: Int64)
    case due(service: Int64, by: Int64)
  }

  private let byState: Statement
  private let unclaimed: Statement
  private let byAssignee: Statement
  private let byDue: Statement

  // Each repeats its index's condition: only then may SQLite use it. And each names its index: left to itself SQLite may walk
  // the whole table for the sake of its order.

  static let stateQuery = query(
    "request_inbox",
    "service = ?1 AND state = ?2 AND sequence > ?3 AND +state <= 5 ORDER BY sequence")
  static let unclaimedQuery = query(
    "request_unclaimed",
    "service = ?1 AND sequence > ?3 AND state = 3 AND assignee = 0 AND ?2 = 0 ORDER BY sequence")
  static let assigneeQuery = query(
    "request_assignee",
    "assignee = ?2 AND service = ?1 AND sequence > ?3 AND assignee > 0 AND state <= 5 ORDER BY sequence")
  static let dueQuery = query(
    "request_urgency",
    "service = ?1 AND (due, sequence) > (?5, ?3) AND due <= ?2 AND due > 0 ORDER BY due, sequence")

  private static func query(_ index: String, _ condition: String) -> String {
    "SELECT \(columns) FROM request INDEXED BY \(index) WHERE \(condition) LIMIT ?4"
  }

  init(_ database: Database) throws(JournalError) {
    byState = try Statement(Self.stateQuery, on: database)
    unclaimed = try Statement(Self.unclaimedQuery, on: database)
    byAssignee = try Statement(Self.assigneeQuery, on: database)
    byDue = try Statement(Self.dueQuery, on: database)
  }

  func page(_ filter: InboxFilter, after place: InboxPlace, limit: Int) throws(JournalError) -> InboxPage {
    let ranges = ranges(filter)
    let budget = max(limit + 1, Self.rowsExaminedMax / max(1, ranges.count))
    var search = Search(filter: filter, limit: limit, budget: budget)
    for range in ranges { try read(range, after: place, &search) }
    return search.page()
  }

  private func ranges(_ filter: InboxFilter) -> [Range] {
    filter.services.flatMap { service -> [Range] in
      if filter.order == .mostUrgentFirst { return [.due(service: service, by: filter.dueBy ?? .max)] }
      switch filter.assignee {
      case .principal(let row): return [.assignee(row, service: service)]
      case .anybody: return filter.states.map { .state(service: service, $0) }
      case .nobody:
        return filter.states.compactMap { state in
          switch state {
          case .submitted, .acknowledged: .state(service: service, state)
          case .assigned: .unclaimed(service: service)
          default: nil
          }
        }
      }
    }
  }

  private func read(
    _ range: Range, after place: InboxPlace, _ search: inout Search
  ) throws(JournalError) {
    switch range {
    case .state(let service, let state):
      try search.read(byState, service, Int64(state.rawValue), after: place)
    case .unclaimed(let service): try search.read(unclaimed, service, 0, after: place)
    case .assignee(let row, let service): try search.read(byAssignee, service, row, after: place)
    case .due(let service, let limit):
      byDue.bind(5, place.due)
      try search.read(byDue, service, limit, after: place)
    }
  }
}

/// What one page has found so far.
private struct Search {
  let filter: InboxFilter
  let limit: Int
  let budget: Int
  private var rows: [InboxRow] = []
  /// The range whose budget ran out first, in the order of the page, was searched until here: what lies beyond may not be
  /// told yet.
  private var frontier: InboxPlace?

  init(filter: InboxFilter, limit: Int, budget: Int) {
    self.filter = filter
    self.limit = limit
    self.budget = budget
  }

  mutating func read(
    _ range: borrowing Statement, _ service: Int64, _ key: Int64, after place: InboxPlace
  ) throws(JournalError) {
    defer { range.reset() }
    range.bind(1, service)
    range.bind(2, key)
    range.bind(3, place.sequence)
    range.bind(4, Int64(budget))
    var examined = 0
    var found = 0
    // Of one range no more than a page and one can be told.
    while found <= limit, try range.step() {
      examined += 1
      let row = try range.inboxRow()
      if matches(row) {
        rows.append(row)
        found += 1
      }
      if examined == budget && found <= limit {
        let last = self.place(row)
        frontier = min(frontier ?? last, last)
      }
    }
  }

  private func matches(_ row: InboxRow) -> Bool {
    if !filter.states.contains(row.state) { return false }
    if !filter.region.isEmpty && row.region != filter.region { return false }
    if let dueBy = filter.dueBy, row.due == 0 || row.due > dueBy { return false }
    return switch filter.assignee {
    case .anybody: true
    case .nobody: row.assignee == 0
    case .principal(let principal): row.assignee == principal
    }
  }

  private func place(_ row: InboxRow) -> InboxPlace {
    InboxPlace(due: filter.order == .mostUrgentFirst ? row.due : 0, sequence: row.sequence)
  }

  func page() -> InboxPage {
    var told = rows
    if let frontier { told.removeAll { place($0) > frontier } }
    told.sort { place($0) < place($1) }
    guard told.count > limit else { return InboxPage(rows: told, next: frontier) }
    told.removeLast(told.count - limit)
    return InboxPage(rows: told, next: told.last.map(place))
  }
}

extension Statement {
  /// A whole row, in the order of `InboxQuery.columns`.
  fileprivate func inboxRow() throws(JournalError) -> InboxRow {
    InboxRow(
      sequence: integer(0), version: try number(1), state: try value(2, "a state"), service: integer(3),
      office: integer(4), region: text(5), submitted: integer(6), changed: integer(7), assignee: integer(8),
      acknowledgeDue: integer(9), decideDue: integer(10), escalation: try byte(11),
      appealLevel: try byte(12), decidedBy: integer(13), leaseUntil: integer(14))
  }
}

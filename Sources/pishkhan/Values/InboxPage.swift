import libpishkhan

/// One page of an agency's open requests.
struct InboxPage: Equatable, Sendable {
  struct Item: Equatable, Sendable {
    let trackingCode: String
    let service: String
    let state: Word
    let version: UInt32
    let submittedMilliseconds: Int64
    let changedMilliseconds: Int64
    let office: String
    let region: String
    let assignee: String
    let acknowledgeDueMilliseconds: Int64
    let decideDueMilliseconds: Int64
    let escalationLevel: UInt32
    let isOverdue: Bool
    let appealLevel: UInt32
    let leaseUntilMilliseconds: Int64
  }

  let items: [Item]
  /// Empty at the end.
  let nextCursor: String

  init(_ raw: pishkhan_inbox_page) {
    items = values(raw.items, raw.item_count, Item.init)
    nextCursor = string(raw.next_cursor)
  }
}

extension InboxPage.Item {
  init(_ raw: pishkhan_inbox_item) {
    trackingCode = string(raw.tracking_code)
    service = string(raw.service)
    state = Word(raw.state)
    version = raw.version
    submittedMilliseconds = raw.submitted_ms
    changedMilliseconds = raw.changed_ms
    office = string(raw.office)
    region = string(raw.region)
    assignee = string(raw.assignee)
    acknowledgeDueMilliseconds = raw.acknowledge_due_ms
    decideDueMilliseconds = raw.decide_due_ms
    escalationLevel = raw.escalation_level
    isOverdue = raw.overdue
    appealLevel = raw.appeal_level
    leaseUntilMilliseconds = raw.lease_until_ms
  }

  /// What comes first, acknowledgement or decision; 0: nothing.
  private var dueMilliseconds: Int64 {
    [acknowledgeDueMilliseconds, decideDueMilliseconds].filter { $0 > 0 }.min() ?? 0
  }

  /// The due time, marked where it has passed.
  fileprivate func due(_ writing: Writing) -> String {
    writing.time(milliseconds: dueMilliseconds) + (isOverdue ? " !" : "")
  }

  fileprivate var json: JSONValue {
    var members = [
      JSONValue.Member("tracking_code", .string(trackingCode)), JSONValue.Member("service", .string(service)),
      JSONValue.Member("state", state.json), JSONValue.Member("version", .number(version)),
    ]
    members += .time("submitted", milliseconds: submittedMilliseconds)
    members += .time("changed", milliseconds: changedMilliseconds)
    members += [
      JSONValue.Member("office", .string(office)), JSONValue.Member("region", .string(region)),
      JSONValue.Member("assignee", .string(assignee)),
    ]
    members += .time("acknowledge_due", milliseconds: acknowledgeDueMilliseconds)
    members += .time("decide_due", milliseconds: decideDueMilliseconds)
    members += [
      JSONValue.Member("escalation_level", .number(escalationLevel)),
      JSONValue.Member("overdue", .boolean(isOverdue)),
      JSONValue.Member("appeal_level", .number(appealLevel)),
    ]
    members += .time("lease_until", milliseconds: leaseUntilMilliseconds)
    return .object(members)
  }
}

extension InboxPage: Presentable {
  var json: JSONValue {
    .object([
      JSONValue.Member("items", .array(items.map(\.json))),
      JSONValue.Member("next_cursor", .string(nextCursor)),
    ])
  }

  func write(to page: inout Page) {
    guard !items.isEmpty else { return page.line(.noRequests) }
    let writing = page.writing
    let heading = [Message.trackingCode, .state, .version, .submitted, .due, .service, .assignee].map {
      writing.text($0)
    }
    page.table(
      [heading]
        + items.map { item in
          [
            writing.trackingCode(item.trackingCode), writing.state(item.state), writing.number(item.version),
            writing.time(milliseconds: item.submittedMilliseconds), item.due(writing),
            writing.code(item.service), writing.code(item.assignee),
          ]
        })
    if !nextCursor.isEmpty { page.line(.nextPage, writing.code(nextCursor)) }
  }
}

import Casework
import GRPCServer
import Journal
import Messages
import Sealing

// Work: between the messages of work.proto and the values of Casework.

enum WorkMessageTypes {
  static let inbox = MessageType(pishkhan__v1__inbox_request__init)
  static let claim = MessageType(pishkhan__v1__claim_request__init)
  static let act = MessageType(pishkhan__v1__work_act_request__init)
  static let renew = MessageType(pishkhan__v1__renew_request__init)
  static let stream = MessageType(pishkhan__v1__stream_work_request__init)
  static let release = MessageType(pishkhan__v1__release_request__init)
}

extension Desk {
  func respondInbox(_ call: ServerCall, _ rows: [InboxRow], nextCursor: String) {
    let arena = MessageArena()
    let now = counter.clock()
    let items = rows.map { inboxItem($0, now: now, arena) }
    let response = arena.message(pishkhan__v1__inbox_response__init)
    response.pointee.n_items = items.count
    response.pointee.items = arena.list(items)
    response.pointee.next_cursor = arena.string(nextCursor)
    call.respond(response)
  }

  private func inboxItem(
    _ row: InboxRow, now: Int64, _ arena: MessageArena
  ) -> UnsafeMutablePointer<Pishkhan__V1__InboxItem> {
    let item = arena.message(pishkhan__v1__inbox_item__init)
    item.pointee.tracking_code = arena.string(
      cipher.code(sequence: UInt64(row.sequence), shard: 0).string)
    item.pointee.service = arena.string(directory.service(row: row.service)?.code ?? "")
    item.pointee.state = Pishkhan__V1__RequestState(wire: row.state.rawValue)
    item.pointee.version = row.version
    item.pointee.submitted_ms = row.submitted
    item.pointee.changed_ms = row.changed
    item.pointee.office = arena.string(directory.office(row: row.office)?.id ?? "")
    item.pointee.region = arena.string(row.region)
    item.pointee.assignee = arena.string(directory.principal(row: row.assignee)?.name ?? "")
    item.pointee.acknowledge_due_ms = row.acknowledgeDue
    item.pointee.decide_due_ms = row.decideDue
    item.pointee.escalation_level = UInt32(row.escalation)
    item.pointee.overdue = row.isOverdue(now: now) ? 1 : 0
    item.pointee.appeal_level = UInt32(row.appealLevel)
    item.pointee.lease_until_ms = row.leaseUntil
    return item
  }
}

import Casework
import GRPCServer
import Journal
import Messages
import Registrar
import Sealing

// Requests.PutDraft, GetDraft, ListDrafts, DeleteDraft: forms that an office has begun, seen by that office alone.

extension Desk {
  private static let draftsPageMax = 200

  var draftMethods: [Method] {
    [
      unary(.putDraft) { [unowned self] (call, bytes) throws(Refusal) in try putDraft(call, bytes) },
      unary(.getDraft) { [unowned self] (call, bytes) throws(Refusal) in try getDraft(call, bytes) },
      unary(.listDrafts) { [unowned self] (call, bytes) throws(Refusal) in try listDrafts(call, bytes) },
      unary(.deleteDraft) { [unowned self] (call, bytes) throws(Refusal) in try deleteDraft(call, bytes) },
    ]
  }

  /// The office behind the call.
  private func draftOffice(_ call: ServerCall, _ method: MethodName) throws(Refusal) -> (Principal, Office) {
    let principal = try machine(call, method)
    guard let office = directory.office(row: principal.office) else { throw Refusal(.officeUnknown) }
    return (principal, office)
  }

  private func putDraft(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let (_, office) = try draftOffice(call, .putDraft)
    guard office.status == .active else { throw Refusal(.officeNotActive) }
    guard let draft = try call.unpack(bytes, as: DraftMessageTypes.put).pointee.draft else {
      throw .field("draft", .required)
    }
    let id = try draftId(draft.pointee.id, "draft.id")
    let (summary, rest) = parts(of: draft)
    guard summary.count + rest.count <= DraftOrder.bytesMax else { throw .field("draft", .tooLong) }
    let row = DraftRow(office: office.row, id: id, changed: 0, keptUntil: 0, summary: summary, rest: rest)
    try leave(.draft(.put(row)), call, .draft)
  }

  private func getDraft(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let (_, office) = try draftOffice(call, .getDraft)
    let request = try call.unpack(bytes, as: DraftMessageTypes.get).pointee
    let id = try draftId(request.id, "id")
    let now = counter.clock()
    let found = try read { () throws(JournalError) in try reader.draft(id, of: office.row, now: now) }
    guard let row = found else { throw Refusal(.draftUnknown) }
    let arena = MessageArena()
    let response = arena.message(pishkhan__v1__get_draft_response__init)
    response.pointee.draft = try draftMessage(row, call, arena)
    call.respond(response)
  }

  private func listDrafts(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let (principal, office) = try draftOffice(call, .listDrafts)
    let request = try call.unpack(bytes, as: DraftMessageTypes.list).pointee
    let limit = try pageSize(request.page_size, standard: 50, max: Self.draftsPageMax)
    let scope = cursorScope(principal, Array("drafts".utf8))
    let place = try openDraftCursor(request.cursor, scope)
    let now = counter.clock()
    let rows = try read { () throws(JournalError) in
      try reader.drafts(of: office.row, after: place, limit: limit + 1, now: now)
    }
    let arena = MessageArena()
    let response = arena.message(pishkhan__v1__list_drafts_response__init)
    var drafts: [UnsafeMutablePointer<Pishkhan__V1__Draft>] = []
    for (row, _) in rows.prefix(limit) { drafts.append(try draftMessage(row, call, arena)) }
    response.pointee.n_drafts = drafts.count
    response.pointee.drafts = arena.list(drafts)
    response.pointee.next_cursor = arena.string(
      rows.count > limit ? seal(rows[limit - 1].place, scope) : "")
    call.respond(response)
  }

  private func deleteDraft(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let (_, office) = try draftOffice(call, .deleteDraft)
    let request = try call.unpack(bytes, as: DraftMessageTypes.delete).pointee
    let id = try draftId(request.id, "id")
    try leave(.draft(.delete(id, office: office.row)), call, .draft)
  }

  func answerDraft(_ call: ServerCall, _ outcome: DraftOutcome) throws(Refusal) {
    let arena = MessageArena()
    switch outcome {
    case .kept(let time):
      let response = arena.message(pishkhan__v1__put_draft_response__init)
      response.pointee.kept_until_ms = time
      call.respond(response)
    case .deleted: call.respond(arena.message(pishkhan__v1__delete_draft_response__init))
    case .unknown: throw Refusal(.draftUnknown)
    case .noRoom: throw Refusal(.noRoom)
    }
  }

  // MARK: Cursors

  private func seal(_ place: DraftPlace, _ scope: UInt64) -> String {
    withUnsafeBytes(of: (place.changed.bigEndian, place.row.bigEndian)) { cursors.seal($0, scope: scope) }
  }

  private func openDraftCursor(_ text: UnsafePointer<CChar>, _ scope: UInt64) throws(Refusal) -> DraftPlace {
    if text.pointee == 0 { return .start }
    guard let sealed = cursors.open(bytes(of: text).span, scope: scope), sealed.count == 16 else {
      throw .field("cursor", .unknown)
    }
    let (changed, row) = sealed.withUnsafeBytes {
      ($0.loadUnaligned(as: Int64.self), $0.loadUnaligned(fromByteOffset: 8, as: Int64.self))
    }
    return DraftPlace(changed: Int64(bigEndian: changed), row: Int64(bigEndian: row))
  }
}

import CProtobufC
import Casework
import GRPCServer
import Journal
import Messages

// Drafts: between requests.proto and the stored bytes. A draft is kept as the bytes of its message, since nothing in it is
// checked; in two parts, of which lists read the first alone. Parts of one message that follow each other are that message
// (protobuf's encoding, "Last One Wins").

enum DraftMessageTypes {
  static let put = MessageType(pishkhan__v1__put_draft_request__init)
  static let get = MessageType(pishkhan__v1__get_draft_request__init)
  static let list = MessageType(pishkhan__v1__list_drafts_request__init)
  static let delete = MessageType(pishkhan__v1__delete_draft_request__init)
  static let draft = MessageType(pishkhan__v1__draft__init)
}

extension Desk {
  func draftId(_ data: ProtobufCBinaryData, _ field: String) throws(Refusal) -> DraftId {
    var checks = FieldChecks()
    if data.len == 0 { checks.refuse(field, .required) }
    guard let id = checks.draftId(field, data) else { throw .fields(checks.violations) }
    return id
  }

  /// A draft's bytes without its id and the server's times: what lists show, and form and note.
  func parts(
    of draft: UnsafeMutablePointer<Pishkhan__V1__Draft>
  ) -> (summary: [UInt8], rest: [UInt8]) {
    var rest = Pishkhan__V1__Draft()
    pishkhan__v1__draft__init(&rest)
    rest.n_form = draft.pointee.n_form
    rest.form = draft.pointee.form
    rest.note = draft.pointee.note
    var empty = Pishkhan__V1__Draft()
    pishkhan__v1__draft__init(&empty)
    var summary = draft.pointee
    summary.id = ProtobufCBinaryData(len: 0, data: nil)
    summary.changed_ms = 0
    summary.kept_until_ms = 0
    summary.n_form = 0
    summary.form = nil
    summary.note = empty.note
    return (pack(&summary), pack(&rest))
  }

  func draftMessage(
    _ row: DraftRow, _ call: ServerCall, _ arena: MessageArena
  ) throws(Refusal) -> UnsafeMutablePointer<Pishkhan__V1__Draft> {
    let stored = row.summary + row.rest
    let read = stored.withUnsafeBytes { bytes in
      Result { () throws(Refusal) in try call.unpack(bytes, as: DraftMessageTypes.draft) }
    }
    let draft = try read.get()
    draft.pointee.id = row.id.withUnsafeBytes { arena.bytes(Array($0)) }
    draft.pointee.changed_ms = row.changed
    draft.pointee.kept_until_ms = row.keptUntil
    return draft
  }
}

extension FieldChecks {
  /// A draft's 16 bytes; nil where there are none.
  mutating func draftId(_ field: String, _ data: ProtobufCBinaryData) -> DraftId? {
    if data.len == 0 { return nil }
    let id = DraftId(UnsafeRawBufferPointer(start: data.data, count: data.len))
    if id == nil { refuse(field, .length) }
    return id
  }
}

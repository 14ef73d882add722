import Attachments
import CProtobufC
import Casework
import GRPCServer
import Journal
import Messages

// Attachments: between the messages of attachments.proto and the rows of stored files.

enum AttachmentMessageTypes {
  static let upload = MessageType(pishkhan__v1__upload_request__init)
  static let getUpload = MessageType(pishkhan__v1__get_upload_request__init)
  static let download = MessageType(pishkhan__v1__download_request__init)
}

extension Desk {
  func respondUpload(_ call: ServerCall, _ row: AttachmentRow) throws(Refusal) {
    let arena = MessageArena()
    let response = arena.message(pishkhan__v1__upload_response__init)
    response.pointee.attachment = try referenceMessage(row, arena)
    response.pointee.metadata_removed = row.metadataRemoved ? 1 : 0
    call.respond(response)
  }

  /// A stored file as callers see it. Once it is in a request, its name and hash are among the event's personal values.
  func referenceMessage(
    _ row: AttachmentRow, _ arena: MessageArena
  ) throws(Refusal) -> UnsafeMutablePointer<Pishkhan__V1__AttachmentReference> {
    let message = arena.message(pishkhan__v1__attachment_reference__init)
    message.pointee.id = arena.string(row.id.hexadecimal)
    message.pointee.attribute = arena.string(row.attribute)
    message.pointee.media_type = arena.string(row.mediaType.rawValue)
    message.pointee.size = row.size
    message.pointee.name = arena.string(row.name)
    if let hash = row.sha256 { message.pointee.sha256 = arena.bytes(hash) }
    if row.isBound { try fill(message, row, arena) }
    return message
  }

  /// The files that events have brought into a request.
  func fillAttachments(
    _ message: UnsafeMutablePointer<Pishkhan__V1__Request>, _ record: RequestRecord, _ arena: MessageArena
  ) throws(Refusal) {
    let rows = try read { () throws(JournalError) in try reader.attachments(ofRequest: record.sequence) }
    if rows.isEmpty { return }
    let list = try rows.map { (row) throws(Refusal) in try referenceMessage(row, arena) }
    message.pointee.n_attachments = list.count
    message.pointee.attachments = arena.list(list)
  }

  private func fill(
    _ message: UnsafeMutablePointer<Pishkhan__V1__AttachmentReference>, _ row: AttachmentRow,
    _ arena: MessageArena
  ) throws(Refusal) {
    let event = EventId(sequence: row.request, number: row.event)
    let personal = try read { () throws(JournalError) in try reader.personalValues(of: event) }
    let id = row.id.hexadecimal
    for value in personal where value.attribute == id {
      if value.kind == .attachmentName { message.pointee.name = arena.string(value.text) }
      if value.kind == .attachmentHash { message.pointee.sha256 = arena.bytes(value.value) }
    }
  }
}

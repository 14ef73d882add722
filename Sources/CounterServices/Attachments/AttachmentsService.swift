import Attachments
import CProtobufC
import Casework
import GRPCServer
import Journal
import Messages

// pishkhan.v1.Attachments: files that belong to a request.

extension Desk {
  var attachmentMethods: [Method] {
    [
      Method.clientStreaming(MethodName.upload.path) { [unowned self] call in UploadStream(self, call) },
      unary(.getUpload) { [unowned self] (call, bytes) throws(Refusal) in try getUpload(call, bytes) },
      Method.serverStreaming(MethodName.download.path) { [unowned self] call, bytes in
        do throws(Refusal) {
          return try download(call, bytes)
        } catch {
          refuse(call, error)
          return nil
        }
      },
    ]
  }

  private func getUpload(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try caller(call, .getUpload)
    let request = try call.unpack(bytes, as: AttachmentMessageTypes.getUpload).pointee
    guard let uploader = try uploader(call, request, principal) else { return }
    if request.upload_id.len != UploadPlan.idByteCount {
      throw .fields([
        FieldViolation(field: "upload_id", reason: request.upload_id.len == 0 ? .required : .length)
      ])
    }
    let id = attachmentId(of: request.upload_id, uploader)
    let arena = MessageArena()
    let response = arena.message(pishkhan__v1__get_upload_response__init)
    if let row = try row(id) {
      response.pointee.offset = row.size
      response.pointee.attachment = try referenceMessage(row, arena)
    } else {
      response.pointee.offset = counter.attachments.received(id) ?? 0
    }
    call.respond(response)
  }

  /// - Returns: nil where the call is refused once its wrong guess is stored.
  private func uploader(
    _ call: ServerCall, _ request: Pishkhan__V1__GetUploadRequest, _ principal: Principal?
  ) throws(Refusal) -> Int64? {
    if request.tracking_code.pointee == 0 {
      guard let principal else { throw Refusal(.certificateRequired) }
      return principal.row
    }
    let record = try record(call, request.tracking_code, secret: request.secret, orOwnedBy: principal)
    return record.map { uploader(principal, request.secret, $0) }
  }

  func row(_ id: AttachmentId) throws(Refusal) -> AttachmentRow? {
    try read { () throws(JournalError) in try reader.attachment(id) }
  }

  /// Did the caller upload it? An office's machines and an agency's act for one body.
  /// - Parameter citizenOf: the sequence of the request whose citizen's secret was given.
  func isOwn(_ row: AttachmentRow, _ principal: Principal?, citizenOf sequence: Int64?) -> Bool {
    if let sequence, row.uploader == -sequence { return true }
    guard let principal, row.uploader > 0 else { return false }
    if row.uploader == principal.row { return true }
    guard let uploader = directory.principal(row: row.uploader) else { return false }
    return switch principal.role {
    case .office, .kiosk: principal.office != 0 && uploader.office == principal.office
    case .agency: !principal.agency.isEmpty && uploader.agency == principal.agency
    default: false
    }
  }

  func refusal(_ fault: AttachmentFault, _ id: AttachmentId) -> Refusal {
    switch fault {
    case .hashDiffers: return .attachment("start.sha256", .hashDiffers)
    case .typeNotAllowed: return .attachment("data", .mediaType)
    case .malformed(let flaw): return .attachment("data", FieldReason(flaw))
    case .noRoom: return .wait(.noRoom, milliseconds: 60_000)
    case .takenOver: return .offset(counter.attachments.received(id) ?? 0)
    case .disk(let action, let errno):
      counter.notice(.fileFailed(action: action, errno: errno))
      return Refusal(.storeFailed)
    case .missing:
      counter.notice(.fileMissing(id))
      return Refusal(.storeFailed)
    }
  }
}

extension Refusal {
  static func offset(_ offset: UInt64) -> Refusal {
    var refusal = Refusal(.offsetMismatch)
    refusal.currentOffset = offset
    return refusal
  }

  init(upload refusal: UploadRefusal) {
    switch refusal {
    case .contentDiffers: self.init(.idempotencyKeyReused)
    case .busy, .tooManyTransfers: self = .wait(.overloaded, milliseconds: 1_000)
    case .noRoom: self = .wait(.noRoom, milliseconds: 60_000)
    }
  }
}

extension FieldReason {
  init(_ flaw: ContentFlaw) {
    self =
      switch flaw {
      case .truncated: .fileTruncated
      case .badPart, .badOrder, .badChecksum: .fileDamaged
      case .unusual: .fileUnusual
      }
  }
}

import Attachments
import CProtobufC
import Casework
import GRPCServer
import Journal
import Messages
import Sealing

/// What an upload announces, checked against the caller's rights and the service's definition.
struct UploadPlan {
  static let idByteCount = 16
  static let nameBytesMax = 255

  let terms: UploadTerms
  /// Where the call's data begins.
  let offset: UInt64
  let content: ContentHash
  let service: String
  let attribute: String
  /// 0 before a submission.
  let request: Int64
  let name: String

  /// The row of the file that is kept.
  func row(_ kept: KeptFile, now: Int64) -> AttachmentRow {
    AttachmentRow(
      id: terms.id, uploader: terms.uploader, content: content, service: service, attribute: attribute,
      request: request, event: 0, mediaType: kept.mediaType, size: kept.size,
      metadataRemoved: kept.metadataRemoved, stored: now, name: name, sha256: kept.sha256)
  }
}

/// Who uploads, and for what: before a submission for a service, afterwards for a request.
struct UploadScope {
  /// As `AttachmentRow.uploader`.
  let uploader: Int64
  let service: ServiceDefinition?
  /// 0 before a submission.
  let request: Int64
}

extension Desk {
  /// Files that one request can have.
  static let attachmentsPerRequest = 256

  /// Checks the first message of an upload.
  /// - Returns: nil where the call is refused once its wrong guess is stored.
  func uploadPlan(
    _ call: ServerCall, _ start: Pishkhan__V1__UploadStart
  ) throws(Refusal) -> UploadPlan? {
    let principal = try caller(call, .upload)
    guard let scope = try scope(call, start, principal) else { return nil }
    var checks = FieldChecks()
    let code = checks.line("start.attribute", start.attribute, max: FormCheck.codeBytesMax)
    let name = checks.line("start.name", start.name, max: UploadPlan.nameBytesMax)
    checkLength("start.upload_id", start.upload_id, UploadPlan.idByteCount, &checks)
    checkLength("start.sha256", start.sha256, Digest.byteCount, &checks)
    if start.size == 0 { checks.refuse("start.size", .required) }
    if start.offset > start.size { checks.refuse("start.offset", .range) }
    let attribute = scope.service?.attribute(code)
    // A file without an attribute is added to a request that is there.
    if code.isEmpty && scope.request == 0 { checks.refuse("start.attribute", .required) }
    if !code.isEmpty && attribute?.type != .file { checks.refuse("start.attribute", .unknown) }
    try checks.throwIfAny()
    let rule = FileRule(attribute)
    guard start.size <= rule.bytesMax else { throw .attachment("start.size", .tooLarge) }
    if scope.request != 0 { try checkCount(scope.request) }
    return plan(start, scope, code, name, rule)
  }

  private func scope(
    _ call: ServerCall, _ start: Pishkhan__V1__UploadStart, _ principal: Principal?
  ) throws(Refusal) -> UploadScope? {
    if start.tracking_code.pointee == 0 { return try scopeBeforeSubmission(start, principal) }
    if start.service.pointee != 0 {
      throw .fields([FieldViolation(field: "start.service", reason: .notAsked)])
    }
    guard
      let record = try record(call, start.tracking_code, secret: start.secret, orOwnedBy: principal)
    else { return nil }
    return UploadScope(
      uploader: uploader(principal, start.secret, record), service: directory.service(row: record.service),
      request: record.sequence)
  }

  private func scopeBeforeSubmission(
    _ start: Pishkhan__V1__UploadStart, _ principal: Principal?
  ) throws(Refusal) -> UploadScope {
    guard let principal else { throw Refusal(.certificateRequired) }
    guard let office = directory.office(row: principal.office) else { throw Refusal(.roleNotAllowed) }
    guard office.status == .active else { throw Refusal(.officeNotActive) }
    if start.service.pointee == 0 {
      throw .fields([FieldViolation(field: "start.service", reason: .required)])
    }
    guard let service = directory.service(code: String(cString: start.service)) else {
      throw Refusal(.serviceUnknown)
    }
    guard service.status == .published else { throw Refusal(.serviceNotPublished) }
    return UploadScope(uploader: principal.row, service: service, request: 0)
  }

  /// As `AttachmentRow.uploader`: who holds the secret acts as the citizen, whatever machine carries the call.
  func uploader(
    _ principal: Principal?, _ secret: UnsafePointer<CChar>, _ record: RequestRecord
  ) -> Int64 {
    if secret.pointee == 0, let principal { return principal.row }
    return -record.sequence
  }

  private func checkLength(
    _ field: String, _ data: ProtobufCBinaryData, _ count: Int, _ checks: inout FieldChecks
  ) {
    if data.len != count { checks.refuse(field, data.len == 0 ? .required : .length) }
  }

  private func checkCount(_ request: Int64) throws(Refusal) {
    let count = try read { () throws(JournalError) in try reader.attachmentCount(ofRequest: request) }
    guard count < Self.attachmentsPerRequest else { throw Refusal(.noRoom) }
  }

  private func plan(
    _ start: Pishkhan__V1__UploadStart, _ scope: UploadScope, _ attribute: String, _ name: String,
    _ rule: FileRule
  ) -> UploadPlan {
    let service = scope.service?.code ?? ""
    let announced = announcement(start, scope, service, attribute, name)
    let hash = Digest(UnsafeBufferPointer(start: start.sha256.data, count: start.sha256.len)) ?? Digest()
    return UploadPlan(
      terms: UploadTerms(
        id: attachmentId(of: start.upload_id, scope.uploader), uploader: scope.uploader,
        content: AttachmentId(announced), size: start.size, sha256: hash, allowed: rule.mediaTypes),
      offset: start.offset, content: ContentHash(announced), service: service, attribute: attribute,
      request: scope.request, name: name)
  }

  /// The keyed hash of all that makes two uploads the same.
  private func announcement(
    _ start: Pishkhan__V1__UploadStart, _ scope: UploadScope, _ service: String, _ attribute: String,
    _ name: String
  ) -> Digest {
    var bytes: [UInt8] = []
    for number in [UInt64(bitPattern: scope.request), start.size] {
      withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }
    bytes.append(contentsOf: UnsafeBufferPointer(start: start.sha256.data, count: start.sha256.len))
    // Neither code holds a line's end.
    bytes.append(contentsOf: "\(service)\n\(attribute)\n\(name)".utf8)
    return bytes.withUnsafeBytes { contentHashes.code(of: $0) }
  }

  /// The id of the file that an upload makes.
  func attachmentId(of upload: ProtobufCBinaryData, _ uploader: Int64) -> AttachmentId {
    attachmentIds.start()
    withUnsafeBytes(of: uploader.bigEndian) { attachmentIds.update($0) }
    attachmentIds.update(UnsafeRawBufferPointer(start: upload.data, count: upload.len))
    return AttachmentId(attachmentIds.finish())
  }
}

/// What a file may be: an attribute's rule, or the usual one.
struct FileRule {
  let mediaTypes: [MediaType]
  /// Bytes.
  let bytesMax: UInt64

  init(_ attribute: Attribute?) {
    let named = attribute?.mediaTypes ?? []
    let names = named.isEmpty ? Attribute.standardMediaTypes : named
    mediaTypes = names.compactMap(MediaType.init)
    let limit = attribute?.bytesMax ?? 0
    bytesMax = limit == 0 ? Attribute.standardBytesMax : limit
  }
}

extension Refusal {
  /// A file that is not taken.
  static func attachment(_ field: String, _ reason: FieldReason) -> Refusal {
    var refusal = Refusal(.attachmentRefused)
    refusal.violations = [FieldViolation(field: field, reason: reason)]
    return refusal
  }
}

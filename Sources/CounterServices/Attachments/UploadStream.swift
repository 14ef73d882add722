import Attachments
import CProtobufC
import Casework
import GRPCServer
import Journal
import Messages
import Registrar

/// One open Upload. While pieces are on their way to the disk, the next is gathered; beyond a piece's size the caller is stopped by
/// flow control. So a fast caller and a slow disk cost three pieces of memory.
final class UploadStream: TransferStream {
  private static let pieceBytes = 1 << 18
  /// Two, so that the disk's thread finds the next piece when it has written one: 5 % more than one (measured).
  private static let piecesOnTheWayMax = 2
  private static let messageBytesMax = 1 << 20

  private enum Phase {
    case waiting, opening, receiving
    /// The file is whole: its content is being looked at, then its row is being stored.
    case finishing, storing
    case over
  }

  private var phase = Phase.waiting
  private var plan: UploadPlan?
  private var upload: Upload?
  private var gathered = Piece()
  /// Those that are not on their way to the disk.
  private var spares = (0..<UploadStream.piecesOnTheWayMax).map { _ in Piece() }
  /// Bytes of the file that have come, gathered ones included.
  private var received: UInt64 = 0
  private var isHalfClosed = false
  private var row: AttachmentRow?

  override var method: MethodName { .upload }

  /// Nothing has come for a while.
  override func idle() {
    switch phase {
    case .waiting: end(.fields([FieldViolation(field: "start", reason: .required)]))
    case .receiving: end(.offset(plan.flatMap { desk.counter.attachments.received($0.terms.id) } ?? 0))
    case .opening, .finishing, .storing, .over: break
    }
  }

  // MARK: What the caller sends

  override func received(_ message: UnsafeRawBufferPointer, on call: ServerCall) {
    heard()
    do throws(Refusal) {
      switch phase {
      case .waiting: try begin(call, message)
      case .opening, .receiving: try goOn(call, message)
      case .finishing, .storing, .over: break
      }
    } catch { end(error) }
  }

  override func halfClosed(_ call: ServerCall) {
    isHalfClosed = true
    if phase == .waiting { return end(.fields([FieldViolation(field: "start", reason: .required)])) }
    pump()
  }

  private func begin(_ call: ServerCall, _ message: UnsafeRawBufferPointer) throws(Refusal) {
    let request = try call.unpack(message, as: AttachmentMessageTypes.upload).pointee
    guard let start = request.start?.pointee else {
      throw .fields([FieldViolation(field: "start", reason: .required)])
    }
    guard let plan = try desk.uploadPlan(call, start) else {
      // Refused as soon as the wrong guess is on disk.
      phase = .over
      return call.pauseReading()
    }
    self.plan = plan
    if try answeredBefore(call, plan) { return }
    let begun = try desk.begin(plan)
    upload = begun
    phase = .opening
    // Once more: another call of it may have come to its end between the look and the beginning.
    if try answeredBefore(call, plan) { return begun.close() }
    received = plan.offset
    try gather(call, request.data)
    let stream = LoopBound(self, of: desk.loop)
    begun.open(fromStart: plan.offset == 0) { result in stream.use { $0.opened(result) } }
  }

  /// The same id and content give the same answer.
  private func answeredBefore(_ call: ServerCall, _ plan: UploadPlan) throws(Refusal) -> Bool {
    guard let row = try desk.row(plan.terms.id) else { return false }
    guard row.content == plan.content else { throw Refusal(.idempotencyKeyReused) }
    phase = .over
    try desk.respondUpload(call, row)
    return true
  }

  private func goOn(_ call: ServerCall, _ message: UnsafeRawBufferPointer) throws(Refusal) {
    let request = try call.unpack(message, as: AttachmentMessageTypes.upload).pointee
    if request.start != nil { throw .fields([FieldViolation(field: "start", reason: .duplicate)]) }
    try gather(call, request.data)
    pump()
  }

  private func gather(_ call: ServerCall, _ data: ProtobufCBinaryData) throws(Refusal) {
    guard data.len <= Self.messageBytesMax else {
      throw .fields([FieldViolation(field: "data", reason: .tooLong)])
    }
    received += UInt64(data.len)
    guard let plan, received <= plan.terms.size else {
      upload?.abandon()
      upload = nil
      throw .attachment("data", .tooLarge)
    }
    gathered.append(UnsafeRawBufferPointer(start: data.data, count: data.len))
    if gathered.count >= Self.pieceBytes { call.pauseReading() }
  }

  // MARK: What the disk has done

  private func opened(_ result: Result<UInt64, AttachmentFault>) {
    guard phase == .opening, let plan else { return }
    switch result {
    case .failure(let fault): fail(fault)
    case .success(let offset) where offset != plan.offset: end(.offset(offset))
    case .success:
      phase = .receiving
      pump()
    }
  }

  /// Sends what is gathered to the disk, unless enough is on its way; behind the last one the upload is finished.
  private func pump() {
    guard phase == .receiving, let upload, let free = spares.last else { return }
    if gathered.count > 0 {
      let piece = gathered
      gathered = free
      spares.removeLast()
      let stream = LoopBound(self, of: desk.loop)
      upload.append(piece) { result in stream.use { $0.appended(piece, result) } }
      call?.resumeReading()
    } else if isHalfClosed && spares.count == Self.piecesOnTheWayMax {
      finish(upload)
    }
  }

  private func appended(_ piece: Piece, _ result: Result<Void, AttachmentFault>) {
    piece.clear()
    spares.append(piece)
    switch result {
    case .success: pump()
    case .failure(let fault): if phase == .receiving { fail(fault) }
    }
  }

  private func finish(_ upload: Upload) {
    guard received == upload.terms.size else { return end(.offset(received)) }
    phase = .finishing
    let stream = LoopBound(self, of: desk.loop)
    upload.finish { result in stream.use { $0.finished(upload, result) } }
  }

  private func finished(_ upload: Upload, _ result: Result<KeptFile, AttachmentFault>) {
    switch result {
    case .failure(let fault): fail(fault)
    case .success(let kept):
      guard let call, let plan else { return upload.withdraw() }
      let row = plan.row(kept, now: desk.counter.clock())
      self.row = row
      phase = .storing
      do throws(Refusal) {
        try desk.leave(.attachments(.store(row)), call, .upload(self))
      } catch {
        upload.withdraw()
        self.upload = nil
        end(error)
      }
    }
  }

  /// The writer has answered, whether or not the caller still waits.
  func settle(_ outcome: Outcome) {
    switch outcome {
    case .attachments: upload?.settle()
    // What the journal holds shows at the next start: until then nothing is touched.
    case .perhapsStored: break
    default: upload?.withdraw()
    }
    upload = nil
  }

  func answer(_ call: ServerCall, _ outcome: AttachmentOutcome) throws(Refusal) {
    phase = .over
    switch outcome {
    case .stored: if let row { try desk.respondUpload(call, row) }
    case .storedBefore(let row):
      guard row.content == plan?.content else { throw Refusal(.idempotencyKeyReused) }
      try desk.respondUpload(call, row)
    case .forgotten: preconditionFailure("an upload forgets nothing")
    }
  }

  // MARK: The end

  /// After a fault nothing of the upload is left, but where another call goes on with it.
  private func fail(_ fault: AttachmentFault) {
    upload = nil
    guard let plan else { return }
    end(desk.refusal(fault, plan.terms.id))
  }

  private func end(_ refusal: Refusal) {
    release()
    guard let call else { return }
    desk.refuse(call, refusal)
  }

  /// What has come stays for a later call.
  private func release() {
    if phase == .opening || phase == .receiving {
      upload?.close()
      upload = nil
    }
    if phase != .finishing && phase != .storing { phase = .over }
  }

  override func refuseLater(_ refusal: Refusal) { end(refusal) }

  override func ended(_ call: ServerCall, cause: EndCause) {
    super.ended(call, cause: cause)
    release()
  }
}

extension Desk {
  func begin(_ plan: UploadPlan) throws(Refusal) -> Upload {
    let whole = try read { () throws(JournalError) in try reader.unboundBytes(of: plan.terms.uploader) }
    do throws(UploadRefusal) {
      return try counter.attachments.begin(plan.terms, whole: whole)
    } catch { throw Refusal(upload: error) }
  }
}

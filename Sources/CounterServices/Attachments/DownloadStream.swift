import Attachments
import CProtobufC
import Casework
import GRPCServer
import Journal
import Messages

/// One open Download. It holds one piece of the file, sends it as the caller reads, and then fetches the next.
final class DownloadStream: TransferStream {
  private static let pieceBytes = 1 << 18
  private static let messageBytes = 1 << 16

  private let row: AttachmentRow
  private let download: Download
  private let piece = Piece()
  /// Bytes of the piece that are sent; nil while it is being read.
  private var sent: Int?
  private var offset: UInt64
  private var isFirst = true

  init(_ desk: Desk, _ call: ServerCall, _ row: AttachmentRow, _ download: Download, at offset: UInt64) {
    self.row = row
    self.download = download
    self.offset = offset
    super.init(desk, call)
    fetch()
  }

  override var method: MethodName { .download }

  override func writable(_ call: ServerCall) { pump() }

  override func draining(_ call: ServerCall) { desk.refuse(call, Refusal(.draining)) }

  override func ended(_ call: ServerCall, cause: EndCause) {
    super.ended(call, cause: cause)
    download.close()
  }

  private func fetch() {
    sent = nil
    let stream = LoopBound(self, of: desk.loop)
    download.read(at: offset, count: Self.pieceBytes, into: piece) { result in
      stream.use { $0.fetched(result) }
    }
  }

  private func fetched(_ result: Result<Void, AttachmentFault>) {
    guard let call else { return }
    switch result {
    case .failure(let fault): desk.refuse(call, desk.refusal(fault, row.id))
    case .success:
      // A file that is shorter than its row says.
      if piece.count == 0 && offset < row.size { return desk.refuse(call, desk.refusal(.missing, row.id)) }
      sent = 0
      pump()
    }
  }

  private func pump() {
    guard let call, var sent else { return }
    do throws(Refusal) {
      while sent < piece.count || isFirst {
        let count = min(Self.messageBytes, piece.count - sent)
        let mayGoOn = try send(UnsafeRawBufferPointer(rebasing: piece.bytes[sent..<sent + count]), call)
        sent += count
        offset += UInt64(count)
        self.sent = sent
        if !mayGoOn { return }
      }
    } catch { return desk.refuse(call, error) }
    if offset >= row.size { call.finish(.ok) } else { fetch() }
  }

  private func send(_ bytes: UnsafeRawBufferPointer, _ call: ServerCall) throws(Refusal) -> Bool {
    var response = Pishkhan__V1__DownloadResponse()
    pishkhan__v1__download_response__init(&response)
    response.data = ProtobufCBinaryData(
      len: bytes.count,
      data: UnsafeMutablePointer(mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)))
    let arena = MessageArena()
    if isFirst { response.attachment = try desk.referenceMessage(row, arena) }
    isFirst = false
    return call.send(&response)
  }
}

extension Desk {
  /// - Returns: nil where the call is refused once its wrong guess is stored.
  func download(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) -> DownloadStream? {
    let principal = try caller(call, .download)
    let request = try call.unpack(bytes, as: AttachmentMessageTypes.download).pointee
    guard let id = AttachmentId(hexadecimal: String(cString: request.id)) else {
      throw .fields([FieldViolation(field: "id", reason: request.id.pointee == 0 ? .required : .length)])
    }
    guard let row = try downloadable(call, request, id, principal) else { return nil }
    guard request.offset <= row.size else {
      throw .fields([FieldViolation(field: "offset", reason: .range)])
    }
    do throws(UploadRefusal) {
      let reader = principal?.row ?? -row.request
      let download = try counter.attachments.download(row.id, caller: reader)
      return DownloadStream(self, call, row, download, at: request.offset)
    } catch { throw Refusal(upload: error) }
  }

  /// The row, if the caller may read the file: it is in a request that the caller may read, or the caller uploaded it.
  private func downloadable(
    _ call: ServerCall, _ request: Pishkhan__V1__DownloadRequest, _ id: AttachmentId, _ principal: Principal?
  ) throws(Refusal) -> AttachmentRow? {
    if request.tracking_code.pointee == 0 {
      guard principal != nil else { throw Refusal(.certificateRequired) }
      guard let row = try row(id), isOwn(row, principal, citizenOf: nil) else {
        throw Refusal(.attachmentUnknown)
      }
      return row
    }
    guard
      let record = try record(call, request.tracking_code, secret: request.secret, orOwnedBy: principal)
    else { return nil }
    let citizen = request.secret.pointee == 0 ? nil : record.sequence
    guard let row = try row(id), row.request == record.sequence,
      row.isBound || isOwn(row, principal, citizenOf: citizen)
    else { throw Refusal(.attachmentUnknown) }
    return row
  }
}

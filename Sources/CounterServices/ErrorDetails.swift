import CProtobufC
import Casework
import GRPCMessages
import GRPCServer
import Messages

/// Makes the bytes of `grpc-status-details-bin`: a google.rpc.Status with our ErrorDetail in an Any.
enum ErrorDetails {
  private static let typeURL = "type.googleapis.com/pishkhan.v1.ErrorDetail"

  /// The detail of an error that the gRPC layer itself makes: it knows nothing of requests.
  static func encode(_ code: StatusCode, _ message: String) -> [UInt8] {
    var refusal = Refusal(code == .unavailable ? .draining : .protocol)
    // The handler may have left an order with the writer before the call ended.
    if code == .deadlineExceeded || code == .cancelled { refusal.durable = .unknown }
    return encode(
      refusal, code: code, message: message, localised: refusal.reason.text.persian, traceId: "")
  }

  static func encode(
    _ refusal: Refusal, code: StatusCode, message: String, localised: String, traceId: String
  ) -> [UInt8] {
    let arena = MessageArena()
    let detail = arena.message(pishkhan__v1__error_detail__init)
    detail.pointee.code = code.rawValue
    detail.pointee.reason = Pishkhan__V1__Reason(wire: refusal.reason.rawValue)
    detail.pointee.at = Pishkhan__V1__At(wire: refusal.reason.at)
    detail.pointee.durable = Pishkhan__V1__Durable(wire: refusal.durable.rawValue)
    detail.pointee.retry_after_ms = refusal.retryAfter
    let violations = refusal.violations.map { violation(of: $0, arena) }
    detail.pointee.n_field_violations = violations.count
    detail.pointee.field_violations = arena.list(violations)
    detail.pointee.message = arena.string(message)
    detail.pointee.localized_message = arena.string(localised)
    detail.pointee.trace_id = arena.string(traceId)
    detail.pointee.current_version = refusal.currentVersion
    detail.pointee.current_offset = refusal.currentOffset

    let any = arena.message(google__protobuf__any__init)
    any.pointee.type_url = arena.string(typeURL)
    any.pointee.value = arena.bytes(pack(detail))
    let status = arena.message(google__rpc__status__init)
    status.pointee.code = code.rawValue
    status.pointee.message = arena.string(message)
    status.pointee.n_details = 1
    status.pointee.details = arena.list([any])
    return pack(status)
  }

  private static func violation(
    of violation: FieldViolation, _ arena: MessageArena
  ) -> UnsafeMutablePointer<Pishkhan__V1__FieldViolation> {
    let message = arena.message(pishkhan__v1__field_violation__init)
    message.pointee.field = arena.string(violation.field)
    message.pointee.reason = arena.string(violation.reason.rawValue)
    let texts = Language.allCases.map { arena.localizedText($0, violation.text($0)) }
    message.pointee.n_texts = texts.count
    message.pointee.texts = arena.list(texts)
    return message
  }
}

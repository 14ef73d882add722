import Casework
import GRPCMessages
import GRPCServer
import Messages

/// A call that is refused: all that its error detail says.
struct Refusal: Error {
  /// Was anything stored? Raw values are those of `Durable` in error.proto.
  enum Durable: UInt32 {
    case unknown = 1
    case no = 2
    case yes = 3
  }

  var reason: Reason
  var durable = Durable.no
  /// Milliseconds; 0: no advice.
  var retryAfter: Int64 = 0
  var violations: [FieldViolation] = []
  /// Of the request, where its version was stale.
  var currentVersion: UInt32 = 0
  /// Of the upload, where its offset did not fit.
  var currentOffset: UInt64 = 0

  init(_ reason: Reason) { self.reason = reason }

  static func fields(_ violations: [FieldViolation]) -> Refusal {
    var refusal = Refusal(.fieldInvalid)
    refusal.violations = violations
    return refusal
  }

  static func field(_ field: String, _ reason: FieldReason) -> Refusal {
    .fields([FieldViolation(field: field, reason: reason)])
  }

  static func wait(_ reason: Reason, milliseconds: Int64) -> Refusal {
    var refusal = Refusal(reason)
    refusal.retryAfter = milliseconds
    return refusal
  }

  init(rejection: Rejection) {
    switch rejection {
    case .staleVersion(let current):
      self.init(.versionStale)
      currentVersion = current
    case .wrongState(_, .giveFeedback): self.init(.feedbackTooEarly)
    // The counter's own acts come from the counter alone: nobody is ever told that one is not due.
    case .wrongState, .notDue: self.init(.wrongState)
    case .roleNotAllowed: self.init(.roleNotAllowed)
    case .notClaimedByCaller: self.init(.notClaimedByCaller)
    case .leaseOver: self.init(.leaseOver)
    case .levelTooLow: self.init(.levelTooLow)
    case .decidedByCaller: self.init(.decidedByCaller)
    case .feedbackAlreadyGiven: self.init(.feedbackAlreadyGiven)
    case .windowOver: self.init(.windowOver)
    case .appealsExhausted: self.init(.appealsExhausted)
    case .representationOver: self.init(.representationOver)
    case .historyFull: self.init(.historyFull)
    case .reasonMissing: self = .field("reason", .required)
    case .otherBodyMissing: self = .field("other_body", .required)
    case .attachmentsMissing: self = .field("attachments", .required)
    case .sameService: self = .field("service", .unchanged)
    case .sameRequest: self = .field("linked_code", .unchanged)
    case .answersDoNotFit(let missing, let unasked):
      self = .fields(
        missing.map { FieldViolation(field: "answers.\($0)", reason: .required) }
          + unasked.map { FieldViolation(field: "answers.\($0)", reason: .notAsked) })
    }
  }

  /// The English text; for bad fields with the fields.
  var message: String { text(.english) }

  private func text(_ language: Language) -> String {
    ([reason.text[language]] + violations.map { $0.text(language) }).joined(separator: " ")
  }

  /// Most bytes of a refusal's trailers, counted as RFC 9113 6.5.2 counts them but for the fixed fields: gRPC's own
  /// clients refuse more than 8 KiB by default (GRPC_ARG_MAX_METADATA_SIZE), and their callers then learn nothing.
  private static let trailerBytesMax = 7_680

  /// The gRPC status with the detail in `grpc-status-details-bin`. Of many violations it tells the first, as many as
  /// fit.
  /// - Parameter traceId: names the call in the log.
  func status(traceId: String) -> Status {
    var told = self
    while true {
      let message = told.message
      let details = ErrorDetails.encode(
        told, code: reason.code, message: message, localised: told.text(.persian), traceId: traceId)
      if told.violations.count < 2 || Self.trailerBytes(message, details) <= Self.trailerBytesMax {
        return Status(
          reason.code, message, details: details, retryPushbackMilliseconds: retryPushbackMilliseconds)
      }
      told.violations.removeLast()
    }
  }

  /// What gRPC clients obey without reading the detail. Elsewhere than with a full server it would make them repeat calls
  /// that are answered.
  private var retryPushbackMilliseconds: Int32? {
    guard reason.code == .resourceExhausted, retryAfter > 0 else { return nil }
    return Int32(clamping: retryAfter)
  }

  /// On the wire the message is percent-encoded and the detail is in base64.
  private static func trailerBytes(_ message: String, _ details: [UInt8]) -> Int {
    let plain = message.utf8.count { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "%") }
    return plain + (message.utf8.count - plain) * 3 + (details.count + 2) / 3 * 4
  }
}

import Testing
import libpishkhan

@testable import pishkhan

@Suite("Exit codes")
struct ExitCodeTests {
  @Test("The numbers that scripts know do not change")
  func numbers() {
    let expected: [(ExitCode, Int32)] = [
      (.done, 0), (.serverError, 1), (.usage, 2), (.notConnected, 3), (.notAllowed, 4), (.notFound, 5),
      (.fieldsInvalid, 6), (.versionStale, 7), (.wrongState, 8), (.alreadyDone, 9), (.busy, 10),
      (.noAnswer, 11),
      (.outcomeUnknown, 12), (.localFile, 13), (.outputFailed, 14),
    ]
    #expect(expected.map(\.0) == ExitCode.allCases)
    for (code, number) in expected { #expect(code.rawValue == number) }
  }

  @Test(
    "An error of a reading call, or of a write that stored nothing, is told by reason and status",
    arguments: [
      (PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_ADDRESS_UNKNOWN, ExitCode.notConnected),
      (PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CONNECT_FAILED, .notConnected),
      (PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CONNECT_TIMEOUT, .notConnected),
      (PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CERTIFICATE_UNTRUSTED, .notConnected),
      (PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_ALPN_REFUSED, .notConnected),
      (PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CERTIFICATE_REFUSED, .notAllowed),
      (PISHKHAN_UNAUTHENTICATED, PISHKHAN_REASON_CODE_OR_SECRET_WRONG, .notAllowed),
      (PISHKHAN_UNAUTHENTICATED, PISHKHAN_REASON_CERTIFICATE_REQUIRED, .notAllowed),
      (PISHKHAN_PERMISSION_DENIED, PISHKHAN_REASON_OUT_OF_SCOPE, .notAllowed),
      (PISHKHAN_NOT_FOUND, PISHKHAN_REASON_REQUEST_UNKNOWN, .notFound),
      (PISHKHAN_NOT_FOUND, PISHKHAN_REASON_SERVICE_UNKNOWN, .notFound),
      (PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_FIELD_INVALID, .fieldsInvalid),
      (PISHKHAN_ABORTED, PISHKHAN_REASON_VERSION_STALE, .versionStale),
      (PISHKHAN_FAILED_PRECONDITION, PISHKHAN_REASON_WRONG_STATE, .wrongState),
      (PISHKHAN_FAILED_PRECONDITION, PISHKHAN_REASON_FEEDBACK_TOO_EARLY, .wrongState),
      (PISHKHAN_ALREADY_EXISTS, PISHKHAN_REASON_IDEMPOTENCY_KEY_REUSED, .alreadyDone),
      (PISHKHAN_RESOURCE_EXHAUSTED, PISHKHAN_REASON_TOO_MANY_GUESSES, .busy),
      (PISHKHAN_RESOURCE_EXHAUSTED, PISHKHAN_REASON_OVERLOADED, .busy),
      (PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_DRAINING, .busy),
      (PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_UNSPECIFIED, .busy),
      (PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_STORE_FAILED, .busy),
      (PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CONNECTION_LOST, .noAnswer),
      (PISHKHAN_DEADLINE_EXCEEDED, PISHKHAN_REASON_DEADLINE_PASSED, .noAnswer),
      (PISHKHAN_DEADLINE_EXCEEDED, PISHKHAN_REASON_UNSPECIFIED, .noAnswer),
      (PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_FILE_UNREADABLE, .localFile),
      (PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_KEY_MISMATCH, .localFile),
      (PISHKHAN_INVALID_ARGUMENT, PISHKHAN_REASON_ARGUMENT_INVALID, .usage),
      (PISHKHAN_INTERNAL, PISHKHAN_REASON_RESPONSE_INVALID, .serverError),
      (PISHKHAN_UNKNOWN, PISHKHAN_REASON_UNSPECIFIED, .serverError),
      (PISHKHAN_UNIMPLEMENTED, PISHKHAN_REASON_UNSPECIFIED, .serverError),
      (PISHKHAN_DATA_LOSS, PISHKHAN_REASON_UNSPECIFIED, .serverError),
    ] as [(pishkhan_status, pishkhan_reason, ExitCode)])
  func mapping(status: pishkhan_status, reason: pishkhan_reason, expected: ExitCode) {
    #expect(
      ExitCode(status: status, reason: reason, durable: PISHKHAN_DURABLE_UNKNOWN, writes: false) == expected)
    #expect(ExitCode(status: status, reason: reason, durable: PISHKHAN_DURABLE_NO, writes: true) == expected)
  }

  @Test(
    "A write whose answer is lost is neither done nor failed",
    arguments: [
      (PISHKHAN_UNAVAILABLE, PISHKHAN_REASON_CONNECTION_LOST),
      (PISHKHAN_DEADLINE_EXCEEDED, PISHKHAN_REASON_DEADLINE_PASSED),
      (PISHKHAN_UNKNOWN, PISHKHAN_REASON_UNSPECIFIED),
      (PISHKHAN_CANCELLED, PISHKHAN_REASON_STREAM_RESET),
      (PISHKHAN_UNKNOWN, PISHKHAN_REASON_STORE_FAILED),
    ] as [(pishkhan_status, pishkhan_reason)])
  func lostAnswer(status: pishkhan_status, reason: pishkhan_reason) {
    for durable in [PISHKHAN_DURABLE_UNKNOWN, PISHKHAN_DURABLE_UNSPECIFIED] {
      #expect(ExitCode(status: status, reason: reason, durable: durable, writes: true) == .outcomeUnknown)
    }
  }

  @Test("A refusal stays a refusal where the server does not say what was stored")
  func refusal() {
    let code = ExitCode(
      status: PISHKHAN_PERMISSION_DENIED, reason: PISHKHAN_REASON_UNSPECIFIED,
      durable: PISHKHAN_DURABLE_UNSPECIFIED, writes: true)
    #expect(code == .notAllowed)
  }
}

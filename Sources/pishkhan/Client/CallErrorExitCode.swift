import libpishkhan

extension CallError {
  /// What a script is told. The reason decides where it is known, else the status.
  ///
  /// A call with an idempotency key writes: where the server did not say that nothing was stored, and its answer is
  /// lost, nobody here can know.
  var exitCode: ExitCode {
    let code = ExitCode(
      status: pishkhan_status(status), reason: pishkhan_reason(reason), durable: pishkhan_durable(durable),
      writes: writes)
    // A call that is repeated ends with its time; where there was never a line, that is the cause.
    return code == .noAnswer && connectFailure != nil ? .notConnected : code
  }
}

extension ExitCode {
  init(status: pishkhan_status, reason: pishkhan_reason, durable: pishkhan_durable, writes: Bool) {
    let isOpen = durable == PISHKHAN_DURABLE_UNKNOWN || durable == PISHKHAN_DURABLE_UNSPECIFIED
    if writes && isOpen && ExitCode.losesAnswers(status) {
      self = .outcomeUnknown
    } else {
      self = ExitCode(reason: reason) ?? ExitCode(status: status)
    }
  }

  /// Statuses that come when an answer is lost, as well as from servers that refuse.
  private static func losesAnswers(_ status: pishkhan_status) -> Bool {
    switch status {
    case PISHKHAN_CANCELLED, PISHKHAN_UNKNOWN, PISHKHAN_DEADLINE_EXCEEDED, PISHKHAN_INTERNAL,
      PISHKHAN_UNAVAILABLE, PISHKHAN_DATA_LOSS:
      true
    default: false
    }
  }

  /// Nil where the status says all.
  private init?(reason: pishkhan_reason) {
    switch reason {
    case PISHKHAN_REASON_ADDRESS_UNKNOWN, PISHKHAN_REASON_CONNECT_FAILED, PISHKHAN_REASON_CONNECT_TIMEOUT,
      PISHKHAN_REASON_TLS_FAILED, PISHKHAN_REASON_CERTIFICATE_UNTRUSTED, PISHKHAN_REASON_CERTIFICATE_EXPIRED,
      PISHKHAN_REASON_CERTIFICATE_NAME, PISHKHAN_REASON_ALPN_REFUSED, PISHKHAN_REASON_NOT_CONNECTED:
      self = .notConnected
    case PISHKHAN_REASON_CERTIFICATE_REFUSED: self = .notAllowed
    case PISHKHAN_REASON_FILE_UNREADABLE, PISHKHAN_REASON_KEY_MISMATCH,
      PISHKHAN_REASON_OWN_CERTIFICATE_EXPIRED:
      self = .localFile
    case PISHKHAN_REASON_CONNECTION_LOST, PISHKHAN_REASON_DEADLINE_PASSED, PISHKHAN_REASON_STREAM_RESET:
      self = .noAnswer
    case PISHKHAN_REASON_ARGUMENT_INVALID, PISHKHAN_REASON_TARGET_INVALID: self = .usage
    case PISHKHAN_REASON_DRAINING, PISHKHAN_REASON_STORE_FAILED: self = .busy
    case PISHKHAN_REASON_OUT_OF_MEMORY, PISHKHAN_REASON_RESPONSE_INVALID, PISHKHAN_REASON_MESSAGE_TOO_LARGE:
      self = .serverError
    default: return nil
    }
  }

  private init(status: pishkhan_status) {
    switch status {
    case PISHKHAN_UNAUTHENTICATED, PISHKHAN_PERMISSION_DENIED: self = .notAllowed
    case PISHKHAN_NOT_FOUND: self = .notFound
    case PISHKHAN_INVALID_ARGUMENT: self = .fieldsInvalid
    case PISHKHAN_ABORTED: self = .versionStale
    case PISHKHAN_FAILED_PRECONDITION: self = .wrongState
    case PISHKHAN_ALREADY_EXISTS: self = .alreadyDone
    case PISHKHAN_RESOURCE_EXHAUSTED, PISHKHAN_UNAVAILABLE: self = .busy
    case PISHKHAN_DEADLINE_EXCEEDED, PISHKHAN_CANCELLED: self = .noAnswer
    default: self = .serverError
    }
  }
}

import libpishkhan

/// What the library says of a call that failed.
struct CallError: Error, Equatable, Sendable {
  struct Violation: Equatable, Sendable {
    let field: String
    let reason: String
    let text: BilingualText
  }

  let status: UInt32
  let statusName: String
  let reason: UInt32
  let reasonName: String
  let reasonText: BilingualText
  let at: String
  let durable: UInt32
  let durableName: String
  let retryAfterMilliseconds: Int64
  let currentVersion: UInt32
  let message: BilingualText
  let violations: [Violation]
  let traceId: String
  /// Did the call carry an idempotency key, as all do that store something?
  let writes: Bool
  /// One paragraph: what failed, where, which fields, what was stored, what to do.
  let explanation: BilingualText
  /// Why no try to connect succeeded, in the library's words; nil where one did, or for a call that tries once.
  var connectFailure: String?

  /// Reads and frees the library's error. NULL (there was no memory for one) reads as OK by its functions, which no
  /// failed call is: it becomes OUT_OF_MEMORY.
  init(taking error: OpaquePointer?) {
    let isMissing = error == nil
    self.init(
      reading: error, status: isMissing ? PISHKHAN_RESOURCE_EXHAUSTED : pishkhan_error_status(error),
      reason: isMissing ? PISHKHAN_REASON_OUT_OF_MEMORY : pishkhan_error_reason(error))
    pishkhan_error_free(error)
  }

  /// Reads an error that stays the library's.
  init(reading error: OpaquePointer?) {
    self.init(
      reading: error, status: pishkhan_error_status(error), reason: pishkhan_error_reason(error))
  }

  /// An answer that came whole and is not the message that was expected.
  static var unreadableAnswer: CallError {
    CallError(reading: nil, status: PISHKHAN_INTERNAL, reason: PISHKHAN_REASON_RESPONSE_INVALID)
  }

  private init(reading error: OpaquePointer?, status: pishkhan_status, reason: pishkhan_reason) {
    self.status = status.rawValue
    statusName = string(pishkhan_status_name(status))
    self.reason = reason.rawValue
    reasonName = string(pishkhan_reason_name(reason))
    let texts = BilingualText(
      string(pishkhan_reason_text(reason, "en")), string(pishkhan_reason_text(reason, "fa")))
    reasonText = texts
    at = string(pishkhan_at_name(pishkhan_error_at(error)))
    durable = pishkhan_error_durable(error).rawValue
    durableName = string(pishkhan_durable_name(pishkhan_error_durable(error)))
    retryAfterMilliseconds = pishkhan_error_retry_after_ms(error)
    currentVersion = pishkhan_error_current_version(error)
    message =
      error == nil
      ? texts : BilingualText(string(pishkhan_error_message(error)), string(pishkhan_error_localized(error)))
    violations = (0..<pishkhan_error_violation_count(error)).compactMap { index in
      pishkhan_error_violation(error, index).map { violation in
        Violation(
          field: string(violation.pointee.field), reason: string(violation.pointee.reason),
          text: BilingualText(string(violation.pointee.text_en), string(violation.pointee.text_fa)))
      }
    }
    traceId = string(pishkhan_error_trace_id(error))
    writes = pishkhan_error_key(error) != nil
    explanation =
      error == nil
      ? texts : BilingualText(inFlags(explain(error, "en")), inFlags(explain(error, "fa")))
  }

  var isNotFound: Bool { status == PISHKHAN_NOT_FOUND.rawValue }

  /// For a script; with what it needs to repeat a call that stores something.
  func document(_ repetition: Repetition?) -> JSONValue {
    .object([JSONValue.Member("error", json(repetition))])
  }

  func json(_ repetition: Repetition?) -> JSONValue {
    let members = [
      JSONValue.Member("status", .string(statusName)), JSONValue.Member("code", .number(status)),
      JSONValue.Member("reason", .string(reasonName)), JSONValue.Member("at", .string(at)),
      JSONValue.Member("durable", .string(durableName)),
      JSONValue.Member("retry_after_ms", .number(retryAfterMilliseconds)),
      JSONValue.Member("current_version", .number(currentVersion)),
      JSONValue.Member("message", .string(message.english)),
      JSONValue.Member("localized_message", .string(message.persian)),
      JSONValue.Member("field_violations", .array(violations.map(\.json))),
      JSONValue.Member("trace_id", .string(traceId)),
    ]
    let rest = repetition.jsonMembers + [JSONValue.Member("exit_code", .number(exitCode.rawValue))]
    return .object(members + rest)
  }

  /// What to type, where the library can only say what to do.
  func hint(_ repetition: Repetition?) -> Message? {
    switch pishkhan_reason(reason) {
    case PISHKHAN_REASON_CERTIFICATE_REQUIRED: .hintCertificate
    case PISHKHAN_REASON_IDEMPOTENCY_KEY_REUSED where repetition?.version != nil: .hintVersion
    case PISHKHAN_REASON_CERTIFICATE_UNTRUSTED: .hintAuthority
    case PISHKHAN_REASON_CERTIFICATE_NAME: .hintServerName
    case PISHKHAN_REASON_CONNECT_FAILED, PISHKHAN_REASON_ADDRESS_UNKNOWN, PISHKHAN_REASON_CONNECT_TIMEOUT:
      .hintTarget
    default:
      status == PISHKHAN_UNIMPLEMENTED.rawValue
        ? .hintOldServer : connectFailure == nil ? nil : .hintTarget
    }
  }
}

extension CallError.Violation {
  /// The text without a label that only repeats the field's name, as it is where a form's attribute has no label.
  func unlabelled(_ language: Language) -> String {
    let code = field.hasPrefix("form.") ? String(field.dropFirst("form.".count)) : field
    let text = text[language]
    // In Persian the library isolates it.
    for label in ["\(code): ", "\u{2068}\(code)\u{2069}: "] where text.hasPrefix(label) {
      return String(text.unicodeScalars.dropFirst(label.unicodeScalars.count))
    }
    return text
  }

  fileprivate var json: JSONValue {
    .object([
      JSONValue.Member("field", .string(field)), JSONValue.Member("reason", .string(reason)),
      JSONValue.Member("text_en", .string(text.english)), JSONValue.Member("text_fa", .string(text.persian)),
    ])
  }
}

/// The library advises in the names of its options (client.h); here they are flags.
func inFlags(_ explanation: String) -> String {
  let names = [
    ("Open the client with certificate_file and key_file", "Give --cert and --cert-key"),
    ("certificate_file", Flag.certificate.name), ("key_file", Flag.certificateKey.name),
    ("ca_file", Flag.ca.name), ("server_name", Flag.serverName.name),
  ]
  return names.reduce(explanation) { replaced($0, $1.0, by: $1.1) }
}

private func explain(_ error: OpaquePointer?, _ language: String) -> String {
  let length = pishkhan_error_explain(error, language, nil, 0)
  return String(unsafeUninitializedCapacity: length + 1) { buffer in
    buffer.withMemoryRebound(to: CChar.self) {
      pishkhan_error_explain(error, language, $0.baseAddress, length + 1)
    }
  }
}

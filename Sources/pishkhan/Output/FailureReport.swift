import Glibc

/// Tells on standard error why a command failed, and gives the exit code.
struct FailureReport {
  let console: Console
  let asJSON: Bool

  private var language: Language { console.writing.language }

  func tell(_ failure: Failure) -> ExitCode {
    switch failure {
    case .usage(let error): tell(error)
    case .call(let error): tell(error, nil)
    case .write(let error, let repetition): tell(error, repetition)
    case .output(let number, let repetition): tell(outputErrno: number, repetition)
    }
  }

  private func tell(_ error: UsageError) -> ExitCode {
    guard !asJSON else {
      let message = BilingualText(error.text(.english), error.text(.persian))
      return tell(status: "USAGE", message, .usage)
    }
    console.note("pishkhan: " + error.text(language))
    let topic = error.command.map { "pishkhan help \($0)" } ?? "pishkhan help"
    console.note(console.writing.text(.helpHint, console.writing.code(topic)))
    return .usage
  }

  private func tell(_ error: CallError, _ repetition: Repetition?) -> ExitCode {
    guard !asJSON else {
      console.note(error.document(repetition).serialised)
      return error.exitCode
    }
    let writing = console.writing
    if error.violations.isEmpty {
      console.note("pishkhan: " + harmless(error.explanation[language]))
    } else {
      tellViolations(error)
    }
    if let cause = error.connectFailure, !error.explanation[language].contains(cause) {
      console.note(writing.text(.neverConnected, writing.code(cause)))
    }
    if let hint = error.hint(repetition) { console.note(writing.text(hint)) }
    if let repetition {
      let isOpen = error.exitCode == .outcomeUnknown
      console.note(writing.text(isOpen ? .repeatWithKey : .keyOfCall, writing.code(repetition.flags)))
    }
    return error.exitCode
  }

  /// Wrong fields stand one a line: the library's paragraph would hide them.
  private func tellViolations(_ error: CallError) {
    let writing = console.writing
    console.note("pishkhan: " + error.reasonText[language])
    for violation in error.violations {
      let name = writing.code("\(violation.field) (\(violation.reason))")
      console.note("  \(name)  \(harmless(violation.unlabelled(language)))")
    }
    console.note(
      writing.text(
        .errorWords, writing.code(error.statusName), writing.code(error.reasonName), writing.code(error.at),
        writing.code(error.durableName), writing.code(error.traceId)))
  }

  /// A reader that went away (`| head`) is no error to tell: the shell knows it by the code of SIGPIPE.
  private func tell(outputErrno number: Int32, _ repetition: Repetition?) -> ExitCode {
    guard number != EPIPE else { exit(128 + SIGPIPE) }
    let reason = String(cString: strerror(number))
    let message = BilingualText(
      fill(Message.outputFailed.text.english, [reason]), fill(Message.outputFailed.text.persian, [reason]))
    guard !asJSON else { return tell(status: "OUTPUT", message, .outputFailed, repetition) }
    console.note("pishkhan: " + message[language])
    if let repetition {
      console.note(console.writing.text(.repeatWithKey, console.writing.code(repetition.flags)))
    }
    return .outputFailed
  }

  private func tell(
    status: String, _ message: BilingualText, _ code: ExitCode, _ repetition: Repetition? = nil
  ) -> ExitCode {
    var members = [
      JSONValue.Member("status", .string(status)), JSONValue.Member("message", .string(message.english)),
      JSONValue.Member("localized_message", .string(message.persian)),
    ]
    members += repetition.jsonMembers + [JSONValue.Member("exit_code", .number(code.rawValue))]
    console.note(JSONValue.object([JSONValue.Member("error", .object(members))]).serialised)
    return code
  }
}

extension Repetition? {
  /// What a script needs to repeat a write; null for a call that only reads.
  var jsonMembers: [JSONValue.Member] {
    [
      JSONValue.Member("idempotency_key", self.map { .string($0.key.text) } ?? .null),
      JSONValue.Member("expected_version", self?.version.map { .number($0) } ?? .null),
    ]
  }
}

import Glibc

/// Tells on standard error why a command failed, and gives the exit code.
struct FailureReport {
  let console: Console
  let asJSON: Bool

  private var language: Language { console.writing.language }

  func tell(_ failure: Failure) -> ExitCode {
    switch failure {
    case .usage(let error): tell(error)
    case .call(let error): tell(error)
    case .output(let number): tell(outputErrno: number)
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

  private func tell(_ error: CallError) -> ExitCode {
    guard !asJSON else {
      console.note(error.json.serialised)
      return error.exitCode
    }
    let writing = console.writing
    console.note("pishkhan: " + harmless(error.explanation[language]))
    console.note(
      writing.text(
        .errorWords, writing.code(error.statusName), writing.code(error.reasonName), writing.code(error.at),
        writing.code(error.durableName)))
    if !error.traceId.isEmpty { console.note(writing.text(.traceId, writing.code(error.traceId))) }
    if let key = error.key {
      console.note(
        writing.text(error.exitCode == .outcomeUnknown ? .repeatWithKey : .keyOfCall, writing.code(key.text)))
    }
    return error.exitCode
  }

  /// A reader that went away (`| head`) is no error to tell: the shell knows it by the code of SIGPIPE.
  private func tell(outputErrno number: Int32) -> ExitCode {
    guard number != EPIPE else { exit(128 + SIGPIPE) }
    let reason = String(cString: strerror(number))
    guard !asJSON else {
      let message = BilingualText(
        fill(Message.outputFailed.text.english, [reason]), fill(Message.outputFailed.text.persian, [reason]))
      return tell(status: "OUTPUT", message, .outputFailed)
    }
    console.note("pishkhan: " + console.writing.text(.outputFailed, console.writing.code(reason)))
    return .outputFailed
  }

  private func tell(status: String, _ message: BilingualText, _ code: ExitCode) -> ExitCode {
    let members = [
      JSONValue.Member("status", .string(status)), JSONValue.Member("message", .string(message.english)),
      JSONValue.Member("localized_message", .string(message.persian)),
      JSONValue.Member("exit_code", .number(code.rawValue)),
    ]
    console.note(JSONValue.object([JSONValue.Member("error", .object(members))]).serialised)
    return code
  }
}

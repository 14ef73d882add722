/// What was found on the way to the server.
private struct Diagnosis: Presentable {
  let steps: [DiagnosisStep]
  let error: CallError?

  var json: JSONValue {
    .object([
      JSONValue.Member("ok", .boolean(error == nil)), JSONValue.Member("steps", .array(steps.map(\.json))),
    ])
  }

  func write(to page: inout Page) {
    if error == nil { page.line(.allWell) }
  }
}

extension DiagnosisStep: Presentable {
  var json: JSONValue {
    .object([
      JSONValue.Member("step", step.json), JSONValue.Member("result", .string(result.rawValue)),
      JSONValue.Member("duration_us", .number(microseconds)),
      JSONValue.Member("facts", .array(facts.map(\.json))),
      JSONValue.Member("error", error?.json(nil) ?? .null),
    ])
  }

  func write(to page: inout Page) {
    let writing = page.writing
    page.line("[\(writing.text(mark))] \(step[page.language])")
    for fact in facts {
      let label = factLabels[fact.name]?[page.language] ?? writing.code(fact.name)
      page.line("    \(label): \(fact.value(for: writing))")
    }
    if let error {
      page.line("    " + harmless(error.explanation[page.language]))
      if let hint = error.hint(nil) {
        // The reader is there already.
        page.line("    " + writing.text(hint == .hintTarget ? .hintTargetAlone : hint))
      }
    }
  }

  private var mark: Message {
    switch result {
    case .ok: .stepOK
    case .warning: .stepWarning
    case .failed: .stepFailed
    case .skipped: .stepSkipped
    }
  }
}

extension DiagnosisStep.Fact {
  /// Times and numbers as people write them; all else is a code.
  func value(for writing: Writing) -> String {
    switch name {
    case "source":
      if let source = clockSources[value] { return source[writing.language] }
    case "not_before", "not_after", "local_time":
      if let moment = unixMilliseconds(iso8601: value) { return writing.time(milliseconds: moment) }
    case "difference_ms":
      if let difference = Int64(value) { return writing.secondsApart(milliseconds: difference) }
    default: break
    }
    return writing.code(value)
  }

  /// A name may come several times: the server's certificate has several names.
  fileprivate var json: JSONValue {
    .object([JSONValue.Member("name", .string(name)), JSONValue.Member("value", .string(value))])
  }
}

extension Writing {
  /// A difference from a Date header, which counts whole seconds (RFC 9110, 5.6.7).
  fileprivate func secondsApart(milliseconds: Int64) -> String {
    let seconds = (Double(milliseconds) / 1_000).rounded()
    guard abs(seconds) > 1 else { return text(.withinSecond) }
    return text(seconds < 0 ? .secondsBehind : .secondsAhead, number(Int64(abs(seconds))))
  }
}

extension Command {
  static let doctor = Command(
    "doctor", for: [.everyone],
    summary: BilingualText("why does it not connect? step by step", "چرا وصل نمی‌شود؟ گام به گام"),
    notes: [
      BilingualText(
        "Tries files, address, TCP, TLS, certificate, ALPN, health and clock, and says what fails and what to do.\n"
          + "With --cert also whether the server takes the certificate, and lets it call.",
        "پرونده‌ها، نشانی، TCP، TLS، گواهی، ALPN، سلامت و ساعت را می‌آزماید و می‌گوید چه خراب است و چه باید کرد.\n"
          + "با \u{2066}--cert\u{2069} می‌گوید که سامانه گواهی را می‌پذیرد و به آن اجازه می‌دهد یا نه."
      )
    ],
    examples: [["doctor", "--target", "counter.example:7443", "--ca", "ca.pem"]]
  ) { invocation throws(Failure) in
    let settings = invocation.settings
    let report = StepReport(invocation)
    var found: CallError?
    do throws(CallError) {
      try diagnose(settings, Progress(invocation)) { step in
        report.add(step)
      }
    } catch {
      found = error
    }
    // Where not even the settings fit, no step was told.
    guard !report.steps.isEmpty || found == nil else { throw .call(found ?? .unreadableAnswer) }
    if settings.certificateFile != nil {
      let rights =
        found == nil
        ? certificateRights(settings, Progress(invocation)) : DiagnosisStep(.certificateRights, .skipped)
      report.add(rights)
      found = found ?? rights.error
    }
    if let broken = report.broken { throw broken }
    let diagnosis = Diagnosis(steps: report.steps, error: found)
    if settings.json || found == nil { try invocation.show(diagnosis) }
    return found?.exitCode ?? .done
  }
}

/// Collects the steps, and shows people each at once: the next one may wait for long. For one thread.
private final class StepReport {
  private let invocation: Invocation
  private(set) var steps: [DiagnosisStep] = []
  /// Why a step could not be shown; nil as long as all were.
  private(set) var broken: Failure?

  init(_ invocation: Invocation) {
    self.invocation = invocation
  }

  func add(_ step: DiagnosisStep) {
    steps.append(step)
    guard !invocation.settings.json && broken == nil else { return }
    do throws(Failure) { try invocation.show(step) } catch { broken = error }
  }
}

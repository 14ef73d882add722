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
      let value = clockSources[fact.value].flatMap { fact.name == "source" ? $0[page.language] : nil }
      page.line("    \(label): \(value ?? writing.code(fact.value))")
    }
    if let error {
      page.line("    " + harmless(error.explanation[page.language]))
      if let hint = error.hint(nil) { page.line("    " + writing.text(hint)) }
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
  /// A name may come several times: the server's certificate has several names.
  fileprivate var json: JSONValue {
    .object([JSONValue.Member("name", .string(name)), JSONValue.Member("value", .string(value))])
  }
}

extension Command {
  static let doctor = Command(
    "doctor",
    summary: BilingualText("why does it not connect? step by step", "چرا وصل نمی‌شود؟ گام به گام"),
    notes: [
      BilingualText(
        "Tries files, address, TCP, TLS, certificate, ALPN, health and clock, and says what fails and what to do.",
        "پرونده‌ها، نشانی، TCP، TLS، گواهی، ALPN، سلامت و ساعت را می‌آزماید و می‌گوید چه خراب است و چه باید کرد."
      )
    ],
    examples: [["doctor", "--target", "counter.example:7443", "--ca", "ca.pem"]]
  ) { invocation throws(Failure) in
    var steps: [DiagnosisStep] = []
    // Each step is told at once: the next one may wait for long.
    var broken: Failure?
    var found: CallError?
    do throws(CallError) {
      try diagnose(invocation.settings, Progress(invocation)) { step in
        steps.append(step)
        guard !invocation.settings.json && broken == nil else { return }
        do throws(Failure) { try invocation.show(step) } catch { broken = error }
      }
    } catch {
      found = error
    }
    if let broken { throw broken }
    // Where not even the files fit, no step was told.
    guard !steps.isEmpty || found == nil else { throw .call(found ?? .unreadableAnswer) }
    let diagnosis = Diagnosis(steps: steps, error: found)
    if invocation.settings.json || found == nil { try invocation.show(diagnosis) }
    return found?.exitCode ?? .done
  }
}

import libpishkhan

/// One step on the way to the server, as it went.
struct DiagnosisStep: Equatable, Sendable {
  enum Result: String, Sendable {
    case ok, warning, failed, skipped
  }

  struct Fact: Equatable, Sendable {
    let name: String
    let value: String
  }

  let step: Word
  let result: Result
  let microseconds: Int64
  let facts: [Fact]
  let error: CallError?

  init(_ step: Word, _ result: Result, microseconds: Int64 = 0, error: CallError? = nil) {
    self.step = step
    self.result = result
    self.microseconds = microseconds
    facts = []
    self.error = error
  }

  fileprivate init(_ raw: pishkhan_step_report) {
    step = Word(raw.step)
    result =
      switch raw.result {
      case PISHKHAN_STEP_OK: .ok
      case PISHKHAN_STEP_WARNING: .warning
      case PISHKHAN_STEP_SKIPPED: .skipped
      default: .failed
      }
    microseconds = raw.duration_us
    facts = values(raw.facts, raw.fact_count) { Fact(name: string($0.name), value: string($0.value)) }
    error = raw.error.map { CallError(reading: $0) }
  }
}

extension Word {
  /// The step that the program adds where this machine has a certificate.
  static let certificateRights = Word(
    "rights", BilingualText("your certificate's rights", "مجاز بودن گواهی شما"))
}

/// Asks for something that every registered machine may see, with the certificate that the settings name.
func certificateRights(_ settings: Settings, _ progress: Progress) -> DiagnosisStep {
  let clock = ContinuousClock()
  let start = clock.now
  var refusal: CallError?
  do throws(CallError) { _ = try CounterClient(settings, progress: progress).agencies() } catch {
    refusal = error
  }
  let taken = start.duration(to: clock.now).components
  return DiagnosisStep(
    .certificateRights, refusal == nil ? .ok : .failed,
    microseconds: taken.seconds * 1_000_000 + taken.attoseconds / 1_000_000_000_000, error: refusal)
}

/// Tries each step on a connection of its own.
/// - Parameter told: hears of each step as it ends.
/// - Throws: the first failed step's error.
func diagnose(
  _ settings: Settings, _ progress: Progress, told: (DiagnosisStep) -> Void
) throws(CallError) {
  var error: OpaquePointer?
  let status = withoutActuallyEscaping(told) { told in
    let listener = StepListener(told)
    return withExtendedLifetime(listener) {
      CounterClient.withOptions(settings, progress) { options in
        pishkhan_diagnose(
          options,
          { context, report in
            guard let context, let report else { return }
            Unmanaged<StepListener>.fromOpaque(context).takeUnretainedValue().told(
              DiagnosisStep(report.pointee))
          }, Unmanaged.passUnretained(listener).toOpaque(), &error)
      }
    }
  }
  guard status == PISHKHAN_OK else { throw CallError(taking: error) }
}

private final class StepListener {
  let told: (DiagnosisStep) -> Void

  init(_ told: @escaping (DiagnosisStep) -> Void) {
    self.told = told
  }
}

import libpishkhan

/// What an act did.
struct Outcome: Equatable, Sendable {
  let version: UInt32
  let state: Word
  let timeMilliseconds: Int64
  let eventHash: [UInt8]
  let isRepeated: Bool
  let key: IdempotencyKey?

  init(_ raw: pishkhan_outcome) {
    version = raw.version
    state = Word(raw.state)
    timeMilliseconds = raw.time_ms
    eventHash = bytes(raw.event_hash, raw.event_hash_size)
    isRepeated = raw.repeated_key
    key = IdempotencyKey(bytes: withUnsafeBytes(of: raw.idempotency_key) { Array($0) })
  }

  /// Version, time and proof: what every outcome has.
  fileprivate var members: [JSONValue.Member] {
    var members: [JSONValue.Member] = .time("time", milliseconds: timeMilliseconds)
    members += [
      JSONValue.Member("event_hash", .string(hexadecimal(eventHash))),
      JSONValue.Member("repeated_key", .boolean(isRepeated)),
      JSONValue.Member("idempotency_key", key.map { .string($0.text) } ?? .null),
    ]
    return members
  }
}

/// What an act did, and how to repeat it.
struct ActOutcome: Presentable {
  let outcome: Outcome
  let repetition: Repetition

  var json: JSONValue {
    let head = [
      JSONValue.Member("version", .number(outcome.version)), JSONValue.Member("state", outcome.state.json),
    ]
    let version = JSONValue.Member("expected_version", repetition.version.map { .number($0) } ?? .null)
    return .object(head + outcome.members + [version])
  }

  func write(to page: inout Page) {
    page.field(.nowIn, page.writing.state(outcome.state))
    page.field(.byNow, page.writing.number(outcome.version))
    page.field(.changed, page.writing.time(milliseconds: outcome.timeMilliseconds))
    outcome.writeKey(to: &page)
    page.line(.keyOfCall, page.writing.code(repetition.flags))
  }
}

extension Outcome {
  fileprivate func writeKey(to page: inout Page) {
    page.field(.idempotencyKey, page.writing.code(key?.text ?? ""))
    if isRepeated { page.line(.repeated) }
  }
}

/// Feedback that was stored: an outcome that changes no state.
struct FeedbackOutcome: Presentable {
  let outcome: Outcome

  var json: JSONValue {
    .object([JSONValue.Member("event_number", .number(outcome.version))] + outcome.members)
  }

  func write(to page: inout Page) {
    page.line(.feedbackStored)
    outcome.writeKey(to: &page)
  }
}

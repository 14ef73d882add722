import libpishkhan

/// What a citizen does.
struct CitizenAct {
  let trackingCode: String
  /// Nil only for an office that answers for the citizen.
  let secret: String?
  let expectedVersion: UInt32
  let action: pishkhan_action
  let answers: [FormValue]
  let note: String?
}

/// What an agency does.
struct AgencyAct {
  let trackingCode: String
  let expectedVersion: UInt32
  let action: pishkhan_action
  let reason: String?
  let note: String?
  let questions: [Question]
  let onBehalfOf: String?
}

extension Command {
  static let act = Command(
    "act",
    [
      .trackingCode,
      Operand(
        "ACTION",
        BilingualText(
          "the citizen's: answer, withdraw, confirm; the agency's: acknowledge, claim, ask, fulfil, refuse",
          "متقاضی: answer، withdraw، confirm؛ دستگاه: acknowledge، claim، ask، fulfil، refuse")),
    ],
    flags: ActionSyntax.flags + [.expectedVersion, .idempotencyKey],
    summary: BilingualText("do something to a request", "انجام یک اقدام روی درخواست"),
    notes: [
      BilingualText(
        "The citizen's actions need the secret, the agency's its certificate. Needed besides: answer --set,\n"
          + "ask --question, fulfil --note, refuse --reason and --note. Who names a --key, to repeat the act, names\n"
          + "the --version too: it belongs to what is repeated.",
        "اقدام‌های متقاضی به رمز و اقدام‌های دستگاه به گواهی آن نیاز دارد. افزون بر آن: answer با \u{2066}--set\u{2069}،\n"
          + "ask با \u{2066}--question\u{2069}، fulfil با \u{2066}--note\u{2069}، refuse با \u{2066}--reason\u{2069} و \u{2066}--note\u{2069}.\n"
          + "اگر برای تکرار \u{2066}--key\u{2069} می‌دهید \u{2066}--version\u{2069} را هم بدهید: بخشی از محتواست."
      )
    ],
    examples: [
      ["act", "1234-5678-9012-3456", "claim", "--cert", "agency.crt", "--cert-key", "agency.key"],
      [
        "act", "1234-5678-9012-3456", "ask", "--question", "reason=Lost or damaged?", "--cert", "agency.crt",
        "--cert-key", "agency.key",
      ],
      ["act", "1234-5678-9012-3456", "answer", "--set", "reason=LOST", "--secret", "123456"],
      [
        "act", "1234-5678-9012-3456", "refuse", "--reason", "NOT_ELIGIBLE", "--note",
        "Issued last week already.",
        "--cert", "agency.crt", "--cert-key", "agency.key",
      ],
    ]
  ) { invocation throws(Failure) in
    let (request, syntax) = try invocation.reading("act") { () throws(UsageError) in
      let syntax = try ActionSyntax.named(invocation.required(1))
      return (try ActRequest(invocation, syntax), syntax)
    }
    let client = try invocation.client()
    let version = try asFailure { () throws(CallError) in try request.seenVersion(client) }
    let repetition = Repetition(key: request.key, version: version)
    try invocation.storing(with: client, repetition) { () throws(CallError) in
      let outcome =
        switch syntax.actor {
        case .citizen: try client.act(request.citizenAct(syntax.action, version), key: request.key)
        case .agency: try client.act(request.agencyAct(syntax.action, version), key: request.key)
        }
      return ActOutcome(outcome: outcome, repetition: repetition)
    }
    return .done
  }
}

/// The words of an `act`, checked before anything is sent.
private struct ActRequest {
  let key: IdempotencyKey
  private let code: String
  private let secret: String?
  private let version: UInt32?
  private let form: [FormValue]
  private let questions: [Question]
  private let arguments: ParsedArguments

  init(_ invocation: Invocation, _ syntax: ActionSyntax) throws(UsageError) {
    arguments = invocation.arguments
    code = invocation.required(0)
    try syntax.check(arguments)
    version = try arguments.number(.expectedVersion, in: 1...UInt32.max)
    // A version looked up now would make another content of an act that was done: the key would not fit it.
    guard version != nil || !arguments.isGiven(.idempotencyKey) else {
      throw UsageError(.needsBoth, Flag.idempotencyKey.name, Flag.expectedVersion.name)
    }
    form = try formValues(.set, in: arguments)
    var questions: [Question] = []
    for typed in arguments.all(.question) { questions.append(Question(try Assignment(typed, of: .question))) }
    self.questions = questions
    key = try invocation.key()
    switch syntax.actor {
    case .agency: secret = nil
    case .citizen where syntax.action == PISHKHAN_ACTION_ANSWER && invocation.settings.certificateFile != nil:
      secret = try invocation.secret()
    case .citizen: secret = try invocation.neededSecret(for: syntax.name)
    }
  }

  func citizenAct(_ action: pishkhan_action, _ version: UInt32) -> CitizenAct {
    CitizenAct(
      trackingCode: code, secret: secret, expectedVersion: version, action: action, answers: form,
      note: arguments[.note])
  }

  func agencyAct(_ action: pishkhan_action, _ version: UInt32) -> AgencyAct {
    AgencyAct(
      trackingCode: code, expectedVersion: version, action: action,
      reason: arguments[.refusalReason], note: arguments[.note], questions: questions,
      onBehalfOf: arguments[.onBehalfOf])
  }

  /// The version given, else the one that the request has now.
  func seenVersion(_ client: CounterClient) throws(CallError) -> UInt32 {
    if let version { return version }
    guard let secret else { return try client.get(code).version }
    guard let details = try client.track(code, secret: secret).details else {
      throw CallError.unreadableAnswer
    }
    return details.version
  }
}

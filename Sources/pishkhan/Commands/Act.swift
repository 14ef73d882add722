import libpishkhan

extension Command {
  static let act = Command(
    "act", for: [.citizen, .office, .agency],
    [
      .trackingCode,
      Operand(
        "ACTION",
        BilingualText(
          "one of the commands that act: answer, appeal, claim, fulfil, ... (pishkhan help)",
          "یکی از فرمان‌های اقدام: answer، appeal، claim، fulfil، ... (\u{2066}pishkhan help\u{2069})")),
    ],
    flags: ActionSyntax.flags + [.expectedVersion, .idempotencyKey],
    summary: BilingualText(
      "any of the actions: act CODE claim is claim CODE",
      "هر یک از اقدام‌ها: act CODE claim همان claim CODE است"),
    notes: [actNote],
    examples: [
      ["act", "1234-5678-9012-3456", "claim", "--cert", "agency.crt", "--cert-key", "agency.key"],
      ["act", "1234-5678-9012-3456", "answer", "--set", "reason=LOST", "--secret", "123456"],
    ]
  ) { invocation throws(Failure) in
    let syntax = try invocation.reading("act") { () throws(UsageError) in
      try ActionSyntax.named(invocation.required(1))
    }
    return try invocation.act(syntax, command: "act")
  }

  /// Each action of an actor's as a command of its own.
  static func acts(of actor: ActionSyntax.Actor) -> [Command] {
    ActionSyntax.all.filter { $0.actor == actor }.map(command)
  }

  private static func command(_ syntax: ActionSyntax) -> Command {
    let isAgencys = syntax.actor == .agency
    return Command(
      syntax.name, for: syntax.audiences, [.trackingCode],
      flags: syntax.requires + syntax.takes + [.expectedVersion, .idempotencyKey], summary: syntax.summary,
      notes: [isAgencys ? agencyNote : actNote],
      examples: [
        [syntax.name, "1234-5678-9012-3456"] + syntax.example
          + (isAgencys ? ["--cert", "agency.crt", "--cert-key", "agency.key"] : [])
      ]
    ) { invocation throws(Failure) in
      try invocation.act(syntax, command: syntax.name)
    }
  }

  private static let actNote = BilingualText(
    "The citizen's actions need the secret, the agency's its certificate. Who names a --key, to repeat the act,\n"
      + "names the --version too: it belongs to what is repeated.",
    "اقدام‌های متقاضی به رمز و اقدام‌های دستگاه به گواهی آن نیاز دارد. اگر برای تکرار \u{2066}--key\u{2069} می‌دهید\n"
      + "\u{2066}--version\u{2069} را هم بدهید: بخشی از محتواست.")
  private static let agencyNote = BilingualText(
    "Needs the agency's certificate. Who names a --key, to repeat the act, names the --version too: it belongs to\n"
      + "what is repeated.",
    "به گواهی دستگاه نیاز دارد. اگر برای تکرار \u{2066}--key\u{2069} می‌دهید \u{2066}--version\u{2069} را هم بدهید:\n"
      + "بخشی از محتواست.")
}

extension ActionSyntax {
  fileprivate var audiences: [Audience] {
    switch actor {
    case .citizen: action == PISHKHAN_ACTION_ANSWER ? [.citizen, .office] : [.citizen]
    case .agency: [.agency]
    case .either: [.citizen, .agency]
    }
  }
}

extension Invocation {
  fileprivate func act(_ syntax: ActionSyntax, command: String) throws(Failure) -> ExitCode {
    let words = try reading(command) { () throws(UsageError) in try ActWords(self, syntax) }
    let files = try reading(command) { () throws(UsageError) in try words.openFiles(self) }
    let client = try client()
    let version = try asFailure { () throws(CallError) in try words.seenVersion(client) }
    let repetition = Repetition(key: words.key, version: version)
    try storing(with: client, repetition) { () throws(CallError) in
      let act = try words.act(version, sending: files, with: client)
      let outcome =
        words.isCitizens
        ? try client.actAsCitizen(act, key: words.key) : try client.actAsAgency(act, key: words.key)
      return ActOutcome(outcome: outcome, repetition: repetition)
    }
    return .done
  }
}

/// The words of an act, checked before anything is sent.
private struct ActWords {
  let key: IdempotencyKey
  let isCitizens: Bool
  private let syntax: ActionSyntax
  private let code: String
  private let secret: String?
  private let version: UInt32?
  private let form: [FormValue]
  private let questions: [Question]
  private let lease: UInt32
  private let arguments: ParsedArguments

  init(_ invocation: Invocation, _ syntax: ActionSyntax) throws(UsageError) {
    self.syntax = syntax
    arguments = invocation.arguments
    code = invocation.required(0)
    try syntax.check(arguments)
    if syntax.action == PISHKHAN_ACTION_ATTACH && !arguments.isGiven(.file) && !arguments.isGiven(.attachment)
    {
      throw UsageError(.needsOneOf, syntax.name, "\(Flag.file.usage), \(Flag.attachment.usage)")
    }
    version = try arguments.number(.expectedVersion, in: 1...UInt32.max)
    // A version looked up now would make another content of an act that was done: the key would not fit it.
    guard version != nil || !arguments.isGiven(.idempotencyKey) else {
      throw UsageError(.needsBoth, Flag.idempotencyKey.name, Flag.expectedVersion.name)
    }
    form = try formValues(.set, in: arguments)
    var questions: [Question] = []
    for typed in arguments.all(.question) { questions.append(Question(try Assignment(typed, of: .question))) }
    self.questions = questions
    lease = try arguments.number(.lease, in: 10...86_400) ?? 0
    key = try invocation.key()
    let hasCertificate = invocation.settings.certificateFile != nil
    switch syntax.actor {
    case .agency: secret = nil
    case .either where hasCertificate: secret = try invocation.secret()
    case .citizen where syntax.action == PISHKHAN_ACTION_ANSWER && hasCertificate:
      secret = try invocation.secret()
    case .citizen, .either: secret = try invocation.neededSecret(for: syntax.name)
    }
    isCitizens = syntax.actor == .citizen || secret != nil
  }

  /// The files that are to be sent with it: what is not there is told before anything is sent.
  func openFiles(_ invocation: Invocation) throws(UsageError) -> [FileToSend] {
    try invocation.filesToSend(
      attachedTo: .attachTo, added: .file, to: UploadPlace(trackingCode: code, secret: secret), key: key)
  }

  /// Sends the files, and gives the act that names them.
  func act(
    _ version: UInt32, sending files: [FileToSend], with client: CounterClient
  ) throws(CallError) -> RequestAct {
    let sent = try client.send(files)
    var act = RequestAct(trackingCode: code, action: syntax.action, expectedVersion: version)
    act.secret = secret
    act.reason = arguments[.refusalReason]
    act.note = arguments[.note]
    act.answers = form + sent.form
    act.questions = questions
    act.attachments = arguments.all(.attachment) + sent.added
    act.onBehalfOf = arguments[.onBehalfOf]
    act.leaseSeconds = lease
    act.assignee = arguments[.assignee]
    act.service = arguments[.otherService]
    act.otherBody = arguments[.otherBody]
    act.linkedCode = arguments[.duplicateOf]
    act.collectedBy = arguments[.collectedBy]
    return act
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

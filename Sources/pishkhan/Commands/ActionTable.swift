import libpishkhan

/// One action on a request: what it is in the protocol, who does it, and which flags it takes.
struct ActionSyntax: Sendable {
  enum Actor: Sendable {
    case citizen, agency
    /// With the secret it is the citizen's, else the agency's.
    case either
  }

  let name: String
  let action: pishkhan_action
  let actor: Actor
  let requires: [Flag]
  let takes: [Flag]
  let summary: BilingualText
  /// Words behind the name and the tracking code.
  let example: [String]

  static let all = citizens + shared + agencies

  static func named(_ name: String) throws(UsageError) -> ActionSyntax {
    if let action = all.first(where: { $0.name == name }) { return action }
    let names = all.map(\.name)
    guard let near = nearestName(to: name, among: names) else {
      throw UsageError(.actionUnknown, name, names.joined(separator: ", "))
    }
    throw UsageError(.actionUnknownNearest, name, near)
  }

  /// Every action's own flags; all take --version and --key.
  static let flags: [Flag] = [
    .set, .attachTo, .question, .refusalReason, .note, .file, .attachment, .onBehalfOf, .lease, .assignee,
    .otherService, .otherBody, .duplicateOf, .collectedBy, .secret,
  ]

  func check(_ arguments: ParsedArguments) throws(UsageError) {
    if let missing = requires.first(where: { !arguments.isGiven($0) }) {
      // What is filled in may be a file.
      guard missing.name == Flag.set.name && arguments.isGiven(.attachTo) else {
        throw UsageError(.actionNeedsFlag, name, missing.usage)
      }
    }
    if let empty = requires.first(where: { flag in arguments[flag]?.allSatisfy(\.isWhitespace) ?? false }) {
      throw UsageError(.flagNeedsValue, empty.name, empty.placeholder)
    }
    let taken = (requires + takes).map(\.name)
    let unfit = ActionSyntax.flags.first { arguments.isGiven($0) && !taken.contains($0.name) }
    if let unfit { throw UsageError(.actionTakesNoFlag, name, unfit.name) }
  }

  private static let citizens: [ActionSyntax] = [
    ActionSyntax(
      name: "answer", action: PISHKHAN_ACTION_ANSWER, actor: .citizen, requires: [.set],
      takes: [.attachTo, .secret, .note],
      summary: BilingualText("answer what was asked", "پاسخ به پرسش‌ها"),
      example: ["--set", "reason=LOST", "--secret", "123456"]),
    ActionSyntax(
      name: "withdraw", action: PISHKHAN_ACTION_WITHDRAW, actor: .citizen, requires: [],
      takes: [.secret, .note], summary: BilingualText("take the request back", "پس گرفتن درخواست"),
      example: ["--secret", "123456"]),
    ActionSyntax(
      name: "confirm", action: PISHKHAN_ACTION_CONFIRM, actor: .citizen, requires: [],
      takes: [.secret, .note], summary: BilingualText("agree with the decision", "پذیرش تصمیم"),
      example: ["--secret", "123456"]),
    ActionSyntax(
      name: "reopen", action: PISHKHAN_ACTION_REOPEN, actor: .citizen, requires: [.refusalReason],
      takes: [.secret, .note, .file, .attachment],
      summary: BilingualText("have it done again: it is not settled", "بازگشایی: کار انجام نشده است"),
      example: ["--reason", "NOT_DONE", "--note", "The name is still wrong.", "--secret", "123456"]),
    ActionSyntax(
      name: "appeal", action: PISHKHAN_ACTION_APPEAL, actor: .citizen, requires: [.refusalReason],
      takes: [.secret, .note, .file, .attachment],
      summary: BilingualText(
        "have it decided again, one level up and by somebody else",
        "اعتراض: رسیدگی در سطح بالاتر و به دست دیگری"),
      example: ["--reason", "FACTS_IGNORED", "--secret", "123456"]),
  ]

  private static let shared: [ActionSyntax] = [
    ActionSyntax(
      name: "message", action: PISHKHAN_ACTION_ADD_MESSAGE, actor: .either, requires: [.note],
      takes: [.secret, .file, .attachment, .onBehalfOf],
      summary: BilingualText("write to the officer, or to the citizen", "نوشتن به کارمند یا به متقاضی"),
      example: ["--note", "Is anything missing?", "--secret", "123456"]),
    ActionSyntax(
      name: "attach", action: PISHKHAN_ACTION_ATTACH, actor: .either, requires: [],
      takes: [.file, .attachment, .secret, .note, .onBehalfOf],
      summary: BilingualText("add a file", "افزودن پرونده"),
      example: ["--file", "photo.jpg", "--secret", "123456"]),
  ]

  private static let agencies: [ActionSyntax] = [
    ActionSyntax(
      name: "acknowledge", action: PISHKHAN_ACTION_ACKNOWLEDGE, actor: .agency, requires: [],
      takes: [.note, .onBehalfOf], summary: BilingualText("say that it was seen", "اعلام دریافت"), example: []
    ),
    ActionSyntax(
      name: "claim", action: PISHKHAN_ACTION_CLAIM, actor: .agency, requires: [],
      takes: [.lease, .onBehalfOf],
      summary: BilingualText("take it to work on", "پذیرش برای بررسی"), example: ["--lease", "3600"]),
    ActionSyntax(
      name: "release", action: PISHKHAN_ACTION_RELEASE, actor: .agency, requires: [], takes: [.note],
      summary: BilingualText("give a claim back", "پس دادن کار"), example: []),
    ActionSyntax(
      name: "assign", action: PISHKHAN_ACTION_ASSIGN, actor: .agency, requires: [.assignee],
      takes: [.note, .onBehalfOf],
      summary: BilingualText("give it to an officer (supervisors)", "سپردن به یک کارمند (سرپرستان)"),
      example: ["--assignee", "agency-ncr"]),
    ActionSyntax(
      name: "ask", action: PISHKHAN_ACTION_ASK_CITIZEN, actor: .agency, requires: [.question],
      takes: [.note, .onBehalfOf],
      summary: BilingualText(
        "ask the citizen: the clock pauses", "پرسش از متقاضی: مهلت می‌ایستد"),
      example: ["--question", "reason=Lost or damaged?"]),
    ActionSyntax(
      name: "ask-other", action: PISHKHAN_ACTION_ASK_OTHER, actor: .agency, requires: [.otherBody],
      takes: [.note, .onBehalfOf],
      summary: BilingualText("ask another body: the clock runs on", "پرسش از نهاد دیگر: مهلت می‌گذرد"),
      example: ["--body", "Police archive"]),
    ActionSyntax(
      name: "return", action: PISHKHAN_ACTION_RETURN, actor: .agency, requires: [],
      takes: [.note, .onBehalfOf],
      summary: BilingualText("the other body has answered", "پاسخ نهاد دیگر رسید"), example: []),
    ActionSyntax(
      name: "transfer", action: PISHKHAN_ACTION_TRANSFER, actor: .agency,
      requires: [.otherService, .refusalReason], takes: [.note, .onBehalfOf],
      summary: BilingualText("to another service: the clock is kept", "ارجاع به خدمت دیگر: مهلت همان است"),
      example: ["--to", "ncr-idcard", "--reason", "WRONG_SERVICE"]),
    ActionSyntax(
      name: "fulfil", action: PISHKHAN_ACTION_FULFIL, actor: .agency, requires: [.note],
      takes: [.file, .attachment, .onBehalfOf],
      summary: BilingualText("decide: done as asked", "تصمیم: انجام شد"),
      example: ["--note", "Ready at the counter."]),
    ActionSyntax(
      name: "refuse", action: PISHKHAN_ACTION_REFUSE, actor: .agency, requires: [.refusalReason, .note],
      takes: [.file, .attachment, .onBehalfOf],
      summary: BilingualText("decide: refused, with the reason", "تصمیم: رد شد، با دلیل"),
      example: ["--reason", "NOT_ELIGIBLE", "--note", "Issued last week already."]),
    ActionSyntax(
      name: "duplicate", action: PISHKHAN_ACTION_MARK_DUPLICATE, actor: .agency, requires: [.duplicateOf],
      takes: [.note, .onBehalfOf],
      summary: BilingualText("the same matter as another request", "همان موضوع درخواست دیگر"),
      example: ["--of", "2222-3333-4444-5555"]),
    ActionSyntax(
      name: "hand-over", action: PISHKHAN_ACTION_HAND_OVER, actor: .agency, requires: [.collectedBy],
      takes: [.note, .onBehalfOf], summary: BilingualText("the result was collected", "نتیجه تحویل شد"),
      example: ["--collected-by", "the citizen"]),
  ]
}

import libpishkhan

/// One action of `act`: what it is in the protocol, who does it, and which flags it takes.
struct ActionSyntax: Sendable {
  enum Actor: Sendable {
    case citizen, agency
  }

  let name: String
  let action: pishkhan_action
  let actor: Actor
  let requires: [Flag]
  let takes: [Flag]

  static let all: [ActionSyntax] = [
    ActionSyntax(
      name: "answer", action: PISHKHAN_ACTION_ANSWER, actor: .citizen, requires: [.set],
      takes: [.secret, .note]),
    ActionSyntax(
      name: "withdraw", action: PISHKHAN_ACTION_WITHDRAW, actor: .citizen, requires: [],
      takes: [.secret, .note]),
    ActionSyntax(
      name: "confirm", action: PISHKHAN_ACTION_CONFIRM, actor: .citizen, requires: [],
      takes: [.secret, .note]),
    ActionSyntax(
      name: "acknowledge", action: PISHKHAN_ACTION_ACKNOWLEDGE, actor: .agency, requires: [],
      takes: [.note, .onBehalfOf]),
    ActionSyntax(
      name: "claim", action: PISHKHAN_ACTION_CLAIM, actor: .agency, requires: [], takes: [.onBehalfOf]),
    ActionSyntax(
      name: "ask", action: PISHKHAN_ACTION_ASK_CITIZEN, actor: .agency, requires: [.question],
      takes: [.note, .onBehalfOf]),
    ActionSyntax(
      name: "fulfil", action: PISHKHAN_ACTION_FULFIL, actor: .agency, requires: [.note], takes: [.onBehalfOf]),
    ActionSyntax(
      name: "refuse", action: PISHKHAN_ACTION_REFUSE, actor: .agency, requires: [.refusalReason, .note],
      takes: [.onBehalfOf]),
  ]

  static func named(_ name: String) throws(UsageError) -> ActionSyntax {
    if let action = all.first(where: { $0.name == name }) { return action }
    let names = all.map(\.name)
    guard let near = nearestName(to: name, among: names) else {
      throw UsageError(.actionUnknown, name, names.joined(separator: ", "))
    }
    throw UsageError(.actionUnknownNearest, name, near)
  }

  /// Every action's own flags; all take --version and --key.
  static let flags: [Flag] = [.set, .question, .refusalReason, .note, .onBehalfOf, .secret]

  func check(_ arguments: ParsedArguments) throws(UsageError) {
    if let missing = requires.first(where: { !arguments.isGiven($0) }) {
      throw UsageError(.actionNeedsFlag, name, missing.usage)
    }
    if let empty = requires.first(where: { flag in arguments[flag]?.allSatisfy(\.isWhitespace) ?? false }) {
      throw UsageError(.flagNeedsValue, empty.name, empty.placeholder)
    }
    let taken = (requires + takes).map(\.name)
    let unfit = ActionSyntax.flags.first { arguments.isGiven($0) && !taken.contains($0.name) }
    if let unfit { throw UsageError(.actionTakesNoFlag, name, unfit.name) }
  }
}

extension Flag {
  static let question = Flag(
    "--question", .many("ATTRIBUTE=TEXT"),
    BilingualText(
      "ask: a question to the citizen about one attribute of the form; may be given again",
      "ask: پرسشی از متقاضی دربارهٔ یک فیلد فرم؛ قابل تکرار"))
  static let refusalReason = Flag(
    "--reason", .one("CODE"),
    BilingualText("refuse: why, a code of A-Z, 0-9 and _", "refuse: دلیل، کدی از A-Z و 0-9 و _"))
  static let onBehalfOf = Flag(
    "--on-behalf-of", .one("NAME"),
    BilingualText(
      "the officer in whose name the machine acts; recorded, grants nothing",
      "کارمندی که دستگاه به نام او کار می‌کند؛ ثبت می‌شود و اختیاری نمی‌دهد"))
  static let expectedVersion = Flag(
    "--version", .one("N"),
    BilingualText(
      "the version that was seen; if somebody acted since, nothing is done; default: looked up now",
      "نسخه‌ای که دیده شد؛ اگر کسی پس از آن کاری کرده باشد چیزی انجام نمی‌شود؛ پیش‌فرض: اکنون پرسیده می‌شود"))
}

/// One command: what may be typed, what the help says, and what it does.
struct Command: Sendable {
  /// One word, or two: "service put".
  let name: String
  /// Who uses it; the first is where the help explains it.
  let audiences: [Audience]
  let operands: [Operand]
  let flags: [Flag]
  /// One line.
  let summary: BilingualText
  /// Further paragraphs of the help; may be none.
  let notes: [BilingualText]
  /// Words behind the program's name.
  let examples: [[String]]
  let run: @Sendable (Invocation) throws(Failure) -> ExitCode

  init(
    _ name: String, for audiences: [Audience], _ operands: [Operand] = [], flags: [Flag] = [],
    summary: BilingualText, notes: [BilingualText] = [], examples: [[String]],
    run: @escaping @Sendable (Invocation) throws(Failure) -> ExitCode
  ) {
    self.name = name
    self.audiences = audiences
    self.operands = operands
    self.flags = flags
    self.summary = summary
    self.notes = notes
    self.examples = examples
    self.run = run
  }

  /// "track CODE [flags]"
  var usage: String {
    ([name] + operands.map { $0.isRequired ? $0.name : "[\($0.name)]" } + ["[flags]"]).joined(separator: " ")
  }

  /// The first word of a name of two: "service"; nil for a name of one.
  var group: String? {
    name.firstIndex(of: " ").map { String(name[..<$0]) }
  }
}

/// A command with all that it needs to run.
struct Invocation {
  let arguments: ParsedArguments
  let settings: Settings
  let environment: Environment
  let console: Console
}

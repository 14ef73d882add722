/// Sorts the words of a command line. Does nothing else: no file, variable or line is touched.
struct ArgumentParser: Sendable {
  let commands: [Command]
  let commonFlags: [Flag]

  /// A command, and the words that are meant for it.
  struct Line: Sendable {
    let command: Command
    let arguments: ParsedArguments
  }

  /// --help anywhere makes it the help on the command.
  /// - Parameter words: without the program's name.
  func parse(_ words: [String]) throws(UsageError) -> Line {
    var reader = WordReader(words)
    var arguments = ParsedArguments()
    var command: Command?
    var group: String?
    var wantsHelp = false
    while let word = reader.next() {
      switch word {
      case .flag(let name, let value):
        if name == "--help" || name == "-h" {
          wantsHelp = true
        } else if name == "--version" && command == nil {
          command = .version
        } else {
          try take(name, value, for: command, from: &reader, into: &arguments)
        }
      case .operand(let text):
        if let longer = longerName(of: command, by: text, arguments) {
          command = longer
        } else if let command {
          try accept(operand: text, for: command, into: &arguments)
        } else if group == nil && isGroup(text) {
          group = text
        } else {
          command = try find(group.map { "\($0) \(text)" } ?? text)
        }
      }
    }
    if wantsHelp {
      let topic = (command?.name ?? group).map { $0.split(separator: " ").map(String.init) } ?? []
      return Line(command: .help, arguments: arguments.replacingOperands(by: topic))
    }
    guard let command else {
      guard let group else { throw UsageError(.commandMissing) }
      throw UsageError(.secondWordMissing, group, secondWords(of: group).joined(separator: ", "))
    }
    if let missing = command.operands.dropFirst(arguments.operands.count).first(where: \.isRequired) {
      throw UsageError(.operandMissing, command.name, missing.name, command: command.name)
    }
    return Line(command: command, arguments: arguments)
  }

  /// A word that only begins names of two words.
  private func isGroup(_ word: String) -> Bool {
    !commands.contains { $0.name == word } && commands.contains { $0.group == word }
  }

  private func secondWords(of group: String) -> [String] {
    commands.filter { $0.group == group }.map { String($0.name.dropFirst(group.count + 1)) }
  }

  /// "office" is a command, and "office put" another: the word behind it decides.
  private func longerName(
    of command: Command?, by word: String, _ arguments: ParsedArguments
  ) -> Command? {
    guard let command, arguments.operands.isEmpty else { return nil }
    return commands.first { $0.name == "\(command.name) \(word)" }
  }

  private func find(_ name: String) throws(UsageError) -> Command {
    if let command = commands.first(where: { $0.name == name }) { return command }
    guard let near = nearestName(to: name, among: commands.map(\.name)) else {
      throw UsageError(.commandUnknown, name)
    }
    throw UsageError(.commandUnknownNearest, name, near)
  }

  private func accept(
    operand: String, for command: Command, into arguments: inout ParsedArguments
  ) throws(UsageError) {
    guard arguments.operands.count < command.operands.count else {
      throw UsageError(.operandUnexpected, command.name, operand, command: command.name)
    }
    arguments.append(operand: operand)
  }

  private func take(
    _ name: String, _ attached: String?, for command: Command?, from reader: inout WordReader,
    into arguments: inout ParsedArguments
  ) throws(UsageError) {
    let known = (command?.flags ?? []) + commonFlags
    guard let flag = known.first(where: { $0.name == name }) else {
      let near = nearestName(to: name, among: known.map(\.name))
      throw near.map { UsageError(.flagUnknownNearest, name, $0, command: command?.name) }
        ?? UsageError(.flagUnknown, name, command: command?.name)
    }
    switch flag.values {
    case .none:
      guard attached == nil else { throw UsageError(.flagTakesNoValue, name, command: command?.name) }
      arguments.append("", to: flag)
    case .one where arguments.isGiven(flag):
      throw UsageError(.flagTwice, name, command: command?.name)
    case .one(let placeholder), .many(let placeholder):
      guard let value = attached ?? reader.nextValue() else {
        throw UsageError(.flagNeedsValue, name, placeholder, command: command?.name)
      }
      arguments.append(value, to: flag)
    }
  }
}

/// Reads the words one after the other. "--" ends the flags; "-" alone is a value.
private struct WordReader {
  enum Word {
    case flag(name: String, value: String?)
    case operand(String)
  }

  private var rest: ArraySlice<String>
  private var flagsHaveEnded = false

  init(_ words: [String]) {
    rest = words[...]
  }

  mutating func next() -> Word? {
    guard let word = rest.popFirst() else { return nil }
    if flagsHaveEnded || !word.hasPrefix("-") || word == "-" { return .operand(word) }
    if word == "--" {
      flagsHaveEnded = true
      return next()
    }
    guard let sign = word.firstIndex(of: "=") else { return .flag(name: word, value: nil) }
    return .flag(name: String(word[..<sign]), value: String(word[word.index(after: sign)...]))
  }

  /// The word behind a flag that takes a value. What looks like a flag is none: a forgotten value is told so. It can be
  /// given as --flag=value.
  mutating func nextValue() -> String? {
    guard let word = rest.first, !word.hasPrefix("--") else { return nil }
    rest = rest.dropFirst()
    return word
  }
}

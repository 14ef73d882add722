/// A script that completes the command line in bash, written from the table of commands.
///
/// Source: bash(1), "Programmable Completion".
struct BashCompletion {
  let commands: [Command]

  /// The script; to be sourced.
  var text: String {
    """
    # bash completion for pishkhan \(Program.version)
    _pishkhan() {
      local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
      local -a words=()
      local i command="" flags="" choices=""
      for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
          \(valued.joined(separator: "|"))) ((i++)) ;;
          -*) ;;
          *) words+=("${COMP_WORDS[i]}") ;;
        esac
      done
      case "${words[0]-} ${words[1]-}" in
        \(namesOfTwo.joined(separator: "|"))) command="${words[0]} ${words[1]}" ;;
        *) command=${words[0]-} ;;
      esac
      case "$command $previous" in
    \(indented(arms(of: .file)))
          compopt -o filenames 2> /dev/null
          COMPREPLY=($(compgen -f -- "$current"))
          return ;;
    \(choiceArms)
    \(indented(arms(of: .other)))
          return ;;
      esac
      case "$command" in
    \(flagArms)
      esac
      if [[ $current == -* ]]; then
        choices="$flags \(names(of: Flag.common))"
      elif [[ ${#words[@]} -eq 0 ]]; then
        choices="\(firstWords.joined(separator: " "))"
      elif [[ ${#words[@]} -eq 1 ]]; then
        case ${words[0]} in
    \(secondWordArms)
        esac
      fi
      COMPREPLY=($(compgen -W "$choices" -- "$current"))
    }
    complete -F _pishkhan pishkhan
    """
  }

  private enum Value {
    case file
    case choice([String])
    case other
  }

  private func value(of flag: Flag) -> Value? {
    guard flag.values != .none else { return nil }
    let placeholder = flag.placeholder
    if placeholder == "FILE" { return .file }
    let choices = placeholder.split(separator: "|").map(String.init)
    return choices.count > 1 ? .choice(choices) : .other
  }

  /// Flags behind which a value stands.
  private var valued: [String] {
    Set((commands.flatMap(\.flags) + Flag.common).filter { $0.values != .none }.map(\.name)).sorted()
  }

  private var namesOfTwo: [String] {
    commands.filter { $0.group != nil }.map { "\"\($0.name)\"" }
  }

  private var groups: [String] { Set(commands.compactMap(\.group)).sorted() }

  private var firstWords: [String] {
    commands.map { $0.group ?? $0.name }.reduce(into: []) { words, word in
      if !words.contains(word) { words.append(word) }
    }
  }

  private func names(of flags: [Flag]) -> String { flags.map(\.name).joined(separator: " ") }

  /// Patterns of "command flag" for the flags whose values are of a kind; of a common flag for every command.
  private func patterns(_ isWanted: (Value) -> Bool) -> [String] {
    let own = commands.flatMap { command in
      command.flags.filter { value(of: $0).map(isWanted) ?? false }.map { "\"\(command.name) \($0.name)\"" }
    }
    return Flag.common.filter { value(of: $0).map(isWanted) ?? false }.map { "*\" \($0.name)\"" } + own
  }

  private enum Kind { case file, other }

  private func arms(of kind: Kind) -> String {
    patterns { value in
      switch (kind, value) {
      case (.file, .file), (.other, .other): true
      default: false
      }
    }.joined(separator: "|") + ")"
  }

  private var choiceArms: String {
    let flags = commands.flatMap { command in command.flags.map { (command.name, $0) } }
    let own = flags.compactMap { name, flag in arm("\"\(name) \(flag.name)\"", flag) }
    return (Flag.common.compactMap { arm("*\" \($0.name)\"", $0) } + own).map(indented).joined(
      separator: "\n")
  }

  private func arm(_ pattern: String, _ flag: Flag) -> String? {
    guard case .choice(let choices) = value(of: flag) else { return nil }
    return
      "\(pattern)) COMPREPLY=($(compgen -W \"\(choices.joined(separator: " "))\" -- \"$current\")); return ;;"
  }

  private var flagArms: String {
    commands.filter { !$0.flags.isEmpty }
      .map { indented("\"\($0.name)\") flags=\"\(names(of: $0.flags))\" ;;") }.joined(separator: "\n")
  }

  private var secondWordArms: String {
    let help = "      help) choices=\"\((firstWords + Help.topics).joined(separator: " "))\" ;;"
    let arms = groups.map { group in
      let words = commands.filter { $0.group == group }.map { $0.name.dropFirst(group.count + 1) }
      return "      \(group)) choices=\"\(words.joined(separator: " "))\" ;;"
    }
    return (arms + [help]).joined(separator: "\n")
  }

  private func indented(_ line: String) -> String { "    " + line }
}

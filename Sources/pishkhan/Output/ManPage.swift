/// The manual page pishkhan(1), written from the table of commands, in English.
///
/// Source: man(7) of groff: its macros, and what begins a request.
struct ManPage {
  let commands: [Command]
  private var lines: [String] = []

  init(commands: [Command]) {
    self.commands = commands
    write()
  }

  /// The page as groff reads it.
  var text: String { lines.joined(separator: "\n") }

  private mutating func write() {
    lines.append(".TH PISHKHAN 1 \"\" \"pishkhan \(Program.version)\" \"\"")
    section("NAME", ["pishkhan \\- " + escaped(Message.about.text.english)])
    section("SYNOPSIS", [bold("pishkhan") + " " + italic("COMMAND") + " [flags]"])
    section(
      "DESCRIPTION",
      [
        "What an office, a citizen or an agency does at the counter, at a terminal or in a script. "
          + "Which commands a certificate may use is the server's to say."
      ])
    lines.append(".SH COMMANDS")
    for audience in Audience.allCases { write(audience) }
    lines.append(".SH COMMON FLAGS")
    for flag in Flag.common { write(flag) }
    lines.append(".SH ENVIRONMENT")
    for flag in Flag.common + [.secret] {
      if let variable = flag.variable {
        item(bold(variable), "Stands for \(flag.usage): \(flag.help.english).")
      }
    }
    item(bold("TZ"), Help.timeZone.english + ".")
    lines.append(".SH EXIT STATUS")
    for code in ExitCode.allCases { item(bold(String(code.rawValue)), code.meaning.english + ".") }
    section("SEE ALSO", [bold("pishkhand") + "(8)"])
  }

  private mutating func write(_ audience: Audience) {
    let own = commands.filter { $0.audiences.first == audience }
    guard !own.isEmpty else { return }
    lines.append(".SS " + escaped(audience.text.english))
    for command in own { write(command) }
  }

  private mutating func write(_ command: Command) {
    item(bold("pishkhan \(command.name)") + synopsis(command), sentence(command.summary.english))
    for note in command.notes { lines += [".IP", escaped(sentence(note.english))] }
    guard !command.operands.isEmpty || !command.flags.isEmpty || !command.examples.isEmpty else { return }
    lines.append(".RS")
    for operand in command.operands { item(italic(operand.name), sentence(operand.help.english)) }
    for flag in command.flags { write(flag) }
    lines += [".PP", "For example:", ".PP", ".nf"]
    for example in command.examples {
      lines.append("  " + escaped("pishkhan " + example.map(shellWord).joined(separator: " ")))
    }
    lines += [".fi", ".RE"]
  }

  private func synopsis(_ command: Command) -> String {
    command.operands.map { " " + ($0.isRequired ? italic($0.name) : "[" + italic($0.name) + "]") }.joined()
      + (command.flags.isEmpty ? "" : " [flags]")
  }

  private mutating func write(_ flag: Flag) {
    let value = flag.placeholder.isEmpty ? "" : " " + italic(flag.placeholder)
    item(bold(flag.name) + value, sentence(flag.help.english))
  }

  private mutating func section(_ title: String, _ paragraphs: [String]) {
    lines.append(".SH " + title)
    lines += paragraphs
  }

  /// - Parameters:
  ///   - label: escaped already.
  ///   - text: plain.
  private mutating func item(_ label: String, _ text: String) {
    lines += [".TP", label, escaped(text)]
  }

  private func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }
  private func italic(_ text: String) -> String { "\\fI\(escaped(text))\\fR" }

  private func sentence(_ text: String) -> String {
    let begun = text.prefix(1).uppercased() + text.dropFirst()
    return begun.hasSuffix(".") || begun.hasSuffix("?") ? begun : begun + "."
  }

  /// A hyphen stays one that can be copied, and no text begins a request.
  private func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'" where result.isEmpty, "." where result.isEmpty: result += "\\&" + String(character)
      case "\n": result += " "
      default: result.append(character)
      }
    }
    return result
  }
}

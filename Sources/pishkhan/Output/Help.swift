/// The help, written from the table of commands.
struct Help {
  /// Topics that are no commands.
  static let topics = ["exit-codes", "environment", "man-page", "bash-completion"]

  let commands: [Command]
  let writing: Writing

  private var language: Language { writing.language }

  /// Nil where there is nothing of that name.
  func text(on topic: String?) -> String? {
    switch topic {
    case nil: program
    case "exit-codes": exitCodes
    case "environment": environment
    case "man-page": ManPage(commands: commands).text
    case "bash-completion": BashCompletion(commands: commands).text
    case let name?: commands.first { $0.name == name }.map(text) ?? group(name)
    }
  }

  private var program: String {
    var page = Page(writing)
    page.line("pishkhan: " + writing.text(.about))
    page.line("")
    page.line("\(writing.text(.usage)): " + writing.code("pishkhan COMMAND [flags]"))
    for audience in Audience.allCases { commands(of: audience, on: &page) }
    section(.commonFlags, Flag.common.map { ($0.usage, $0.help) }, on: &page)
    page.line("")
    let topics = ["help COMMAND"] + Help.topics.map { "help \($0)" }
    page.line(
      writing.text(.moreHelp, topics.map { writing.code("pishkhan \($0)") }.joined(separator: writing.comma)))
    return page.lines.joined(separator: "\n")
  }

  /// What is theirs first of all, explained; what is others' too, by its name.
  private func commands(of audience: Audience, on page: inout Page) {
    let own = commands.filter { $0.audiences.first == audience }
    let others = commands.filter { $0.audiences.dropFirst().contains(audience) }
    page.line("")
    page.line(audience.text[language] + ":")
    page.table(own.map { ["  " + writing.code($0.name), $0.summary[language]] })
    guard !others.isEmpty else { return }
    page.line(
      "  " + writing.text(.alsoFor, others.map { writing.code($0.name) }.joined(separator: writing.comma)))
  }

  /// The commands whose names begin with that word; nil where none does.
  private func group(_ word: String) -> String? {
    let members = commands.filter { $0.group == word }
    guard !members.isEmpty else { return nil }
    var page = Page(writing)
    page.line(writing.text(.commands) + ":")
    page.table(members.map { ["  " + writing.code($0.usage), $0.summary[language]] })
    return page.lines.joined(separator: "\n")
  }

  private func text(on command: Command) -> String {
    var page = Page(writing)
    page.line(writing.code("pishkhan \(command.name)") + ": " + command.summary[language])
    page.line("")
    page.line("\(writing.text(.usage)): " + writing.code("pishkhan \(command.usage)"))
    for note in command.notes {
      page.line("")
      page.line(note[language])
    }
    rows(command.operands.map { ($0.name, $0.help) }, on: &page)
    section(.flags, command.flags.map { ($0.usage, described($0)) }, on: &page)
    section(.commonFlags, Flag.common.map { ($0.usage, described($0)) }, on: &page)
    page.line("")
    page.line(writing.text(.examples) + ":")
    // A command to copy: no mark may stand in it.
    for example in command.examples {
      page.line("  pishkhan " + example.map(shellWord).joined(separator: " "))
    }
    return page.lines.joined(separator: "\n")
  }

  private func described(_ flag: Flag) -> BilingualText {
    guard let variable = flag.variable else { return flag.help }
    return BilingualText(
      "\(flag.help.english) [\(variable)]", "\(flag.help.persian) \u{2066}[\(variable)]\u{2069}")
  }

  private var exitCodes: String {
    var page = Page(writing)
    page.line(writing.text(.exitCodes) + ":")
    page.table(ExitCode.allCases.map { ["  " + writing.number($0.rawValue), $0.meaning[language]] })
    return page.lines.joined(separator: "\n")
  }

  private var environment: String {
    var page = Page(writing)
    page.line(writing.text(.environment) + ":")
    let flags = Flag.common + [.secret]
    page.table(
      flags.compactMap { flag in
        flag.variable.map { ["  " + writing.code($0), writing.code(flag.usage), flag.help[language]] }
      } + [["  " + writing.code("TZ"), "", Help.timeZone[language]]])
    return page.lines.joined(separator: "\n")
  }

  static let timeZone = BilingualText(
    "time zone of the times shown, as Europe/Berlin; default \(Writing.defaultZone)",
    "منطقهٔ زمانی، مانند Europe/Berlin؛ پیش‌فرض \(Writing.defaultZone)")

  private func section(_ title: Message, _ entries: [(String, BilingualText)], on page: inout Page) {
    guard !entries.isEmpty else { return }
    page.line("")
    page.line(writing.text(title) + ":")
    page.table(entries.map { ["  " + writing.code($0.0), $0.1[language]] })
  }

  private func rows(_ entries: [(String, BilingualText)], on page: inout Page) {
    guard !entries.isEmpty else { return }
    page.line("")
    page.table(entries.map { ["  " + writing.code($0.0), $0.1[language]] })
  }
}

/// A word as a POSIX shell must be given it.
func shellWord(_ word: String) -> String {
  let plain = word.utf8.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: "-_=.,:/@+%".utf8.contains(byte)
    }
  }
  guard word.isEmpty || !plain else { return word }
  return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}

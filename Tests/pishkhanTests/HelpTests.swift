import TestSupport
import Testing

@testable import pishkhan

@Suite("Help and texts")
struct HelpTests {
  let parser = ArgumentParser(commands: Command.all, commonFlags: Flag.common)

  @Test("Every command has help with an example that it understands", arguments: Command.all.map(\.name))
  func examples(name: String) throws {
    let command = try #require(Command.all.first { $0.name == name })
    #expect(!command.examples.isEmpty)
    for example in command.examples {
      let line = try parser.parse(example)
      #expect(line.command.name == name)
      _ = try Settings(line.arguments, [:])
      if name == "act" { try ActionSyntax.named(line.arguments.operands[1]).check(line.arguments) }
      if let syntax = ActionSyntax.all.first(where: { $0.name == name }) { try syntax.check(line.arguments) }
    }
    for language in Language.allCases {
      let text = try #require(Help(commands: Command.all, writing: Writing(language)).text(on: name))
      #expect(text.contains("pishkhan \(name)"))
      for flag in command.flags + Flag.common { #expect(text.contains(flag.name)) }
      for example in command.examples {
        #expect(text.contains("  pishkhan " + example.map(shellWord).joined(separator: " ")))
      }
    }
  }

  @Test("The program's help names every command, and the topics are there", arguments: Language.allCases)
  func program(language: Language) throws {
    let help = Help(commands: Command.all, writing: Writing(language))
    let text = try #require(help.text(on: nil))
    for command in Command.all { #expect(text.contains(command.name)) }
    let codes = try #require(help.text(on: "exit-codes"))
    for code in ExitCode.allCases { #expect(codes.contains(code.meaning[language])) }
    let environment = try #require(help.text(on: "environment"))
    for name in EnvironmentVariables.names { #expect(environment.contains(name)) }
    #expect(help.text(on: "nonsense") == nil)
  }

  @Test("The page on the command line names every command, exit code and variable")
  func page() throws {
    let folder = "\(#filePath)".split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
    let page = try contents(of: folder + "/docs/cli.md")
    // The page itself would drown what is missing in it.
    #expect(Command.all.map(\.name).filter { !page.contains("`\($0)") }.isEmpty)
    #expect(ExitCode.allCases.map(\.rawValue).filter { !page.contains("\n| \($0) | ") }.isEmpty)
    #expect(EnvironmentVariables.names.filter { !page.contains("`\($0)`") }.isEmpty)
  }

  @Test(
    "What the examples name stands in the catalogue that a new server has", arguments: Command.all.map(\.name)
  )
  func catalogue(name: String) throws {
    let folder = "\(#filePath)".split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
    let catalogue = try contents(of: folder + "/Sources/pishkhand/Data/catalogue.json")
    let service = try #require(object(named: "ncr-birthcert", in: try JSONReader.read(Array(catalogue.utf8))))
    let command = try #require(Command.all.first { $0.name == name })
    for example in command.examples {
      let arguments = try parser.parse(example).arguments
      if name == "submit" || name == "services", let code = arguments.operand(0) {
        #expect(code == "ncr-birthcert")
      }
      for value in try formValues(.set, in: arguments) + formValues(.question, in: arguments) {
        let attribute = try #require(object(named: value.attribute, in: service), "\(value)")
        guard value.attribute == "reason", arguments.isGiven(.set) else { continue }
        for choice in value.values { #expect(attribute.serialised.contains("\"\(choice)\""), "\(value)") }
      }
    }
  }

  /// The object with that code, wherever it stands.
  private func object(named code: String, in value: JSONValue) -> JSONValue? {
    switch value {
    case .object(let members):
      members.contains { $0.name == "code" && $0.value == .string(code) }
        ? value : members.lazy.compactMap { object(named: code, in: $0.value) }.first
    case .array(let values): values.lazy.compactMap { object(named: code, in: $0) }.first
    default: nil
    }
  }

  @Test("Names of commands, and of flags within a command, are unique")
  func uniqueNames() {
    #expect(Set(Command.all.map(\.name)).count == Command.all.count)
    for command in Command.all {
      let names = (command.flags + Flag.common).map(\.name)
      #expect(Set(names).count == names.count, "\(command.name)")
    }
  }

  @Test("Every text stands in both languages, with the same places for values", arguments: Message.allCases)
  func messages(message: Message) {
    check(message.text)
    #expect(places(message.text.english) == places(message.text.persian))
  }

  @Test("Every text of the help stands in both languages")
  func helpTexts() {
    for command in Command.all {
      check(command.summary)
      command.notes.forEach(check)
      command.operands.map(\.help).forEach(check)
      command.flags.map(\.help).forEach(check)
    }
    Flag.common.map(\.help).forEach(check)
    ExitCode.allCases.map(\.meaning).forEach(check)
    factLabels.values.forEach(check)
    clockSources.values.forEach(check)
  }

  @Test("Isolates in Persian texts are closed", arguments: Message.allCases)
  func isolates(message: Message) {
    let scalars = message.text.persian.unicodeScalars
    let opened = scalars.count { $0.value == 0x2066 || $0.value == 0x2068 }
    #expect(opened == scalars.count { $0.value == 0x2069 })
  }

  @Test(
    "A word is quoted where a shell would take it apart",
    arguments: [
      ("plain-word_1=a.b:c/d", "plain-word_1=a.b:c/d"), ("two words", "'two words'"), ("it's", #"'it'\''s'"#),
      ("", "''"), ("$x", "'$x'"), ("نام", "'نام'"),
    ])
  func quoting(word: String, expected: String) {
    #expect(shellWord(word) == expected)
  }

  private func check(_ text: BilingualText) {
    #expect(!text.english.isEmpty && text.english.unicodeScalars.allSatisfy { $0.isASCII }, "\(text.english)")
    let hasPersianLetter = text.persian.unicodeScalars.contains { (0x0621...0x06CC).contains($0.value) }
    // A place alone, or a word that is no word of a language, has nothing to translate.
    #expect(hasPersianLetter, "\(text.persian)")
  }

  private func places(_ pattern: String) -> Set<Character> {
    var places: Set<Character> = []
    var last: Character = " "
    for character in pattern {
      if last == "%" && character.isNumber { places.insert(character) }
      last = character
    }
    return places
  }
}

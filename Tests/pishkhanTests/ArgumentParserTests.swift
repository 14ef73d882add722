import Testing

@testable import pishkhan

@Suite("Command line")
struct ArgumentParserTests {
  let parser = ArgumentParser(commands: Command.all, commonFlags: Flag.common)

  @Test(
    "A line is sorted into command, operands and flags, in whatever order it is typed",
    arguments: [
      "track 1234 --secret 5",
      "track --secret 5 1234",
      "track --secret=5 1234",
      "track --secret 5 -- 1234",
    ])
  func sorts(line: String) throws {
    let parsed = try parser.parse(words(line))
    #expect(parsed.command.name == "track")
    #expect(parsed.arguments.operands == ["1234"])
    #expect(parsed.arguments[.secret] == "5")
  }

  @Test("A common flag may stand before the command")
  func commonFlagFirst() throws {
    let parsed = try parser.parse(words("--target host:1 --json track 1"))
    #expect(parsed.command.name == "track")
    #expect(parsed.arguments[.target] == "host:1")
    #expect(parsed.arguments.isGiven(.json))
  }

  @Test("A flag that may be repeated keeps all its values in order")
  func repeated() throws {
    let parsed = try parser.parse(words("submit s --set a=1 --set b=2 --set a=3"))
    #expect(
      try formValues(.set, in: parsed.arguments) == [
        FormValue(attribute: "a", values: ["1", "3"]), FormValue(attribute: "b", values: ["2"]),
      ])
  }

  @Test("A value may hold equals signs, be empty, or be a single hyphen")
  func oddValues() throws {
    let parsed = try parser.parse(words("submit s --set a=b=c --note="))
    #expect(try formValues(.set, in: parsed.arguments) == [FormValue(attribute: "a", values: ["b=c"])])
    #expect(parsed.arguments[.note]?.isEmpty == true)
    #expect(try parser.parse(words("track 1 --secret -")).arguments[.secret] == "-")
  }

  @Test(
    "A wrong line is refused with what was expected",
    arguments: [
      ("", UsageError(.commandMissing)),
      ("--json", UsageError(.commandMissing)),
      ("trak 1", UsageError(.commandUnknownNearest, "trak", "track")),
      ("xyzzy", UsageError(.commandUnknown, "xyzzy")),
      ("track", UsageError(.operandMissing, "track", "CODE", command: "track")),
      ("act 1", UsageError(.operandMissing, "act", "ACTION", command: "act")),
      ("track 1 2", UsageError(.operandUnexpected, "track", "2", command: "track")),
      ("track 1 --secrte 2", UsageError(.flagUnknownNearest, "--secrte", "--secret", command: "track")),
      ("track 1 --zzzzzzzz", UsageError(.flagUnknown, "--zzzzzzzz", command: "track")),
      ("track 1 --note x", UsageError(.flagUnknown, "--note", command: "track")),
      ("track 1 -x", UsageError(.flagUnknown, "-x", command: "track")),
      ("track 1 --secret", UsageError(.flagNeedsValue, "--secret", "S", command: "track")),
      ("track 1 --secret --json", UsageError(.flagNeedsValue, "--secret", "S", command: "track")),
      ("track 1 --json=yes", UsageError(.flagTakesNoValue, "--json", command: "track")),
      ("track 1 --secret 1 --secret 2", UsageError(.flagTwice, "--secret", command: "track")),
    ] as [(String, UsageError)])
  func refuses(line: String, expected: UsageError) {
    #expect(throws: expected) { try parser.parse(words(line)) }
  }

  @Test(
    "Help is asked for in every usual way",
    arguments: [
      ("--help", []), ("-h", []), ("help", []), ("track --help", ["track"]), ("help track", ["track"]),
      ("track 1 -h", ["track"]), ("act --help", ["act"]), ("help exit-codes", ["exit-codes"]),
    ] as [(String, [String])])
  func help(line: String, topic: [String]) throws {
    let parsed = try parser.parse(words(line))
    #expect(parsed.command.name == "help")
    #expect(parsed.arguments.operands == topic)
  }

  @Test("--version asks for the version before a command, and belongs to act behind it")
  func version() throws {
    #expect(try parser.parse(words("--version")).command.name == "version")
    #expect(try parser.parse(words("act 1 claim --version 3")).arguments[.expectedVersion] == "3")
  }

  @Test(
    "Numbers are read in Latin and Persian digits, within their range",
    arguments: [
      ("7", 7), ("۷", 7), ("١٢", 12), ("007", 7), ("200", 200), ("201", nil), ("0", nil), ("", nil),
      ("-1", nil),
      ("1.5", nil), ("4294967296", nil), ("½", nil), ("7 ", nil), ("①", nil),
    ] as [(String, UInt32?)])
  func numbers(typed: String, expected: UInt32?) throws {
    let arguments = try parser.parse(["inbox", "--limit=\(typed)"]).arguments
    let number = try? arguments.number(.limit, in: 1...200)
    #expect(number == expected)
  }

  @Test(
    "An assignment without a name or a sign is refused",
    arguments: ["a", "=a", ""])
  func assignment(typed: String) {
    #expect(throws: UsageError(.assignmentExpected, Flag.set.usage, typed)) {
      try Assignment(typed, of: .set)
    }
  }

  @Test(
    "The name that was meant is found, and nothing far away",
    arguments: [
      ("trcak", "track"), ("tracking", nil), ("sumbit", "submit"), ("histroy", "history"),
      ("feedbak", "feedback"),
      ("q", nil), ("", nil), ("wathc", "watch"), ("service", "services"),
    ] as [(String, String?)])
  func nearest(typed: String, expected: String?) {
    #expect(nearestName(to: typed, among: Command.all.map(\.name)) == expected)
  }

  @Test(
    "Names of two words are found behind their first",
    arguments: [
      ("service put x.json", "service put", ["x.json"]), ("office 1001", "office", ["1001"]),
      ("office put x.json", "office put", ["x.json"]), ("office -- put", "office put", []),
      ("--lang fa principal add x", "principal add", ["x"]),
      ("help service put", "help", ["service", "put"]),
      ("service put --help", "help", ["service", "put"]), ("service --help", "help", ["service"]),
    ] as [(String, String, [String])])
  func twoWords(line: String, name: String, operands: [String]) throws {
    let parser = ArgumentParser(commands: Command.all, commonFlags: Flag.common)
    let words = line.split(separator: " ").map(String.init)
    guard !operands.isEmpty else {
      #expect(throws: UsageError(.operandMissing, "office put", "FILE", command: "office put")) {
        try parser.parse(words)
      }
      return
    }
    let parsed = try parser.parse(words)
    #expect(parsed.command.name == name)
    #expect(parsed.arguments.operands == operands)
  }

  @Test("A first word alone is told with the words that may follow; a slip with the nearest name")
  func secondWordMissing() {
    let parser = ArgumentParser(commands: Command.all, commonFlags: Flag.common)
    #expect(throws: UsageError(.secondWordMissing, "draft", "put, show, list, delete")) {
      try parser.parse(["draft"])
    }
    #expect(throws: UsageError(.commandUnknownNearest, "draft lst", "draft list")) {
      try parser.parse(["draft", "lst"])
    }
  }
}

/// Splits a line at its blanks.
private func words(_ line: String) -> [String] {
  line.split(separator: " ").map(String.init)
}

import Testing

@testable import pishkhan

@Suite("Settings")
struct SettingsTests {
  private func settings(_ line: String, _ environment: Environment = [:]) throws -> Settings {
    let words = ["agencies"] + line.split(separator: " ").map(String.init)
    let parser = ArgumentParser(commands: Command.all, commonFlags: Flag.common)
    return try Settings(parser.parse(words).arguments, environment)
  }

  @Test("Without flags and variables the defaults hold")
  func defaults() throws {
    let settings = try settings("")
    #expect(settings.target == "127.0.0.1:7443")
    #expect(settings.language == .english)
    #expect(settings.caFile == nil && settings.certificateFile == nil && settings.timeoutMilliseconds == nil)
    #expect(!settings.json)
  }

  @Test("Each variable is read, and a flag wins over it")
  func precedence() throws {
    let environment = [
      "PISHKHAN_TARGET": "a:1", "PISHKHAN_CA": "ca", "PISHKHAN_CERT": "c", "PISHKHAN_KEY": "k",
      "PISHKHAN_SERVER_NAME": "n", "PISHKHAN_LANG": "fa", "PISHKHAN_TIMEOUT_MS": "250",
    ]
    let read = try settings("", environment)
    #expect(read.target == "a:1" && read.caFile == "ca" && read.certificateFile == "c" && read.keyFile == "k")
    #expect(read.serverName == "n" && read.language == .persian && read.timeoutMilliseconds == 250)
    let overruled = try settings("--target b:2 --lang en --timeout-ms 9", environment)
    #expect(overruled.target == "b:2" && overruled.language == .english && overruled.timeoutMilliseconds == 9)
  }

  @Test("An empty variable counts as not set")
  func emptyVariable() throws {
    let settings = try settings("", ["PISHKHAN_TARGET": "", "PISHKHAN_CERT": "", "PISHKHAN_TIMEOUT_MS": ""])
    #expect(settings.target == Settings.defaultTarget)
  }

  @Test(
    "A wrong setting is refused by the name under which it was given",
    arguments: [
      ("--lang de", [:], UsageError(.languageUnknown, "--lang", "de")),
      ("", ["PISHKHAN_LANG": "de"], UsageError(.languageUnknown, "PISHKHAN_LANG", "de")),
      ("--timeout-ms 0", [:], UsageError(.numberExpected, "--timeout-ms", "1", "3600000", "0")),
      (
        "", ["PISHKHAN_TIMEOUT_MS": "soon"],
        UsageError(.numberExpected, "PISHKHAN_TIMEOUT_MS", "1", "3600000", "soon")
      ),
      ("--cert c", [:], UsageError(.needsBoth, "--cert", "--cert-key")),
      ("", ["PISHKHAN_KEY": "k"], UsageError(.needsBoth, "PISHKHAN_KEY", "--cert")),
    ] as [(String, Environment, UsageError)])
  func refuses(line: String, environment: Environment, expected: UsageError) {
    #expect(throws: expected) { try settings(line, environment) }
  }

  @Test(
    "Language and form of an error are those asked for, also in a line that is wrong",
    arguments: [
      ("trak --lang fa", [:], Language.persian, false),
      ("trak --lang=fa --json", [:], .persian, true),
      ("trak", ["PISHKHAN_LANG": "fa"], .persian, false),
      ("trak --lang en", ["PISHKHAN_LANG": "fa"], .english, false),
      ("trak --lang", [:], .english, false),
      ("trak --lang xx", [:], .english, false),
    ] as [(String, Environment, Language, Bool)])
  func askedForm(line: String, environment: Environment, language: Language, json: Bool) {
    let asked = AskedForm(line.split(separator: " ").map(String.init), environment)
    #expect(asked.language == language)
    #expect(asked.json == json)
  }
}

import TestSupport
import Testing

@testable import pishkhan

@Suite("What the help writes for other programs")
struct HelpDocumentTests {
  let help = Help(commands: Command.all, writing: Writing(.english))

  @Test("The manual page names every command, flag, variable and exit code, and groff reads it")
  func manualPage() throws {
    let page = try #require(help.text(on: "man-page"))
    func escaped(_ text: String) -> String { text.replacing("-", with: "\\-") }
    for command in Command.all { #expect(page.contains("\\fBpishkhan \(escaped(command.name))\\fR")) }
    for flag in Command.all.flatMap(\.flags) + Flag.common {
      #expect(page.contains("\\fB\(escaped(flag.name))\\fR"))
    }
    for name in EnvironmentVariables.names { #expect(page.contains("\\fB\(name)\\fR")) }
    for code in ExitCode.allCases { #expect(page.contains("\\fB\(code.rawValue)\\fR")) }
    let folder = TemporaryFolder()
    try write(page, to: folder.file("pishkhan.1"))
    let read = try run("groff", ["-man", "-ww", "-z", "-Tutf8", "-k", folder.file("pishkhan.1")])
    #expect(read.status == 0)
    #expect(read.output == "")
  }

  /// What bash offers for the last of these words.
  private func offered(_ words: String...) throws -> [String] {
    let folder = TemporaryFolder()
    try write(try #require(help.text(on: "bash-completion")), to: folder.file("completion"))
    let line = (["pishkhan"] + words).map(shellWord).joined(separator: " ")
    let script = """
      cd \(folder.path) && touch paper.pdf && source ./completion && COMP_WORDS=(\(line)) && COMP_CWORD=\(words.count)
      _pishkhan 2>&1 || true
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let said = try run("bash", ["--norc", "-euc", script])
    #expect(said.status == 0, "\(said.output)")
    return said.output.split(separator: "\n").map(String.init)
  }

  @Test("bash completes commands, their second words, flags and what stands behind them")
  func completion() throws {
    #expect(try offered("sub") == ["submit"])
    #expect(try offered("service", "pu") == ["put", "publish"])
    #expect(Set(try offered("")).isSuperset(of: ["services", "track", "draft", "help"]))
    #expect(try offered("track", "0316348264206674", "--sec") == ["--secret"])
    #expect(try offered("--lang", "fa", "track", "--js") == ["--json"])
    #expect(try offered("services", "--lang", "") == ["fa", "en"])
    #expect(try offered("feedback", "--settled", "p") == ["partly"])
    #expect(try offered("track", "--ca", "pap") == ["paper.pdf"])
    #expect(try offered("track", "--secret", "") == [])
    #expect(try offered("service", "put", "--fi") == (try offered("service", "put", "--f")))
    #expect(try offered("office", "1001", "--tar") == ["--target"])
    #expect(try offered("help", "exit") == ["exit-codes"])
  }

  @Test("bash offers no flag that the command does not take", arguments: Command.all.map(\.name))
  func flags(name: String) throws {
    let command = try #require(Command.all.first { $0.name == name })
    let words = name.split(separator: " ").map(String.init)
    let all = words.count == 2 ? try offered(words[0], words[1], "--") : try offered(words[0], "--")
    #expect(Set(all) == Set((command.flags + Flag.common).map(\.name)))
  }
}

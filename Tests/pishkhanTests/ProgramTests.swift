import Glibc
import Testing

@Suite("The program as a process")
struct ProgramTests {
  @Test("Help goes to standard output, and nothing beside it")
  func help() throws {
    let run = try ProgramRun("help")
    #expect(run.exitCode == 0)
    #expect(run.output.contains("pishkhan COMMAND"))
    #expect(run.messages.isEmpty)
  }

  @Test(
    "A wrong line ends with 2, says why on standard error, and prints no result",
    arguments: [
      ("", "a command is missing"), ("trak 1", "did you mean track?"), ("track", "track needs CODE"),
      ("submit s", "submit needs --national-id N"), ("act 1 confirm", "needs the citizen's secret"),
      ("act 1 claim --key 00112233445566778899aabbccddeeff", "--key needs --version too"),
      ("services ncr-birthcert --agency ncr", "CODE and --agency do not go together"),
      ("history 1", "history needs the citizen's secret"), ("watch 1", "or a certificate"),
      ("agencies --target https://127.0.0.1:1", "--target must be HOST:PORT"),
      ("act 1 claim --version 0", "--version must be a number from 1"),
      ("help nonsense", "no help on nonsense"),
      ("attach 1 --secret 1", "attach needs one of --file FILE, --attachment ID"),
      ("attach 1 --file /absent --secret 1", "/absent cannot be read: No such file"),
      ("service put /absent", "/absent cannot be read"), ("renew 1", "renew needs --lease SECONDS"),
      ("delegation grant s", "delegation grant needs one of --office ID, --region R"),
      ("delegation revoke 1", "delegation revoke needs --reason TEXT"),
      ("delegation resume x", "NUMBER must be a number from 1"),
      ("principal add p --role king --key-hash 00", "--role must be one of citizen, office"),
      ("principal add p --role office --key-hash 00", "--key-hash must be a SHA-256"),
      ("principal add p --role office", "needs one of --certificate FILE, --key-hash HEX"),
      ("offices --near here", "--near must be degrees"), ("offices --within 5", "--within needs --near too"),
      (
        "submit s --national-id 1 --representation guardian", "--representation needs --representative-id too"
      ),
      ("submit s --national-id 1 --fee -1", "--fee must be a number from 0"),
      ("submit s --national-id 1 --draft x", "--draft must be a UUID"),
      ("inbox --due-before soon", "--due-before must be a time"), ("draft show x", "ID must be a UUID"),
      ("complain 1 --text x --secret 1", "complain needs --about WHOM"),
      ("upload x --secret 1", "upload needs one of --service S, --code CODE"),
      ("download 1 /dev/null --secret 1", "/dev/null is there already"),
      ("inbox --state closed", "there is no state closed"), ("inbox --limit 201", "from 1 to 200"),
      ("submit s --national-id 1 --key 12", "--key must be a UUID"),
      ("track 1 --secret -", "nothing on standard input"), ("track 1 --lang de", "--lang must be fa or en"),
    ])
  func usage(line: String, reason: String) throws {
    let run = try ProgramRun(line)
    #expect(run.exitCode == 2)
    #expect(run.messages.contains(reason), "\(run.messages)")
    #expect(run.messages.contains("pishkhan help"))
    #expect(run.output.isEmpty)
  }

  @Test("An error is told in the language and form that were asked for")
  func errorForms() throws {
    let persian = try ProgramRun("trak 1 --lang fa")
    #expect(persian.messages.contains("آیا منظورتان \u{2066}track\u{2069} است؟"))
    let variable = try ProgramRun("trak 1", environment: ["PISHKHAN_LANG=fa"])
    #expect(variable.messages.contains("فرمانی به نام"))
    let document = try ProgramRun("trak 1 --json")
    #expect(document.messages.hasPrefix(#"{"error":{"status":"USAGE","message":"there is no command trak"#))
    #expect(document.messages.hasSuffix("\"exit_code\":2}}\n"))
  }

  @Test("A port where nobody listens ends with 3; what was to be stored can be repeated by its key")
  func notConnected() throws {
    let port = LocalPort(listens: false)
    let target = ["PISHKHAN_TARGET=127.0.0.1:\(port.number)", "PISHKHAN_TIMEOUT_MS=300"]
    let track = try ProgramRun("track 1", environment: target)
    #expect(track.exitCode == 3)
    #expect(track.messages.contains("CONNECT_FAILED"))
    let key = "00112233-4455-6677-8899-aabbccddeeff"
    let doctor = try ProgramRun("doctor --json", environment: target)
    #expect(doctor.exitCode == 3)
    #expect(doctor.output.contains(#"{"step":"tcp","result":"failed""#))
    #expect(doctor.output.contains(#""error":{"status":"UNAVAILABLE""#))
    let people = try ProgramRun("doctor", environment: target)
    #expect(!(people.output + people.messages).contains("pishkhan doctor"))
    let submit = try ProgramRun("submit s --national-id 1 --key \(key)", environment: target)
    #expect(submit.exitCode == 3)
    #expect(submit.messages.contains("No connection yet (no TCP connection"))
    #expect(submit.messages.contains("--key \(key)"))
    let persian = try ProgramRun("submit s --national-id 1 --lang fa", environment: target)
    #expect(persian.messages.contains("هیچ اتصالی برقرار نشد: \u{2066}no TCP connection"))
    let document = try ProgramRun("submit s --national-id 1 --json", environment: target)
    #expect(document.exitCode == 3)
    #expect(document.messages.hasPrefix("{"))
    let act = try ProgramRun("act 1 claim --version 7 --key \(key) --json", environment: target)
    #expect(act.messages.contains(#""idempotency_key":"\#(key)","expected_version":7"#))
  }

  @Test("A file of certificates that cannot be read ends with 13")
  func localFile() throws {
    let run = try ProgramRun("agencies --ca /nonexistent/ca.pem")
    #expect(run.exitCode == 13)
    #expect(run.messages.contains("/nonexistent/ca.pem"))
  }

  @Test("An interrupted write leaves its key behind, and dies of the signal", arguments: [SIGINT, SIGTERM])
  func interrupted(signal: Int32) throws {
    let port = LocalPort(listens: true)
    let key = "00112233-4455-6677-8899-aabbccddeeff"
    let run = try ProgramRun(
      "submit s --national-id 1 --key \(key) --target 127.0.0.1:\(port.number)"
    ) { process in
      // It connects within the call, so the notice is in place by then.
      let connection = port.accept()
      kill(process, signal)
      var status = siginfo_t()
      waitid(P_PID, id_t(process), &status, WEXITED | WNOWAIT)
      close(connection)
    }
    #expect(run.signal == signal)
    #expect(run.messages.contains("--key \(key)"))
    #expect(run.output.isEmpty)
  }

  @Test("A reader that went away ends the program quietly, with the code of SIGPIPE")
  func deadReader() throws {
    let run = try ProgramRun("help", output: .deadReader)
    #expect(run.exitCode == 128 + SIGPIPE)
    #expect(run.messages.isEmpty)
  }

  @Test("A closed standard output ends the program quietly")
  func closedOutput() throws {
    let run = try ProgramRun("help", output: .closed)
    #expect(run.exitCode == 0)
    #expect(run.messages.isEmpty)
  }

  @Test("A full disk under standard output is told, and ends with 14")
  func fullDisk() throws {
    let run = try ProgramRun("help", output: .path("/dev/full"))
    #expect(run.exitCode == 14)
    #expect(run.messages.contains("No space left on device"))
  }

  @Test("The secret is read from standard input, and from the environment")
  func secrets() throws {
    let port = LocalPort(listens: false)
    let target = "PISHKHAN_TARGET=127.0.0.1:\(port.number)"
    #expect(
      try ProgramRun(
        "act 1 confirm --secret - --version 1", input: "123456\n",
        environment: [target, "PISHKHAN_TIMEOUT_MS=200"]
      ).exitCode != 2)
    #expect(
      try ProgramRun(
        "act 1 confirm --version 1",
        environment: [target, "PISHKHAN_SECRET=123456", "PISHKHAN_TIMEOUT_MS=200"]
      ).exitCode != 2)
    #expect(
      try ProgramRun("act 1 confirm --version 1", environment: [target, "PISHKHAN_SECRET="]).exitCode == 2)
  }
}

/// A run of the program, from its words to its exit code.
struct Program {
  static let version = "0.1.0"

  let environment: Environment
  let parser = ArgumentParser(commands: Command.all, commonFlags: Flag.common)

  /// - Parameter words: without the program's name.
  func run(_ words: [String]) -> ExitCode {
    let asked = AskedForm(words, environment)
    let console = Console(writing(asked.language))
    do throws(Failure) {
      return try perform(words, console)
    } catch {
      return FailureReport(console: console, asJSON: asked.json).tell(error)
    }
  }

  private func perform(_ words: [String], _ console: Console) throws(Failure) -> ExitCode {
    let line: ArgumentParser.Line
    let settings: Settings
    do throws(UsageError) {
      line = try parser.parse(words)
      settings = try Settings(line.arguments, environment)
    } catch {
      throw .usage(error)
    }
    return try line.command.run(
      Invocation(arguments: line.arguments, settings: settings, environment: environment, console: console))
  }

  private func writing(_ language: Language) -> Writing {
    // The C library allows a colon in front of a zone's name.
    var zone = environment["TZ"] ?? ""
    if zone.hasPrefix(":") { zone.removeFirst() }
    return Writing(language, zone: CivilCalendar.knows(zone: zone) ? zone : Writing.defaultZone)
  }
}

/// The variables that the program reads, as the process was given them.
enum EnvironmentVariables {
  static let names = (Flag.common + [.secret]).compactMap(\.variable) + ["TZ"]
}

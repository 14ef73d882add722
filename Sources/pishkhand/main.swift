import Glibc

// pishkhand: the server of the counter.

let usage = """
  pishkhand: the server of the counter

  Usage:
    pishkhand init DIR                     make a data folder: keys, certificates, settings, journal
    pishkhand serve DIR                    serve it until SIGTERM; SIGHUP reads certificates and principals again
    pishkhand check DIR                    verify what is stored; changes nothing
    pishkhand upgrade DIR                  bring the journal of an earlier pishkhand to this one's version, as serve does
    pishkhand principal DIR list           the machines that may call, and their status
    pishkhand principal DIR add NAME agency|supervisor|head|office|kiosk ID CERTIFICATE
                                           let a machine call for that agency, office or kiosk
    pishkhand principal DIR add NAME operator|auditor|gateway CERTIFICATE
                                           let a machine run the counter, audit it, or notify citizens
    pishkhand principal DIR add-key NAME CERTIFICATE      a further certificate of the same machine
    pishkhand principal DIR remove-key NAME CERTIFICATE   an old one of it
    pishkhand principal DIR suspend NAME   refuse a machine from its next call on
    pishkhand principal DIR resume NAME    let it call again
    pishkhand principal DIR revoke NAME    refuse it for ever
    pishkhand catalogue DIR export [FILE]  agencies, services, calendars, offices and delegations as JSON
    pishkhand catalogue DIR import FILE    take such a file in: all of it or nothing
    pishkhand catalogue DIR open311 AGENCY LIST [DEFINITION...]
                                           take in a GeoReport v2 service list with its definitions, as drafts
    pishkhand version
    pishkhand help

  Exit codes: 0 done, 1 failed (one line says what and where), 2 the command's words are off.

  Example:
    pishkhand init ./counter && pishkhand serve ./counter

  """

/// Prints one line to standard error and gives the exit code for it. What somebody typed may stand in the line: it can
/// neither end it nor reach the terminal's controls.
func fail(_ line: String, code: Int32 = 1) -> Int32 {
  writeToStandardError("pishkhand: \(LogText.printable(line))\n")
  return code
}

func run(_ arguments: [String]) -> Int32 {
  do {
    if arguments.isEmpty || arguments.contains("--help") || arguments.contains("-h") {
      if arguments.isEmpty {
        let code = fail("a command is needed", code: 2)
        writeToStandardError("\n\(usage)")
        return code
      }
      print(usage, terminator: "")
      return 0
    }
    switch (arguments.first, arguments.count) {
    case ("init", 2):
      let directory = try StartingDirectory()
      let initialise = InitialiseDataFolder(directory: directory) { path, keys, principals in
        try CreateJournal.run(path, keys, directory, principals)
      }
      print(try initialise.run(at: arguments[1]), terminator: "")
      return 0
    case ("serve", 2): return try Serve.run(DataFolder(arguments[1]))
    case ("check", 2): return try Check.run(DataFolder(arguments[1]))
    case ("upgrade", 2): return try Upgrade.run(DataFolder(arguments[1]))
    case ("principal", 3...): return try PrincipalCommand.run(Array(arguments.dropFirst()))
    case ("catalogue", 3...): return try CatalogueCommand.run(Array(arguments.dropFirst()))
    case ("version", 1), ("--version", 1):
      print("pishkhand \(version)")
      return 0
    case ("help", _):
      print(usage, terminator: "")
      return 0
    case ("init", _), ("serve", _), ("check", _), ("upgrade", _):
      return fail(
        "\(arguments[0]) takes one argument, the data folder: pishkhand \(arguments[0]) DIR", code: 2)
    case ("principal", _): return fail(PrincipalCommand.usage, code: 2)
    case ("catalogue", _): return fail(CatalogueCommand.usage, code: 2)
    default:
      return fail(
        "there is no command \(arguments[0]); there are init, serve, check, upgrade, principal, catalogue, version and "
          + "help",
        code: 2)
    }
  } catch {
    return fail("\(error)")
  }
}

signal(SIGPIPE, SIG_IGN)
// What is made in a data folder is for its owner alone: the journal holds what citizens said.
umask(0o077)
exit(run(Array(CommandLine.arguments.dropFirst())))

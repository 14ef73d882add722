import Glibc

fillClosedDescriptors()
// A reader that went away shows as EPIPE where it is written to, not as the death of the program half-way.
signal(SIGPIPE, SIG_IGN)
var environment: Environment = [:]
for name in EnvironmentVariables.names {
  environment[name] = getenv(name).map { String(cString: $0) }
}
exit(Program(environment: environment).run(Array(CommandLine.arguments.dropFirst())).rawValue)

import Glibc

/// A program could not be started.
public struct CommandFailed: Error {
  public let command: String
  public let errno: Int32
}

/// Runs a program found in PATH to its end; gives its exit status and all that it wrote.
///
/// The output goes through a file: an end of a pipe would leak into what another test starts at the same time.
public func run(_ command: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
  let folder = TemporaryFolder()
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, 1, folder.file("output"), O_WRONLY | O_CREAT, 0o600)
  posix_spawn_file_actions_adddup2(&actions, 1, 2)
  var words = ([command] + arguments).map { strdup($0) } + [nil]
  defer { for word in words { free(word) } }
  var process: pid_t = 0
  let failure = posix_spawnp(&process, command, &actions, nil, &words, environ)
  guard failure == 0 else { throw CommandFailed(command: command, errno: failure) }
  var status: Int32 = 0
  waitpid(process, &status, 0)
  let output = try contents(of: folder.file("output"))
  // As WIFEXITED and WEXITSTATUS have it, which are macros.
  return (status & 0x7F == 0 ? status >> 8 & 0xFF : -1, output)
}

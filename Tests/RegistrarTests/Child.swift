import Glibc

/// A program of this package that runs beside the test and is heard through a socket.
final class Child {
  private let process: pid_t
  private let output: UnsafeMutablePointer<FILE>

  /// - Parameter program: its name; it stands beside the program that runs the tests.
  init(_ program: String, _ arguments: [String]) throws {
    guard let own = realpath("/proc/self/exe", nil) else { throw ChildFailed(errno: errno) }
    defer { free(own) }
    let folder = String(cString: own).split(separator: "/").dropLast().joined(separator: "/")
    let executable = "/\(folder)/\(program)"
    var ends: [Int32] = [0, 0]
    // Closed by exec: what other tests start meanwhile does not hold the socket open.
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw ChildFailed(errno: errno) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    var words = ([executable] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, executable, &actions, nil, &words, environ)
    close(ends[1])
    guard code == 0, let output = fdopen(ends[0], "r") else { throw ChildFailed(errno: code) }
    self.process = process
    self.output = output
  }

  deinit { fclose(output) }

  /// The next line that it wrote; nil once it has ended.
  func line() -> String? {
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    guard getline(&line, &capacity, output) > 0, let line else { return nil }
    return String(cString: line).split(separator: "\n").first.map(String.init)
  }

  func kill() { Glibc.kill(process, SIGKILL) }

  /// Waits for its end; the signal that ended it, or nil where it ended by itself.
  func wait() -> Int32? {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7F == 0 ? nil : status & 0x7F
  }
}

/// A child could not be started.
struct ChildFailed: Error {
  let errno: Int32
}

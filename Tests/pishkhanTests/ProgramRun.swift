import Glibc
import TestSupport

/// The program could not be run.
struct RunFailed: Error {
  let what: String
  let errno: Int32
}

/// A run of the program as a process of its own.
struct ProgramRun {
  /// Where its standard output goes.
  enum Output {
    case file
    case path(String)
    case closed
    /// A line whose reader has gone.
    case deadReader
  }

  /// As waitpid(2) gives it.
  let status: Int32
  let output: String
  let messages: String

  /// Nil where it died of a signal.
  var exitCode: Int32? { status & 0x7F == 0 ? status >> 8 & 0xFF : nil }

  var signal: Int32? { status & 0x7F == 0 ? nil : status & 0x7F }

  /// Runs the program to its end.
  /// - Parameter meanwhile: runs beside it, once it has started.
  init(
    _ line: String, input: String = "", environment: [String] = [], output: Output = .file,
    meanwhile: (pid_t) -> Void = { _ in }
  ) throws {
    let folder = TemporaryFolder()
    try write(input, to: folder.file("input"))
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, folder.file("input"), O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, folder.file("messages"), O_WRONLY | O_CREAT, 0o600)
    var writer: Int32 = -1
    switch output {
    case .file:
      posix_spawn_file_actions_addopen(&actions, 1, folder.file("output"), O_WRONLY | O_CREAT, 0o600)
    case .path(let path): posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY, 0)
    case .closed: posix_spawn_file_actions_addclose(&actions, 1)
    case .deadReader:
      var ends: [Int32] = [-1, -1]
      // Unlike a pipe's, its ends are never inherited by what another test starts at the same time.
      socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends)
      close(ends[0])
      writer = ends[1]
      posix_spawn_file_actions_adddup2(&actions, writer, 1)
    }
    let process = try spawn(line, environment, &actions)
    if writer >= 0 { close(writer) }
    meanwhile(process)
    var status: Int32 = 0
    waitpid(process, &status, 0)
    self.status = status
    if case .file = output {
      self.output = try contents(of: folder.file("output"))
    } else {
      self.output = ""
    }
    messages = try contents(of: folder.file("messages"))
  }
}

func write(_ text: String, to path: String) throws {
  guard let file = fopen(path, "w") else { throw RunFailed(what: path, errno: errno) }
  defer { fclose(file) }
  fputs(text, file)
}

private func spawn(
  _ line: String, _ environment: [String], _ actions: inout posix_spawn_file_actions_t
) throws -> pid_t {
  // Built into the same folder as the tests.
  var buffer = [CChar](repeating: 0, count: 4_096)
  let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
  let tests = String(decoding: buffer.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  let program = tests.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/pishkhan"
  let words = [program] + line.split(separator: " ").map(String.init)
  var arguments = words.map { strdup($0) } + [nil]
  var variables = environment.map { strdup($0) } + [nil]
  defer { for pointer in arguments + variables { free(pointer) } }
  var process: pid_t = 0
  // The threads that run tests block signals, and what they start would inherit that.
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var none = sigset_t()
  sigemptyset(&none)
  posix_spawnattr_setsigmask(&attributes, &none)
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
  let failure = posix_spawn(&process, program, &actions, &attributes, &arguments, &variables)
  guard failure == 0 else { throw RunFailed(what: program, errno: failure) }
  return process
}

/// A TCP socket on a port of 127.0.0.1 that the kernel chose.
final class LocalPort {
  private let descriptor: Int32
  let number: UInt16

  /// - Parameter listens: whether connections are taken; else they are refused.
  init(listens: Bool) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length)
        if listens { listen(descriptor, 8) }
        getsockname(descriptor, $0, &length)
      }
    }
    number = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(descriptor) }

  /// Waits until somebody connects; gives the connection, which the caller closes.
  func accept() -> Int32 { Glibc.accept(descriptor, nil, nil) }
}

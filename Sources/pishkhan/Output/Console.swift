import Glibc

/// Standard output and standard error: results to the one, all else to the other.
final class Console {
  let writing: Writing
  private let output: Int32
  private let messages: Int32
  /// A line of progress stands on the terminal, without its end.
  private var progressStands = false

  init(_ writing: Writing, output: Int32 = STDOUT_FILENO, messages: Int32 = STDERR_FILENO) {
    self.writing = writing
    self.output = output
    self.messages = messages
  }

  /// Writes a line of the result at once: whoever waits for it behind a pipe has it.
  func printResult(_ line: String) throws(Failure) {
    let failure = write(line + "\n", to: output)
    guard failure == 0 else { throw .output(errno: failure, nil) }
  }

  /// Writes a line beside the result. Where standard error takes nothing there is no place left to tell it.
  func note(_ line: String) {
    _ = write((progressStands ? Console.lineStart : "") + line + "\n", to: messages)
    progressStands = false
  }

  /// Writes over the line of progress before it, on a terminal.
  func progress(_ line: String, isLast: Bool) {
    _ = write(Console.lineStart + line + (isLast ? "\n" : ""), to: messages)
    progressStands = !isLast
  }

  /// Back to the line's beginning, and what stands in it away (ECMA-48, EL).
  private static let lineStart = "\r\u{1B}[K"

  /// Writes all of it; gives 0 or the error number.
  private func write(_ text: String, to descriptor: Int32) -> Int32 {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}

/// Puts /dev/null in the place of a standard descriptor that was closed by the caller: otherwise the connection to the
/// server would get its number, and the result would be written into it.
func fillClosedDescriptors() {
  for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
  where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
    // open(2) gives the lowest free number, which is this one.
    _ = open("/dev/null", O_RDWR)
  }
}

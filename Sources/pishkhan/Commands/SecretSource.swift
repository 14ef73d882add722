import Glibc

extension Invocation {
  /// The citizen's secret from --secret, standard input or PISHKHAN_SECRET; nil where none is given.
  func secret() throws(UsageError) -> String? {
    guard let given = arguments[.secret] else {
      return Flag.secret.variable.flatMap { environment[$0] }.flatMap { $0.isEmpty ? nil : $0 }
    }
    guard given == "-" else { return given }
    guard let line = readSecretLine(), !line.isEmpty else { throw UsageError(.nothingToRead) }
    return line
  }

  func neededSecret(for action: String) throws(UsageError) -> String {
    guard let secret = try secret() else { throw UsageError(.secretMissing, action) }
    return secret
  }

  /// The secret; nil where a certificate stands in for it.
  func secretOrCertificate(for action: String) throws(UsageError) -> String? {
    let secret = try secret()
    guard secret != nil || settings.certificateFile != nil else {
      throw UsageError(.secretOrCertificateMissing, action)
    }
    return secret
  }

  /// From a terminal it is asked for, and not shown while it is typed.
  private func readSecretLine() -> String? {
    guard isatty(STDIN_FILENO) == 1 else { return readLine() }
    var shown = termios()
    guard tcgetattr(STDIN_FILENO, &shown) == 0 else { return readLine() }
    var hidden = shown
    hidden.c_lflag &= ~tcflag_t(ECHO)
    console.note(console.writing.text(.askSecret))
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
    defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown) }
    return readLine()
  }
}

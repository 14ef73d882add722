import Glibc

/// Writes to standard error, unbuffered. Glibc's `stderr` is a shared variable, which Swift 6 refuses.
func writeToStandardError(_ text: String) {
  var text = text
  text.withUTF8 { utf8 in
    var offset = 0
    while offset < utf8.count {
      let count = write(STDERR_FILENO, utf8.baseAddress! + offset, utf8.count - offset)
      if count < 0 && errno != EINTR { return }
      offset += max(0, count)
    }
  }
}

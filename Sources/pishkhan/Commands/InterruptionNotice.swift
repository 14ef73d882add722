import Glibc

/// A line that is written to standard error if SIGINT or SIGTERM ends the program, before it dies of it.
///
/// One at a time. Whoever interrupts a call that stores something does not know whether it was stored, and needs its
/// key.
struct InterruptionNotice {
  private static let signals = [SIGINT, SIGTERM]

  init(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count)
    copy.initialize(from: bytes, count: bytes.count)
    // In place before the handlers are: they find either nothing or all of it.
    noticeBytes = UnsafePointer(copy)
    noticeCount = bytes.count
    for number in InterruptionNotice.signals { signal(number, dieWithNotice) }
  }

  func withdraw() {
    for number in InterruptionNotice.signals { signal(number, SIG_DFL) }
    noticeBytes?.deallocate()
    noticeBytes = nil
  }
}

// The program has one thread, and a signal handler takes no argument of ours: the line stands where it finds it.
// Written only while the handlers are not installed.
nonisolated(unsafe) private var noticeBytes: UnsafePointer<UInt8>?
nonisolated(unsafe) private var noticeCount = 0

/// Only what POSIX calls async-signal-safe: write, signal, raise.
private func dieWithNotice(_ number: Int32) {
  if let noticeBytes { _ = write(STDERR_FILENO, noticeBytes, noticeCount) }
  signal(number, SIG_DFL)
  raise(number)
}

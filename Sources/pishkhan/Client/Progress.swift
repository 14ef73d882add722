import Glibc
import libpishkhan

/// What the library tells of while it works: connections made and lost, frames.
///
/// For one thread.
final class Progress {
  private let console: Console
  private let tellsAll: Bool
  private let tracesFrames: Bool
  /// A line that broke is told in the reader's language where somebody waits for more.
  private let tellsBreaks: Bool
  private let tellsDelays: Bool
  private var isBroken = false
  private var hasConnected = false
  /// In the library's words; nil before the first try failed, and once one succeeded.
  private(set) var connectFailure: String?
  /// Until when a call that stores something is tried, in Unix milliseconds; nil once it was told.
  private var triedUntil: Int64?

  init(_ invocation: Invocation, tellsBreaks: Bool = false) {
    console = invocation.console
    tellsAll = invocation.settings.tellsProgress
    tracesFrames = invocation.settings.tracesFrames
    self.tellsBreaks = tellsBreaks && !invocation.settings.json
    tellsDelays = !tellsAll && !invocation.settings.json
  }

  /// From here on the first try to connect that fails is told, with the time when trying ends.
  func expectCall(within milliseconds: UInt32) {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    triedUntil = Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000 + Int64(milliseconds)
  }

  /// The pointer stays valid as long as this object lives; who holds the client holds it.
  func install(in options: inout pishkhan_options) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    options.log_context = context
    options.log = { context, level, message in
      guard let context, let message else { return }
      Unmanaged<Progress>.fromOpaque(context).takeUnretainedValue().told(level, String(cString: message))
    }
    if tracesFrames {
      options.trace_context = context
      options.trace = { context, line in
        guard let context, let line else { return }
        Unmanaged<Progress>.fromOpaque(context).takeUnretainedValue().console.note(String(cString: line))
      }
    }
  }

  private func told(_ level: pishkhan_log_level, _ message: String) {
    if level == PISHKHAN_LOG_INFO {
      hasConnected = true
      connectFailure = nil
    } else if level == PISHKHAN_LOG_WARNING && !hasConnected {
      connectFailure = message
      tellDelay(message)
    }
    if tellsAll {
      console.note(message)
    } else if tellsBreaks && (level == PISHKHAN_LOG_WARNING) != isBroken {
      // The first warning, and the first word of success behind it: not every try in between.
      isBroken.toggle()
      console.note(console.writing.text(isBroken ? .lineBroken : .lineMended))
    }
  }

  private func tellDelay(_ cause: String) {
    guard tellsDelays, let end = triedUntil else { return }
    triedUntil = nil
    let writing = console.writing
    console.note(writing.text(.notYetConnected, writing.code(cause), writing.clock(milliseconds: end)))
  }
}

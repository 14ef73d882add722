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
  private var isBroken = false

  init(_ invocation: Invocation, tellsBreaks: Bool = false) {
    console = invocation.console
    tellsAll = invocation.settings.tellsProgress
    tracesFrames = invocation.settings.tracesFrames
    self.tellsBreaks = tellsBreaks && !invocation.settings.json
  }

  /// The pointer stays valid as long as this object lives; who holds the client holds it.
  func install(in options: inout pishkhan_options) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    if tellsAll || tellsBreaks {
      options.log_context = context
      options.log = { context, level, message in
        guard let context, let message else { return }
        Unmanaged<Progress>.fromOpaque(context).takeUnretainedValue().told(level, String(cString: message))
      }
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
    if tellsAll {
      console.note(message)
    } else if (level == PISHKHAN_LOG_WARNING) != isBroken {
      // The first warning, and the first word of success behind it: not every try in between.
      isBroken.toggle()
      console.note(console.writing.text(isBroken ? .lineBroken : .lineMended))
    }
  }
}

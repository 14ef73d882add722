import Glibc

/// How much an event matters to an operator.
enum LogLevel: Int, Comparable, Sendable, CaseIterable {
  case debug, info, warning, error

  /// The word in the log and in the configuration.
  var word: String {
    switch self {
    case .debug: "debug"
    case .info: "info"
    case .warning: "warning"
    case .error: "error"
    }
  }

  static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }
}

/// The value of a field in the log.
enum LogValue: Sendable {
  case number(Int64)
  /// Never a value that a citizen or an operator typed, and no secret: codes, names of machines, paths, errors.
  case text(String)

  static func number(_ value: some BinaryInteger) -> LogValue { .number(Int64(clamping: value)) }
}

/// One line an event: `time=2025-03-21T09:01:30.123Z level=info event=serving port=7443`.
///
/// The format is logfmt: values with blanks, quotes, "=" or control characters stand in quotes with JSON's escapes, so
/// that nothing in a value can begin a field or a line. May be used from any thread, and never waits for who reads it.
final class Log: Sendable {
  /// Most bytes of one value; what is longer is cut and ends in "…".
  static let valueBytesMax = 1_024

  private let least: LogLevel
  private let output: LogOutput

  /// - Parameters:
  ///   - least: events of lower levels are dropped before their fields are even computed.
  ///   - descriptor: where lines go; stays open and stays the caller's.
  init(least: LogLevel, descriptor: Int32 = STDERR_FILENO) {
    self.least = least
    output = LogOutput(descriptor)
  }

  /// Writes one event. What a reader who has stopped leaves no room for is lost, and counted: the server never stops for
  /// its log.
  func write(
    _ level: LogLevel, _ event: StaticString,
    _ fields: @autoclosure () -> KeyValuePairs<StaticString, LogValue> = [:]
  ) {
    guard level >= least else { return }
    output.put(Log.line(level, event, fields(), at: .now()))
  }

  /// Waits until all lines are written, at most so long.
  func flush(milliseconds: Int = 1_000) { output.flush(milliseconds: milliseconds) }

  /// The line of an event, with its line end.
  static func line(
    _ level: LogLevel, _ event: StaticString, _ fields: KeyValuePairs<StaticString, LogValue>,
    at time: UTCTime
  ) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(256)
    line += "time=".utf8
    time.append(to: &line)
    line += " level=".utf8
    line += level.word.utf8
    line += " event=".utf8
    append(event, to: &line)
    for (key, value) in fields {
      line.append(UInt8(ascii: " "))
      append(key, to: &line)
      line.append(UInt8(ascii: "="))
      switch value {
      case .number(let number): line += String(number).utf8
      case .text(let text): LogText.append(text, to: &line, limit: valueBytesMax)
      }
    }
    line.append(UInt8(ascii: "\n"))
    return line
  }

  private static func append(_ word: StaticString, to line: inout [UInt8]) {
    word.withUTF8Buffer { line.append(contentsOf: $0) }
  }
}

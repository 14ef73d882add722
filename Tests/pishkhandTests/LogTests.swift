import Glibc
import TestSupport
import Testing

@testable import pishkhand

@Suite("The log")
struct LogTests {
  private let folder = TemporaryFolder()

  private func text(_ value: LogValue) -> String {
    let line = Log.line(.info, "event", ["key": value], at: UTCTime(milliseconds: 0))
    let prefix = "time=1970-01-01T00:00:00.000Z level=info event=event key="
    let text = String(decoding: line, as: UTF8.self)
    #expect(text.hasPrefix(prefix) && text.hasSuffix("\n"))
    return String(text.dropFirst(prefix.count).dropLast())
  }

  @Test(
    "quotes what would not stand as a value",
    arguments: [
      ("plain", "plain"), ("127.0.0.1:7443", "127.0.0.1:7443"), ("", "\"\""), ("two words", "\"two words\""),
      ("a=b", "\"a=b\""), ("say \"x\"", "\"say \\\"x\\\"\""), ("a\\b", "\"a\\\\b\""),
      ("one\nlevel=error", "\"one\\nlevel=error\""), ("\u{1B}[31m", "\"\\u001b[31m\""),
      ("\u{202E}turned", "\"\\u202eturned\""), ("\u{7F}\u{85}", "\"\\u007f\\u0085\""), ("شهر", "شهر"),
    ])
  func quotes(_ value: String, _ expected: String) {
    #expect(text(.text(value)) == expected)
  }

  @Test("cuts long values between characters")
  func cuts() {
    #expect(text(.text(String(repeating: "x", count: 1_025))) == String(repeating: "x", count: 1_024) + "…")
    #expect(text(.text(String(repeating: "ب", count: 600))) == String(repeating: "ب", count: 512) + "…")
  }

  @Test(
    "writes numbers as they are",
    arguments: [
      (LogValue.number(0), "0"), (.number(Int64.min), "-9223372036854775808"),
      (.number(UInt64.max), "9223372036854775807"), (.number(7_443 as UInt16), "7443"),
    ])
  func writesNumbers(_ value: LogValue, _ expected: String) {
    #expect(text(value) == expected)
  }

  @Test("drops what is below its level, before it is computed", arguments: LogLevel.allCases)
  func dropsBelow(_ least: LogLevel) throws {
    let descriptor = open(folder.file("log"), O_WRONLY | O_CREAT, 0o600)
    let log = Log(least: least, descriptor: descriptor)
    var computed = 0
    func count() -> LogValue {
      computed += 1
      return .number(computed)
    }
    for level in LogLevel.allCases { log.write(level, "counted", ["number": count()]) }
    log.flush()
    close(descriptor)
    let lines = try contents(of: folder.file("log")).split(separator: "\n")
    let expected = LogLevel.allCases.filter { $0 >= least }
    #expect(computed == expected.count && lines.count == expected.count)
    for (line, level) in zip(lines, expected) {
      #expect(line.contains(" level=\(level.word) event=counted "))
    }
  }

  @Test("keeps lines whole when threads write at once")
  func keepsLines() async throws {
    let descriptor = open(folder.file("log"), O_WRONLY | O_CREAT, 0o600)
    let log = Log(least: .debug, descriptor: descriptor)
    let long = String(repeating: "y", count: 900)
    await withTaskGroup { group in
      for task in 0..<8 {
        group.addTask {
          for _ in 0..<50 { log.write(.info, "thread", ["task": .number(task), "long": .text(long)]) }
        }
      }
    }
    log.flush()
    close(descriptor)
    let lines = try contents(of: folder.file("log")).split(separator: "\n")
    #expect(lines.count == 400)
    #expect(lines.allSatisfy { $0.hasPrefix("time=") && $0.hasSuffix(" long=\(long)") })
  }

  @Test("loses nothing where its descriptor is non-blocking and the reader is slow")
  func waitsForRoom() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    defer { for end in ends { close(end) } }
    let log = Log(least: .info, descriptor: ends[1])
    let value = String(repeating: "x", count: 1_000)
    // More than a pipe holds, less than may wait.
    for number in 0..<300 { log.write(.info, "long", ["number": .number(number), "value": .text(value)]) }
    log.write(.info, "last")
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var waited = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
    while !String(decoding: text.suffix(100), as: UTF8.self).contains("event=last") {
      guard poll(&waited, 1, 5_000) > 0 else { break }
      let count = read(ends[0], &buffer, buffer.count)
      text += buffer.prefix(max(0, count))
    }
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 301)
    for (number, line) in lines.prefix(300).enumerated() {
      #expect(line.contains("event=long number=\(number) "))
    }
  }

  @Test("escapes for a terminal what could steer it, and nothing else")
  func isPrintable() {
    #expect(LogText.printable("a \"b\" c\\d=شهر") == "a \"b\" c\\d=شهر")
    #expect(LogText.printable("\u{1B}]0;x\u{7}\n\u{202E}\u{9B}") == "\\u001b]0;x\\u0007\\n\\u202e\\u009b")
  }

  @Test("outlives a descriptor that takes nothing")
  func outlivesClosed() {
    Log(least: .debug, descriptor: -1).write(.error, "lost")
  }
}

@Suite("A moment in UTC")
struct UTCTimeTests {
  private func text(_ milliseconds: Int64) -> String {
    var bytes: [UInt8] = []
    UTCTime(milliseconds: milliseconds).append(to: &bytes)
    #expect(bytes.count == UTCTime.byteCount)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    "is written as ISO 8601",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (951_782_400_000, "2000-02-29T00:00:00.000Z"), (1_742_547_690_123, "2025-03-21T09:01:30.123Z"),
      (253_402_300_799_999, "9999-12-31T23:59:59.999Z"), (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
    ] as [(Int64, String)])
  func writes(_ milliseconds: Int64, _ expected: String) {
    #expect(text(milliseconds) == expected)
  }

  @Test("agrees with the C library on 2,000 moments of twelve centuries")
  func agrees() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<2_000 {
      var seconds = Int.random(in: -30_000_000_000...10_000_000_000, using: &random)
      var parts = tm()
      gmtime_r(&seconds, &parts)
      var buffer = [CChar](repeating: 0, count: 32)
      let count = strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%S.000Z", &parts)
      let expected = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      #expect(text(Int64(seconds) * 1_000) == expected)
    }
  }

  @Test("goes on where nobody reads, and tells how many lines were lost once somebody does")
  func neverWaitsForItsReader() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    let log = Log(least: .info, descriptor: ends[1])
    let value = String(repeating: "x", count: 1_000)
    for _ in 0..<3_000 { log.write(.info, "long", ["value": .text(value)]) }

    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    func readLines(until marker: String) {
      while !String(decoding: text, as: UTF8.self).contains(marker) {
        let count = read(ends[0], &buffer, buffer.count)
        guard count > 0 else { return }
        text += buffer[..<count]
      }
    }
    // The pipe and the queue hold a third of it; what comes after there is room again is preceded by the count.
    while text.count < LogOutput.capacity / 2 {
      let count = read(ends[0], &buffer, buffer.count)
      guard count > 0 else { break }
      text += buffer[..<count]
    }
    log.write(.info, "last")
    readLines(until: "event=last")
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
    let lost = lines.first { $0.contains("event=log_lines_lost") }.flatMap {
      Int($0.split(separator: "=").last ?? "")
    }
    #expect(lines.count { $0.contains("event=long") } + (lost ?? 0) == 3_000)
    #expect((lost ?? 0) > 1_000)
  }
}

import TestSupport
import Testing

@testable import GRPCServer

@Suite("Frame scanner")
struct FrameScannerTests {
  private static func frame(_ type: UInt8, _ flags: UInt8, _ stream: UInt8, _ payload: [UInt8] = [])
    -> [UInt8]
  {
    [0, 0, UInt8(payload.count), type, flags, 0, 0, 0, stream] + payload
  }

  private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

  private static func notices(_ bytes: [UInt8], split: Int, _ scanner: inout FrameScanner) -> [FrameScanner
    .Notice]
  {
    var found: [FrameScanner.Notice] = []
    for start in stride(from: 0, to: bytes.count, by: split) {
      let part = Array(bytes[start..<min(start + split, bytes.count)])
      part.withUnsafeBytes { part in
        var position = 0
        while let notice = scanner.next(in: part, &position) { found.append(notice) }
      }
    }
    return found
  }

  /// What is received after the preface, and what is noticed.
  static let cases: [(name: String, bytes: [UInt8], notices: [FrameScanner.Notice])] = [
    ("a request", frame(1, 5, 1, [1, 2]), []),
    ("a request with data", frame(1, 4, 1) + frame(0, 1, 1, [9]), []),
    ("empty DATA that ends its stream", frame(1, 4, 1) + frame(0, 1, 1), []),
    ("empty DATA that does not", frame(1, 4, 1) + frame(0, 0, 1), [.control]),
    (
      "SETTINGS, WINDOW_UPDATE, an unknown type",
      frame(4, 0, 0) + frame(8, 0, 0, [0, 0, 0, 1]) + frame(99, 0, 0),
      [.control, .control, .control]
    ),
    (
      "PING and its answer",
      frame(6, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]) + frame(6, 1, 0, [0, 0, 0, 0, 0, 0, 0, 0]),
      [.ping, .control]
    ),
    (
      "a reset of an open stream", frame(1, 4, 1) + frame(3, 0, 1, [0, 0, 0, 8]), [.reset(onOpenStream: true)]
    ),
    (
      "a second reset", frame(1, 4, 1) + frame(3, 0, 1, [0, 0, 0, 8]) + frame(3, 0, 1, [0, 0, 0, 8]),
      [.reset(onOpenStream: true), .reset(onOpenStream: false)]
    ),
    (
      "headers after a reset", frame(1, 4, 1) + frame(3, 0, 1, [0, 0, 0, 8]) + frame(1, 5, 1),
      [.reset(onOpenStream: true), .stale]
    ),
    (
      "data after a reset", frame(1, 4, 1) + frame(3, 0, 1, [0, 0, 0, 8]) + frame(0, 1, 1, [1]),
      [.reset(onOpenStream: true), .stale]
    ),
    ("headers on a skipped stream", frame(1, 5, 5) + frame(1, 5, 3), [.misplaced]),
    ("trailers", frame(1, 4, 1) + frame(1, 5, 1), []),
    ("CONTINUATION", frame(1, 1, 1, [1]) + frame(9, 4, 1, [1]), [.control]),
    ("PRIORITY on stream 0", frame(2, 0, 0, [0, 0, 0, 1, 0]), [.misplaced]),
    ("PRIORITY", frame(2, 0, 3, [0, 0, 0, 1, 0]), [.control]),
  ]

  @Test(
    "what is noticed does not depend on where reads begin and end", arguments: cases.indices,
    [1, 2, 8, 9, 10, 1_000])
  func notices(_ index: Int, _ split: Int) {
    var scanner = FrameScanner()
    let found = Self.notices(Self.preface + Self.cases[index].bytes, split: split, &scanner)
    #expect(found == Self.cases[index].notices, "\(Self.cases[index].name)")
    #expect(!scanner.isInsideHeaders)
  }

  @Test("a stream that depends on itself is misplaced")
  func selfDependency() {
    var scanner = FrameScanner()
    let bytes = Self.preface + Self.frame(2, 0, 3, [0, 0, 0, 3, 0])
    let found = Self.notices(bytes, split: bytes.count, &scanner)
    #expect(found == [.misplaced])
  }

  @Test("frames for a stream that we reset are late, not wrong")
  func late() {
    var scanner = FrameScanner()
    _ = Self.notices(Self.preface + Self.frame(1, 4, 1), split: 100, &scanner)
    scanner.history.closed(1, resetByUs: true)
    let bytes = Self.frame(0, 0, 1, [1]) + Self.frame(1, 5, 1)
    let found = Self.notices(bytes, split: 100, &scanner)
    #expect(found == [.late, .late])
  }

  @Test("a header block that is open, or a frame header that is cut, is owed")
  func owed() {
    var scanner = FrameScanner()
    #expect(scanner.isInsideHeaders)
    _ = Self.notices(Self.preface, split: 100, &scanner)
    #expect(!scanner.isInsideHeaders)
    _ = Self.notices(Self.frame(1, 0, 1, [1]), split: 100, &scanner)
    #expect(scanner.isInsideHeaders)
    _ = Self.notices(Self.frame(9, 4, 1, [1]), split: 100, &scanner)
    #expect(!scanner.isInsideHeaders)
    _ = Self.notices([0, 0], split: 100, &scanner)
    #expect(scanner.isInsideHeaders)
  }

  @Test("random bytes neither trap nor loop")
  func random() {
    var numbers = SplitMix64(seed: 1)
    for _ in 0..<200 {
      var scanner = FrameScanner()
      let bytes = (0..<Int.random(in: 1...300, using: &numbers)).map { _ in
        UInt8.random(in: 0...255, using: &numbers) & UInt8.random(in: 0...255, using: &numbers)
      }
      _ = Self.notices(Self.preface + bytes, split: Int.random(in: 1...50, using: &numbers), &scanner)
    }
  }

  @Test("the history remembers the last 256 streams")
  func history() {
    var history = StreamHistory()
    history.opened(1)
    #expect(history.state(of: 1) == .open && history.state(of: 3) == .unknown)
    history.closed(1, resetByUs: true)
    history.opened(7)
    #expect(history.state(of: 1) == .resetByUs)
    #expect(
      history.state(of: 3) == .unknown && history.state(of: 5) == .unknown && history.state(of: 7) == .open)
    for number in 4..<259 { history.opened(Int32(number) * 2 + 1) }
    #expect(history.state(of: 1) == .unknown)
    #expect(history.state(of: 7) == .open)
    history.opened(100_001)
    #expect(history.highest == 100_001 && history.state(of: 517) == .unknown)
    #expect(history.state(of: 0) == .unknown && history.state(of: -1) == .unknown)
  }
}

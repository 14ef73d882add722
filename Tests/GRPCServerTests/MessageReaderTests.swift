import Testing

@testable import GRPCServer

@Suite("Messages in a stream of bytes")
struct MessageReaderTests {
  /// Feeds parts; gives what was found, as text.
  private static func read(_ parts: [[UInt8]], limit: Int) -> [String] {
    var reader = MessageReader()
    var found: [String] = []
    for part in parts {
      part.withUnsafeBytes { part in
        var rest = part
        while true {
          switch reader.read(&rest, limit: limit) {
          case .needsMore: return
          case .message(let bytes, let isCompressed):
            found.append("\(isCompressed ? "z" : "")\(Array(bytes))")
          case .tooLarge(let length):
            found.append("too large \(length)")
            return
          case .badFlag(let flag):
            found.append("flag \(flag)")
            return
          }
        }
      }
    }
    return found + (reader.isInsideMessage ? ["inside"] : [])
  }

  static let cases: [(bytes: [UInt8], found: [String])] = [
    ([], []),
    ([0, 0, 0, 0, 0], ["[]"]),
    ([0, 0, 0, 0, 2, 7, 8], ["[7, 8]"]),
    ([1, 0, 0, 0, 1, 7, 0, 0, 0, 0, 1, 8], ["z[7]", "[8]"]),
    ([0, 0, 0, 0, 10, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], ["[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]"]),
    ([0, 0, 0], ["inside"]),
    ([0, 0, 0, 0, 3, 1], ["inside"]),
  ]

  @Test("messages are found wherever the bytes are cut", arguments: cases, [1, 2, 3, 5, 6, 100])
  func cuts(_ sample: (bytes: [UInt8], found: [String]), _ size: Int) {
    let parts = stride(from: 0, to: sample.bytes.count, by: size).map {
      Array(sample.bytes[$0..<min($0 + size, sample.bytes.count)])
    }
    #expect(Self.read(parts, limit: 100) == sample.found)
  }

  @Test("a length above the limit and an unknown flag are found before anything is kept")
  func refusals() {
    #expect(Self.read([[0, 0, 0, 0, 101]], limit: 100).first == "too large 101")
    #expect(Self.read([[0, 0xFF, 0xFF, 0xFF, 0xFF]], limit: 100).first == "too large 4294967295")
    #expect(Self.read([[0, 0, 0, 0, 100]], limit: 100) == ["inside"])
    #expect(Self.read([[2]], limit: 100).first == "flag 2")
  }

  @Test("memory follows what has come, not what was announced")
  func memory() {
    var reader = MessageReader()
    let announced: [UInt8] = [0, 0x7F, 0xFF, 0xFF, 0xFF, 1, 2, 3]
    announced.withUnsafeBytes { bytes in
      var rest = bytes
      _ = reader.read(&rest, limit: .max)
    }
    #expect(reader.bufferedBytes <= 1_024)
  }
}

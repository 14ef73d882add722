import Testing

@testable import GRPCServer

@Suite("Bytes that hostile peers send")
struct HostileBytesTests {
  private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
  private static let request: [UInt8] = [0, 0, 0, 1, 4, 0, 0, 0, 1]

  /// DATA on stream 1, with flag 8 for padding.
  private static func data(_ flags: UInt8, _ payload: [UInt8]) -> [UInt8] {
    [0, 0, UInt8(payload.count), 0, flags, 0, 0, 0, 1] + payload
  }

  @Test(
    "DATA of padding alone counts as a control frame",
    arguments: [
      (data(0x8, [0]), true),
      (data(0x8, [2, 0, 0]), true),
      (data(0x8, [1, 7, 0]), false),
      (data(0x9, [0]), false),
      (data(0x0, [0]), false),
    ])
  func padding(_ frame: [UInt8], _ isControl: Bool) {
    var scanner = FrameScanner()
    let found = (Self.preface + Self.request + frame).withUnsafeBytes { bytes in
      var position = 0
      return scanner.next(in: bytes, &position)
    }
    #expect(found == (isControl ? .control : nil))
  }

  @Test("a padding length that has not come yet counts as if it were all")
  func splitPadding() {
    var scanner = FrameScanner()
    let head = Self.preface + Self.request + Self.data(0x8, [1, 7, 0]).prefix(9)
    let found = head.withUnsafeBytes { bytes in
      var position = 0
      return scanner.next(in: bytes, &position)
    }
    #expect(found == .control)
  }

  @Test("what a large message leaves in the decompressor is given back")
  func trim() {
    let gzip = Gzip()
    var inflated = 0
    gzip.deflate(1 << 20) {
      $0.initializeMemory(as: UInt8.self, repeating: 0)
    } _: { compressed in
      let copy = Array(compressed)
      copy.withUnsafeBytes {
        if case .bytes(let plain) = Gzip().inflate($0, limit: 2 << 20) { inflated = plain.count }
      }
    }
    #expect(inflated == 1 << 20)
    #expect(gzip.outputAddress != nil)
    gzip.trim()
    #expect(gzip.outputAddress == nil)
  }
}

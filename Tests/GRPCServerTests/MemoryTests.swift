import CProtobufC
import TestSupport
import Testing

@testable import GRPCServer

@Suite("Memory of a call")
struct MemoryTests {
  @Test("the arena refuses above its limit and gives all back")
  func arena() {
    let arena = Arena(limit: 100_000)
    let allocator = arena.allocator
    func take(_ count: Int) -> UnsafeMutableRawPointer? {
      allocator.pointee.alloc(allocator.pointee.allocator_data, count)
    }
    for _ in 0..<3 {
      var taken = 0
      while let block = take(1_000) {
        #expect(UInt(bitPattern: block) % 16 == 0)
        block.initializeMemory(as: UInt8.self, repeating: 0xAA, count: 1_000)
        taken += 1_000
      }
      #expect(arena.isExhausted)
      #expect((90_000...103_000).contains(taken))
      arena.reset()
      #expect(!arena.isExhausted)
      #expect(take(90_000) != nil)
      #expect(take(90_000) == nil)
      #expect(take(-1) == nil)
      arena.reset()
    }
  }

  @Test("a byte buffer gives what was put in, in order")
  func byteBuffer() {
    var numbers = SplitMix64(seed: 7)
    var buffer = ByteBuffer()
    var expected: [UInt8] = []
    for _ in 0..<2_000 {
      let part = (0..<Int.random(in: 0...300, using: &numbers)).map { _ in
        UInt8.random(in: 0...255, using: &numbers)
      }
      part.withUnsafeBytes { buffer.append($0) }
      expected += part
      let taken = Int.random(in: 0...min(expected.count, 300), using: &numbers)
      #expect(buffer.bytes.prefix(taken).elementsEqual(expected.prefix(taken)))
      buffer.consume(taken)
      expected.removeFirst(taken)
    }
    #expect(buffer.bytes.elementsEqual(expected))
    buffer.clear(keeping: 0)
    #expect(buffer.isEmpty && buffer.capacity == 0)
  }

  @Test("a budget refills with time and never above its capacity")
  func tokenBucket() {
    var bucket = TokenBucket(capacity: 3, perSecond: 2, now: 1_000)
    let steps: [(count: Int, now: UInt64, isTaken: Bool)] = [
      (1, 1_000, true), (2, 1_000, true), (1, 1_000, false), (1, 1_500, true), (1, 1_500, false),
      (3, 1_000_000, true), (1, 1_000_000, false),
    ]
    for step in steps {
      let isTaken = bucket.take(step.count, now: step.now)
      #expect(isTaken == step.isTaken)
    }
    bucket.earn(100)
    let all = bucket.take(3, now: 1_000_000)
    let more = bucket.take(now: 1_000_000)
    #expect(all && !more)
  }

  @Test("pings are judged by their interval unless calls flow")
  func pings() {
    var policy = PingPolicy(minimumInterval: 100)
    let before = [0, 100, 250, 251, 252].map { policy.received(now: $0) }
    #expect(before == [true, true, true, true, true])
    policy.sentCallFrames()
    let after = [253, 254, 255, 256].map { policy.received(now: $0) }
    #expect(after == [true, true, true, false])
  }

  @Test("methods are found by their exact bytes")
  func methods() {
    let paths = (0..<100).map { "/package.Service\($0 % 7)/Method\($0)" }
    let table = MethodTable(paths.map { .unary($0) { _, _ in } })
    defer { table.destroy() }
    for path in paths {
      #expect(withBytes(path) { table[$0]?.takeUnretainedValue().descriptor.path } == path)
      #expect(withBytes(path + "x") { table[$0] } == nil)
    }
    #expect(withBytes("") { table[$0] } == nil)
    #expect(withBytes("/package.Service0/method0") { table[$0] } == nil)
  }
}

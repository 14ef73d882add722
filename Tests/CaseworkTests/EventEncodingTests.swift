import TestSupport
import Testing

@testable import Casework

@Suite("The bytes of an event")
struct EventEncodingTests {
  static let vectors: [EventVector] = {
    do { return try EventVector.all() } catch { preconditionFailure("\(error)") }
  }()

  /// Where the bytes that hold one of a few values stand: all lie before the first text.
  static let closedFields: [(offset: Int, field: StaticFieldName)] = [
    (21, .action), (22, .from), (23, .to), (24, .role), (25, .channel), (26, .assisted),
  ]

  static func bytes(of event: CaseEvent) -> [UInt8] {
    var bytes: [UInt8] = []
    event.encode(into: &bytes)
    return bytes
  }

  static func decoded(_ bytes: [UInt8]) -> Result<CaseEvent, EventDecodingError> {
    Result { () throws(EventDecodingError) in try CaseEvent(bytes) }
  }

  /// What an event is written as that was read from these bytes: version 1 has no groups.
  static func written(_ bytes: [UInt8]) -> [UInt8] {
    bytes[0] == 1 ? [2] + bytes.dropFirst() + [0, 0] : bytes
  }

  @Test("are those of the golden file, both ways", arguments: vectors)
  func fitsGoldenFile(_ vector: EventVector) {
    #expect(Hexadecimal.text(Self.bytes(of: vector.event)) == Hexadecimal.text(Self.written(vector.bytes)))
    #expect(Self.decoded(vector.bytes) == .success(vector.event))
    #expect(vector.bytes[CaseEvent.actionOffset] == vector.event.action.rawValue)
  }

  @Test("have a vector for each line of the golden file, and one for every act")
  func coversGoldenFile() throws {
    #expect(try Set(EventVector.golden().keys) == Set(Self.vectors.map(\.name)))
    #expect(Set(EventVector.version2.map(\.1.action)) == Set(Action.allCases))
  }

  @Test("of version 2 hold no group that says nothing, and no group that is not known")
  func refusesEmptyGroups() {
    let plain = Self.written(Self.vectors[0].bytes).dropLast(2)
    // Each group with zeros alone behind the mask; the clock has 45 bytes, an attachment's count 2, and so on.
    let empty: [(bit: Int, bytes: Int)] = [(0, 45), (1, 1), (2, 8), (3, 2), (5, 2), (6, 2), (7, 18)]
    for (bit, count) in empty {
      let bytes = plain + [0, 1 << UInt8(bit)] + [UInt8](repeating: 0, count: count)
      #expect(Self.decoded(Array(bytes)) == .failure(.invalidValue(field: .emptyGroup)), "bit \(bit)")
    }
    let closed: [(mask: [UInt8], bytes: Int, field: StaticFieldName)] = [
      ([0, 16], 8, .linked), ([1, 0], 9, .representation), ([2, 0], 1, .complaintSubject),
    ]
    for (mask, count, field) in closed {
      let bytes = plain + mask + [UInt8](repeating: 0, count: count)
      #expect(Self.decoded(Array(bytes)) == .failure(.invalidValue(field: field)), "\(field)")
    }
    for bit in 10..<16 {
      let mask = UInt16(1) << UInt16(bit)
      let bytes = plain + [UInt8(mask >> 8), UInt8(truncatingIfNeeded: mask)]
      #expect(Self.decoded(Array(bytes)) == .failure(.invalidValue(field: .groups)), "bit \(bit)")
    }
  }

  @Test("are added to what is there")
  func appends() {
    var bytes: [UInt8] = [7]
    Self.vectors[0].event.encode(into: &bytes)
    #expect(bytes == [7] + Self.written(Self.vectors[0].bytes))
  }

  @Test("are no event when any of them are missing at the end", arguments: vectors)
  func refusesTruncation(_ vector: EventVector) {
    for length in 0..<vector.bytes.count {
      #expect(Self.decoded(Array(vector.bytes.prefix(length))) == .failure(.truncated), "\(length) bytes")
    }
  }

  @Test("are no event when anything follows them", arguments: vectors)
  func refusesTrailingBytes(_ vector: EventVector) {
    for byte in UInt8.min...UInt8.max {
      #expect(Self.decoded(vector.bytes + [byte]) == .failure(.trailingBytes))
    }
  }

  @Test("are no event of another version", arguments: vectors)
  func refusesOtherVersion(_ vector: EventVector) {
    for version in UInt8.min...UInt8.max where version != 1 && version != 2 {
      #expect(Self.decoded([version] + vector.bytes.dropFirst()) == .failure(.unknownVersion(version)))
    }
  }

  @Test("hold no value outside the vocabularies", arguments: vectors)
  func refusesUnknownValues(_ vector: EventVector) {
    for (offset, field) in Self.closedFields {
      for byte in UInt8.min...UInt8.max {
        var bytes = vector.bytes
        bytes[offset] = byte
        switch Self.decoded(bytes) {
        case .success(let event):
          #expect(Self.isKnown(byte, in: field), "\(field) \(byte)")
          #expect(Self.bytes(of: event) == Self.written(bytes))
        case .failure(let error):
          #expect(error == .invalidValue(field: field))
          #expect(!Self.isKnown(byte, in: field), "\(field) \(byte)")
        }
      }
    }
  }

  static func isKnown(_ byte: UInt8, in field: StaticFieldName) -> Bool {
    switch field {
    case .action: (1...28).contains(byte)
    case .from: byte <= 11
    case .to: (1...11).contains(byte)
    case .role: (1...8).contains(byte)
    case .channel: (1...6).contains(byte)
    default: byte <= 1
    }
  }

  @Test("of version 1 hold a last byte that says how it was settled")
  func refusesUnknownSettled() {
    for vector in Self.vectors where vector.bytes[0] == 1 {
      for byte in UInt8.min...UInt8.max {
        let bytes = vector.bytes.dropLast() + [byte]
        let expected: Result<Settled?, EventDecodingError> =
          byte <= 3 ? .success(Settled(rawValue: byte)) : .failure(.invalidValue(field: .settled))
        #expect(Self.decoded(Array(bytes)).map(\.settled) == expected)
      }
    }
  }

  @Test("are one event's alone: a flipped bit is refused or makes another event", arguments: vectors)
  func isCanonicalUnderFlips(_ vector: EventVector) {
    for index in vector.bytes.indices {
      for bit in 0..<8 {
        var bytes = vector.bytes
        bytes[index] ^= 1 << bit
        guard case .success(let event) = Self.decoded(bytes) else { continue }
        #expect(Self.bytes(of: event) == Self.written(bytes), "bit \(bit) of byte \(index)")
      }
    }
  }

  @Test("hold a tracking code with a right check", arguments: [0, 1, 4_711_00, UInt64.max])
  func refusesTrackingCode(_ number: UInt64) {
    var bytes = Self.vectors[0].bytes
    bytes.replaceSubrange(1..<9, with: withUnsafeBytes(of: number.bigEndian, Array.init))
    #expect(Self.decoded(bytes) == .failure(.invalidValue(field: .trackingCode)))
  }

  @Test(
    "hold no text that is not UTF-8",
    arguments: [[0xC3, 0x28], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x80], [0xD9]])
  func refusesText(_ text: [UInt8]) {
    let bytes = Self.vectors[0].bytes
    // The actor is the first text: its length stands at 27.
    let actorLength = Int(bytes[28])
    let changed = Array(bytes[..<27]) + [0, UInt8(text.count)] + text + Array(bytes[(29 + actorLength)...])
    #expect(Self.decoded(changed) == .failure(.invalidValue(field: .text)))
  }

  @Test("keep a text of the greatest length")
  func keepsLongestText() {
    var event = Self.vectors[0].event
    event.reason = String(repeating: "x", count: 65_535)
    let bytes = Self.bytes(of: event)
    #expect(bytes.count == Self.written(Self.vectors[0].bytes).count + 65_535)
    #expect(Self.decoded(bytes) == .success(event))
  }

  @Test("keep two spellings of a letter apart")
  func keepsSpelling() {
    var composed = Self.vectors[0].event
    composed.reason = "\u{E9}"
    var decomposed = composed
    decomposed.reason = "e\u{301}"
    #expect(Self.bytes(of: composed) != Self.bytes(of: decomposed))
  }

  @Test("give back any event", arguments: [1, 2, 3, 4] as [UInt64])
  func roundTrips(seed: UInt64) {
    var numbers = SplitMix64(seed: seed)
    for round in 0..<250 {
      let event = CaseEvent.random(&numbers)
      let bytes = Self.bytes(of: event)
      let result = Self.decoded(bytes)
      #expect(result == .success(event), "seed \(seed), round \(round)")
      #expect((try? result.get()).map(Self.bytes) == bytes, "seed \(seed), round \(round)")
    }
  }

  @Test("are taken from any bytes without harm", arguments: [5, 6] as [UInt64])
  func survivesNoise(seed: UInt64) {
    var numbers = SplitMix64(seed: seed)
    for round in 0..<2_000 {
      var bytes = Self.vectors.randomElement(using: &numbers)!.bytes
      for _ in 0..<Int.random(in: 1...4, using: &numbers) {
        bytes[Int.random(in: 1..<bytes.count, using: &numbers)] = .random(in: 0...255, using: &numbers)
      }
      guard case .success(let event) = Self.decoded(bytes) else { continue }
      #expect(Self.bytes(of: event) == Self.written(bytes), "seed \(seed), round \(round)")
    }
  }
}

extension Hexadecimal {
  fileprivate static func text(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes { text($0) } }
}

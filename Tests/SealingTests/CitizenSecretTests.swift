import Casework
import Sealing
import Testing

@Suite("Citizens' secrets")
struct CitizenSecretTests {
  private let deriver: CitizenSecretDeriver

  init() throws {
    deriver = try CitizenSecretDeriver(keys: fixedKeyRing(1))
  }

  private func isRight(_ typed: some Sequence<UInt8>, _ sequence: UInt64) -> Bool {
    deriver.isRight(Array(typed).span, sequence: sequence, generation: 0)
  }

  @Test("are right as typed on any phone, and no other is")
  func verifies() {
    for sequence in 1...200 as ClosedRange<UInt64> {
      let text = deriver.secret(sequence: sequence, generation: 0).string
      #expect(text.utf8.count == 6)
      let persian = String(
        String.UnicodeScalarView(text.unicodeScalars.map { Unicode.Scalar($0.value - 0x30 + 0x06F0)! }))
      for typed in [text, " \(text)\u{200C}", "\(text.prefix(3))-\(text.suffix(3))", persian] {
        #expect(isRight(typed.utf8, sequence))
      }
      for index in text.utf8.indices {
        var digits = Array(text.utf8)
        let offset = text.utf8.distance(from: text.utf8.startIndex, to: index)
        digits[offset] = digits[offset] == UInt8(ascii: "9") ? UInt8(ascii: "0") : digits[offset] + 1
        #expect(!isRight(digits, sequence))
      }
    }
  }

  @Test(
    "are refused when they cannot be secrets",
    arguments: [
      "", "12345", "1234567", "12345a", "ab1234", "4294967296000000",
    ])
  func refuses(_ typed: String) {
    for sequence in 0..<50 as Range<UInt64> {
      #expect(!isRight(typed.utf8, sequence))
    }
  }

  @Test("change with the generation and the key")
  func depend() throws {
    let other = try CitizenSecretDeriver(keys: fixedKeyRing(2))
    let same = (0..<1_000 as Range<UInt64>).count { sequence in
      let secret = deriver.secret(sequence: sequence, generation: 0).string
      return secret == deriver.secret(sequence: sequence, generation: 1).string
        || secret == other.secret(sequence: sequence, generation: 0).string
    }
    #expect(same <= 2)
  }

  @Test("are spread evenly over all digits of all places")
  func distribution() {
    let samples = 20_000
    var counts = [[Int]](repeating: [Int](repeating: 0, count: 10), count: 6)
    for sequence in 0..<UInt64(samples) {
      for (place, digit) in deriver.secret(sequence: sequence, generation: 0).string.utf8.enumerated() {
        counts[place][Int(digit - UInt8(ascii: "0"))] += 1
      }
    }
    for place in counts {
      let expected = Double(samples) / 10
      let chiSquare = place.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
      // Nine degrees of freedom: beyond 33.7 once in 10,000; the samples are always the same ones.
      #expect(chiSquare < 33.7)
    }
  }
}

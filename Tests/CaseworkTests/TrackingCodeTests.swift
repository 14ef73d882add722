import Casework
import TestSupport
import Testing

@Suite("Tracking codes")
struct TrackingCodeTests {
  /// Codes of all epochs, the ends of the range among them.
  static let samples: [TrackingCode] = {
    var random = SplitMix64(seed: 7)
    var codes = [
      TrackingCode(epoch: 0, encrypted: 0),
      TrackingCode(epoch: 9, encrypted: TrackingCode.encryptedLimit - 1),
    ]
    for epoch in 0..<10 as Range<UInt8> {
      codes += (0..<4).map { _ in
        TrackingCode(epoch: epoch, encrypted: random.next(upperBound: TrackingCode.encryptedLimit))
      }
    }
    return codes
  }()

  @Test("give back what was put into them")
  func roundTrip() throws {
    for code in TrackingCodeTests.samples {
      #expect(code.string.utf8.count == 16)
      let again = try TrackingCode(typed: code.string.utf8.span)
      #expect(again == code)
      #expect(again.epoch == code.epoch && again.encrypted == code.encrypted)
      #expect(TrackingCode(epoch: code.epoch, encrypted: code.encrypted) == code)
      #expect(try TrackingCode(number: code.number) == code)
    }
  }

  @Test(
    "are read as any phone types them",
    arguments: [
      "0000-0000-0000-0098", "0000 0000 0000 0098", " 0000000000000098\u{200C}", "۰۰۰۰ ۰۰۰۰ ۰۰۰۰ ۰۰۹۸",
      "٠٠٠٠-٠٠٠٠-٠٠٠٠-٠٠٩٨", "\u{2068}0000-0000-0000-0098\u{2069}",
    ])
  func reads(_ typed: String) throws {
    let code = try TrackingCode(typed: typed.utf8.span)
    #expect(code == TrackingCode(epoch: 0, encrypted: 0))
    #expect(code.grouped == "0000-0000-0000-0098")
  }

  @Test("show every single wrong digit")
  func singleErrors() {
    for code in TrackingCodeTests.samples {
      let digits = Array(code.string.utf8)
      for index in digits.indices {
        for wrong in UInt8(ascii: "0")...UInt8(ascii: "9") where wrong != digits[index] {
          var typed = digits
          typed[index] = wrong
          #expect(throws: IdentifierFault.checkDigit) { try TrackingCode(typed: typed.span) }
        }
      }
    }
  }

  @Test("show every two neighbours that changed places")
  func transpositions() {
    for code in TrackingCodeTests.samples {
      let digits = Array(code.string.utf8)
      for index in digits.indices.dropLast() where digits[index] != digits[index + 1] {
        var typed = digits
        typed.swapAt(index, index + 1)
        #expect(throws: IdentifierFault.checkDigit) { try TrackingCode(typed: typed.span) }
      }
    }
  }

  @Test(
    "refuse what is no code",
    arguments: [
      ("", .length), ("000000000000098", .length), ("00000000000000098", .length),
      ("000000000000009a", .character),
      // 01 leaves the same remainder as 98, 00 as 97 and 99 as 02: none is ever made.
      ("0000000000000001", .checkDigit), ("0912346776567899", .checkDigit),
    ] as [(String, IdentifierFault)])
  func refuses(_ typed: String, _ fault: IdentifierFault) {
    #expect(throws: fault) { try TrackingCode(typed: typed.utf8.span) }
  }

  @Test(
    "are judged as the vectors of server and library say",
    arguments: try VectorFile("tracking_codes.tsv").lines)
  func judges(_ columns: [String]) {
    let outcome: String
    do throws(IdentifierFault) {
      outcome = try TrackingCode(typed: VectorFile.plain(columns[0]).utf8.span).string
    } catch { outcome = error.rawValue }
    #expect(outcome == columns[1], "\(columns)")
  }

  @Test("refuse a stored number that is too large")
  func refusesNumber() {
    #expect(throws: IdentifierFault.length) { try TrackingCode(number: 10_000_000_000_000_000) }
  }
}

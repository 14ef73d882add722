import Casework
import Sealing
import TestSupport
import Testing

@Suite("The cipher of tracking codes")
struct TrackingCodeCipherTests {
  private let keys: KeyRing

  init() throws {
    keys = try fixedKeyRing(1)
  }

  @Test("opens what it made")
  func roundTrip() throws {
    let cipher = try TrackingCodeCipher(keys: keys)
    var random = SplitMix64(seed: 11)
    var places = [(0, 0), (99, RequestPlace.sequenceLimit - 1), (0, 1), (1, 0)].map {
      RequestPlace(shard: $0.0, sequence: $0.1)
    }
    places += (0..<2_000).map { _ in
      RequestPlace(
        shard: UInt8(random.next(upperBound: RequestPlace.shardLimit)),
        sequence: random.next(upperBound: RequestPlace.sequenceLimit))
    }
    for place in places {
      let code = cipher.code(of: place)
      #expect(code.epoch == 0)
      #expect(cipher.open(code) == place)
      #expect(try cipher.open(TrackingCode(typed: code.grouped.utf8.span)) == place)
    }
  }

  @Test("gives no code twice and hides their order")
  func hidesOrder() throws {
    let cipher = try TrackingCodeCipher(keys: keys)
    let codes = (0..<5_000 as Range<UInt64>).map { cipher.code(sequence: $0, shard: 0).number }
    #expect(Set(codes).count == codes.count)
    let ascents = zip(codes, codes.dropFirst()).count { $0 < $1 }
    // Half of 4,999 with a deviation of 20: six deviations either way.
    #expect((2_380...2_620).contains(ascents))
  }

  @Test("has no key for another epoch", arguments: 1...9 as ClosedRange<UInt8>)
  func refusesEpoch(_ epoch: UInt8) throws {
    let code = TrackingCode(epoch: epoch, encrypted: 5)
    #expect(try TrackingCodeCipher(keys: keys).open(code) == nil)
  }

  @Test("gives other codes under another master key")
  func dependsOnKey() throws {
    let other = try TrackingCodeCipher(keys: fixedKeyRing(2))
    #expect(
      other.code(sequence: 1, shard: 0) != (try TrackingCodeCipher(keys: keys).code(sequence: 1, shard: 0)))
  }

  // Values computed apart from this code, by FF1 written in Python over openssl(1).
  @Test("gives the same codes in every release")
  func golden() throws {
    let cipher = try TrackingCodeCipher(keys: keys)
    let codes = [1, 2, 99_999_999_999].map { cipher.code(sequence: $0, shard: 0).grouped }
    #expect(codes == ["0200-3691-3454-6234", "0885-5267-5115-3494", "0114-4570-4983-0555"])
  }
}

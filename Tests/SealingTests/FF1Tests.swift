import Casework
import Sealing
import TestSupport
import Testing

@Suite("FF1")
struct FF1Tests {
  /// Rows of Tests/Data/ff1.json, NIST's samples 1 to 9: key bits, radix, tweak, plain text, cipher text.
  @Test(
    "gives the published samples, both ways",
    arguments: [
      (128, 10, "", "0123456789", "2433477484"),
      (128, 10, "39383736353433323130", "0123456789", "6124200773"),
      (128, 36, "3737373770717273373737", "0123456789abcdefghi", "a9tv40mll9kdu509eum"),
      (192, 10, "", "0123456789", "2830668132"),
      (192, 10, "39383736353433323130", "0123456789", "2496655549"),
      (192, 36, "3737373770717273373737", "0123456789abcdefghi", "xbj3kv35jrawxv32ysr"),
      (256, 10, "", "0123456789", "6657667009"),
      (256, 10, "39383736353433323130", "0123456789", "1001623463"),
      (256, 36, "3737373770717273373737", "0123456789abcdefghi", "xs8a0azh2avyalyzuwd"),
    ] as [(Int, UInt32, String, String, String)])
  func givesSamples(_ keyBits: Int, _ radix: UInt32, _ tweak: String, _ plain: String, _ cipher: String)
    throws
  {
    let data = try contents(ofDataFile: "ff1.json")
    #expect(data.contains("\"tweak\": \"\(tweak)\", \"pt\": \"\(plain)\", \"ct\": \"\(cipher)\""))
    let key = try #require(Hexadecimal.bytes(key.utf8.prefix(keyBits / 4)))
    let permutation = try key.withUnsafeBytes {
      try FF1(
        key: $0, radix: radix, length: plain.utf8.count, tweak: try #require(Hexadecimal.bytes(tweak.utf8)))
    }
    let sealed = permutation.encrypt(try halves(of: plain, radix: radix))
    #expect(sealed == (try halves(of: cipher, radix: radix)))
    #expect(permutation.decrypt(sealed) == (try halves(of: plain, radix: radix)))
  }

  private let key = "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94"

  private func halves(of text: String, radix: UInt32) throws -> FF1.Halves {
    let middle = text.index(text.startIndex, offsetBy: text.utf8.count / 2)
    return FF1.Halves(
      left: try #require(UInt64(text[..<middle], radix: Int(radix))),
      right: try #require(UInt64(text[middle...], radix: Int(radix))))
  }

  @Test("takes tweaks of every length around a block's end", arguments: 0...40)
  func takesTweaks(_ count: Int) throws {
    let key = [UInt8](repeating: 7, count: 32)
    let tweak = (0..<count).map { UInt8($0) }
    let permutation = try key.withUnsafeBytes { try FF1(key: $0, radix: 10, length: 13, tweak: tweak) }
    let plain = FF1.Halves(left: 123_456, right: 7_890_123)
    #expect(permutation.encrypt(plain) != plain)
    #expect(permutation.decrypt(permutation.encrypt(plain)) == plain)
  }

  @Test("permutes: different texts come out different, and back as they were")
  func permutes() throws {
    let key = [UInt8](repeating: 9, count: 32)
    let permutation = try key.withUnsafeBytes { try FF1(key: $0, radix: 10, length: 6) }
    var seen: Set<FF1.Halves> = []
    for number in stride(from: 0, to: 1_000_000, by: 97) as StrideTo<UInt64> {
      let plain = FF1.Halves(left: number / 1_000, right: number % 1_000)
      let sealed = permutation.encrypt(plain)
      #expect(seen.insert(sealed).inserted && permutation.decrypt(sealed) == plain)
    }
  }
}

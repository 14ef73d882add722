import Casework
import Testing

@Suite("Digests")
struct DigestTests {
  @Test("keep their 32 bytes in order")
  func keepsBytes() throws {
    let bytes = (0..<32).map { UInt8($0) }
    let digest = try #require(Digest(bytes))
    var appended: [UInt8] = [0xFF]
    digest.append(to: &appended)
    #expect(appended == [0xFF] + bytes)
    #expect(digest.hexadecimal == "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
    #expect(Digest(hexadecimal: digest.hexadecimal.uppercased()) == digest)
    #expect(bytes.withUnsafeBytes { Digest($0) } == digest)
  }

  @Test("are not made of another number of bytes", arguments: [0, 31, 33])
  func refusesLength(_ count: Int) {
    #expect(Digest([UInt8](repeating: 1, count: count)) == nil)
    #expect(Digest(hexadecimal: String(repeating: "0", count: 2 * count)) == nil)
  }

  @Test("are not read from what is not hexadecimal", arguments: ["g", "0", " "])
  func refusesText(_ end: String) {
    #expect(Digest(hexadecimal: String(repeating: "0", count: 63) + end + (end == "0" ? "0" : "")) == nil)
  }

  @Test("differ in constant time as they differ otherwise", arguments: 0..<256)
  func comparesInConstantTime(_ bit: Int) throws {
    var bytes = [UInt8](repeating: 0xA5, count: 32)
    let digest = try #require(Digest(bytes))
    #expect(digest.isEqualInConstantTime(to: digest))
    bytes[bit / 8] ^= 1 << (bit % 8)
    let other = try #require(Digest(bytes))
    #expect(!digest.isEqualInConstantTime(to: other))
    #expect(digest != other)
  }
}

import Casework
import Sealing
import Testing

@Suite("Digests and keyed digests")
struct HashTests {
  @Test("SHA-256 gives the published values, one after another from one context")
  func sha256() throws {
    let context = try SHA256Context()
    // FIPS 180-4's examples: "", "abc" and the 56-byte text.
    let vectors = [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ]
    for (text, expected) in vectors + vectors.reversed() {
      #expect(Array(text.utf8).withUnsafeBytes { context.digest(of: $0) }.hexadecimal == expected)
    }
  }

  @Test("SHA-256 over several runs of bytes is that over all of them")
  func sha256InParts() throws {
    let context = try SHA256Context()
    context.start()
    for part in ["drop", "ped"] { part.utf8.withContiguousBytes { context.update($0) } }
    context.start()
    for part in ["a", "", "bc"] { part.utf8.withContiguousBytes { context.update($0) } }
    #expect(context.finish() == "abc".utf8.withContiguousBytes { context.digest(of: $0) })
  }

  /// RFC 4231 has no 32-byte key: its test case 1 has 20 bytes, which HMAC pads with zeros as it does any short key.
  @Test("HMAC-SHA256 gives RFC 4231's first value, again and again")
  func hmac() throws {
    let padded = [UInt8](repeating: 0x0B, count: 20) + [UInt8](repeating: 0, count: 12)
    let context = try HMACContext(key: padded.withUnsafeBytes { SecretKey(copying: $0) })
    for _ in 0..<3 {
      let code = "Hi There".utf8.withContiguousBytes { context.code(of: $0) }
      #expect(code.hexadecimal == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    }
    context.start()
    for part in ["Hi", " There"] { part.utf8.withContiguousBytes { context.update($0) } }
    #expect(context.finish() == "Hi There".utf8.withContiguousBytes { context.code(of: $0) })
  }

  @Test(
    "constant-time comparison tells equal from different",
    arguments: [
      ([], [], true), ([1], [1], true), ([1], [2], false), ([1, 2], [1], false), ([0], [], false),
    ] as [([UInt8], [UInt8], Bool)])
  func compares(_ left: [UInt8], _ right: [UInt8], _ equal: Bool) {
    let outcome = left.withUnsafeBytes { left in right.withUnsafeBytes { constantTimeEquals(left, $0) } }
    #expect(outcome == equal)
  }

  @Test("random bytes do not repeat, over the end of a block either")
  func random() throws {
    let source = (RandomSource(), RandomSource())
    var seen: Set<[UInt64]> = []
    for _ in 0..<200 {
      for source in [source.0, source.1] {
        let salt = try source.salt()
        seen.insert([salt.0, salt.1])
      }
    }
    #expect(seen.count == 400)
    var large = [UInt8](repeating: 0, count: 1_024)
    try large.withUnsafeMutableBytes { try source.0.fill($0) }
    // Of 1,024 random bytes four are zero on average; half of them never are.
    #expect(large.count { $0 == 0 } < 512)
  }
}

extension String.UTF8View {
  fileprivate func withContiguousBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    Array(self).withUnsafeBytes(body)
  }
}

import Casework
import Glibc
import Sealing
import TestSupport
import Testing

@Suite("The key ring")
struct KeyRingTests {
  private let folder = TemporaryFolder()

  private func bytes(_ key: SecretKey) -> [UInt8] { key.withUnsafeBytes { Array($0) } }

  private func all(_ ring: KeyRing) -> [[UInt8]] {
    [
      ring.trackingCode, ring.citizenSecret, ring.citizenKey, ring.contentHash, ring.cursorTag,
      ring.cursorEncryption,
    ].map(bytes)
  }

  @Test("is written for its owner alone and read again with the same keys")
  func createsAndReads() throws {
    let path = folder.file("master.key")
    try KeyRing.create(at: path)
    #expect(permissions(of: path) == 0o600)
    let ring = try KeyRing(readingFrom: path)
    #expect(all(ring) == all(try KeyRing(readingFrom: path)))
    #expect(Set(all(ring)).count == 6)
  }

  @Test("draws another master key each time")
  func drawsKeys() throws {
    try KeyRing.create(at: folder.file("a"))
    try KeyRing.create(at: folder.file("b"))
    #expect(
      all(try KeyRing(readingFrom: folder.file("a"))) != all(try KeyRing(readingFrom: folder.file("b"))))
  }

  @Test("never replaces a master key")
  func refusesExisting() throws {
    let path = folder.file("master.key")
    try KeyRing.create(at: path)
    let before = all(try KeyRing(readingFrom: path))
    #expect(throws: SealingError.file(action: "create", path: path, errno: EEXIST)) {
      try KeyRing.create(at: path)
    }
    #expect(all(try KeyRing(readingFrom: path)) == before)
  }

  @Test(
    "refuses a file that others than its owner can touch",
    arguments: [0o640, 0o604, 0o660, 0o620, 0o602, 0o610])
  func refusesPermissions(_ mode: Int) throws {
    let path = folder.file("master.key")
    try KeyRing.create(at: path)
    chmod(path, mode_t(mode))
    let expected = SealingError.permissions(path: path, mode: UInt32(mode))
    #expect(throws: expected) { try KeyRing(readingFrom: path) }
    #expect(expected.description.hasSuffix("run: chmod 600 \(path)"))
  }

  @Test(
    "refuses what is no master key",
    arguments: [
      "", "\n", String(repeating: "a", count: 63), String(repeating: "a", count: 65),
      String(repeating: "g", count: 64),
      String(repeating: "a", count: 64) + " ", String(repeating: "a", count: 5_000),
    ])
  func refusesContent(_ text: String) throws {
    let path = folder.file("master.key")
    try DurableFile.create(path, text.utf8, mode: 0o600)
    let error = try #require(throws: SealingError.self) { try KeyRing(readingFrom: path) }
    guard case .malformed(path: path, _) = error else {
      Issue.record("another error: \(error)")
      return
    }
  }

  @Test("says which file is missing")
  func missing() {
    let path = folder.file("master.key")
    #expect(throws: SealingError.file(action: "open", path: path, errno: ENOENT)) {
      try KeyRing(readingFrom: path)
    }
  }

  // Values computed apart from this code, by the hmac module of Python.
  @Test("derives the same keys in every release")
  func golden() throws {
    let ring = try fixedKeyRing(1)
    #expect(
      all(ring).map { $0.withUnsafeBytes { Hexadecimal.text($0) } } == [
        "ab5228b509acab57d440424dbe60d01409f571b4823cbe5068452a96ba852036",
        "fb32e32425230a0f0b851214a87112fc13c65975cad346a7f107d0fc54861c2a",
        "45a5d75a3519160acf4df84a56dd32198d096fd618964e989480b334e94733fb",
        "df8c1edcbd126e7ca585cc4b7b3b2f9e196f5555c34adafe78c5522339f88bff",
        "7b566ac173e2b8a089892e88a73eec5627cfd943c5ab2336ecd95278c85bf7ba",
        "9e53954dba4bf2b23e2cbe15eb6f90b61cdbc49b51de7e62a4e233f505355e84",
      ])
  }
}

/// A SHA-256 value: 32 bytes held inline, so that copying, hashing and comparing never touch the heap.
public struct Digest: Hashable, Sendable {
  /// Length in bytes.
  public static let byteCount = 32

  // Words in memory order: the bytes of these four words are the bytes of the digest on any machine.
  private var words: (UInt64, UInt64, UInt64, UInt64)

  /// All bytes zero: the start value of a buffer that is filled by `withUnsafeMutableBytes`.
  public init() {
    words = (0, 0, 0, 0)
  }

  /// Takes exactly 32 bytes; nil for any other length.
  public init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count == Digest.byteCount else { return nil }
    self.init()
    withUnsafeMutableBytes { $0.copyMemory(from: bytes) }
  }

  /// Takes exactly 32 bytes; nil for any other length.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Digest.byteCount else { return nil }
    self.init()
    withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
  }

  /// Takes 64 hexadecimal digits of either case; nil for anything else.
  public init?(hexadecimal text: String) {
    guard let bytes = Hexadecimal.bytes(text.utf8) else { return nil }
    self.init(bytes)
  }

  /// Lends the 32 bytes; the pointer ends with the closure.
  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try Swift.withUnsafeBytes(of: words, body)
  }

  /// Lends the 32 bytes to be written; the pointer ends with the closure.
  public mutating func withUnsafeMutableBytes<Result, Failure: Error>(
    _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try Swift.withUnsafeMutableBytes(of: &words, body)
  }

  /// 64 lower-case hexadecimal digits.
  public var hexadecimal: String {
    withUnsafeBytes { Hexadecimal.text($0) }
  }

  /// Appends the 32 bytes.
  public func append(to bytes: inout [UInt8]) {
    withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  /// Compares in a time that tells nothing of where two digests differ: for values that a stranger guesses at.
  public func isEqualInConstantTime(to other: Digest) -> Bool {
    let difference =
      (words.0 ^ other.words.0) | (words.1 ^ other.words.1)
      | (words.2 ^ other.words.2) | (words.3 ^ other.words.3)
    return difference == 0
  }

  /// Compares as fast as it can: for keys of tables. Secrets are compared by `isEqualInConstantTime(to:)`.
  public static func == (left: Digest, right: Digest) -> Bool {
    left.words == right.words
  }

  public func hash(into hasher: inout Hasher) {
    withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}

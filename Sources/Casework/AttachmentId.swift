/// Names a stored file: 16 bytes that tell nothing and cannot be guessed.
public struct AttachmentId: Hashable, Sendable {
  /// Length in bytes; as text twice as many hexadecimal digits.
  public static let byteCount = 16

  // Words in memory order, as in `Digest`.
  private var words: (UInt64, UInt64)

  /// Takes exactly 16 bytes; nil for any other length.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    words = (0, 0)
    Swift.withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
  }

  /// The first 16 bytes of a hash.
  public init(_ digest: Digest) {
    words = digest.withUnsafeBytes { ($0.load(as: UInt64.self), $0.load(fromByteOffset: 8, as: UInt64.self)) }
  }

  /// Takes 32 hexadecimal digits of either case; nil for anything else.
  public init?(hexadecimal text: String) {
    guard let bytes = Hexadecimal.bytes(text.utf8) else { return nil }
    self.init(bytes)
  }

  /// 32 lower-case hexadecimal digits: the one form in which it is shown, stored in forms and used as a file's name.
  public var hexadecimal: String { withUnsafeBytes { Hexadecimal.text($0) } }

  /// Lends the 16 bytes; the pointer ends with the closure.
  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try Swift.withUnsafeBytes(of: words, body)
  }

  public static func == (left: AttachmentId, right: AttachmentId) -> Bool { left.words == right.words }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
  }
}

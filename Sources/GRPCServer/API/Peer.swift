/// SHA-256 of a certificate's SubjectPublicKeyInfo (RFC 5280 4.1): names a key whatever certificate it stands in.
public struct PublicKeyDigest: Hashable, Sendable {
  /// The 32 bytes in order, as four native words.
  let words: (UInt64, UInt64, UInt64, UInt64)

  init(words: (UInt64, UInt64, UInt64, UInt64)) {
    self.words = words
  }

  /// - Parameter bytes: the digest; nil unless there are 32 bytes.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    self.words = words
  }

  /// The 32 bytes of the digest.
  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    Swift.withUnsafeBytes(of: words, body)
  }

  public static func == (one: PublicKeyDigest, other: PublicKeyDigest) -> Bool {
    one.words == other.words
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }
}

/// Who is at the other end of a connection: one object a connection, confined to its loop's thread.
public final class Peer {
  public let address: PeerAddress
  /// The key of the client certificate, proved in the handshake and verified against the client CA; nil without one.
  public let publicKeyDigest: PublicKeyDigest?
  /// Whether the TLS session was resumed, so that the certificate was verified in an earlier handshake. Its dates have
  /// been checked again all the same.
  public let isResumed: Bool
  /// The application's own cache for this connection.
  public var attachment: AnyObject?

  init(address: PeerAddress, publicKeyDigest: PublicKeyDigest?, isResumed: Bool) {
    self.address = address
    self.publicKeyDigest = publicKeyDigest
    self.isResumed = isResumed
  }
}

public import Casework

/// Where a request stands: the shard that keeps it and its number there.
public struct RequestPlace: Hashable, Sendable {
  /// Number of different shards.
  public static let shardLimit: UInt64 = 100
  /// Number of different sequences in a shard: 10^11.
  public static let sequenceLimit: UInt64 = 100_000_000_000

  public let shard: UInt8
  public let sequence: UInt64

  /// - Parameters:
  ///   - shard: below 100.
  ///   - sequence: below 10^11.
  public init(shard: UInt8, sequence: UInt64) {
    precondition(UInt64(shard) < RequestPlace.shardLimit, "a shard has two digits")
    precondition(sequence < RequestPlace.sequenceLimit, "a sequence has eleven digits")
    self.shard = shard
    self.sequence = sequence
  }
}

/// Turns a request's place into its tracking code and back: FF1 over 13 digits under AES-256.
///
/// No index and no table: opening a code gives the primary key. Without the key a code tells neither how many requests
/// there are nor which comes next. One object a thread.
public final class TrackingCodeCipher {
  /// The right half of 13 numerals has seven of them.
  private static let halfLimit: UInt64 = 10_000_000
  private static let epoch: UInt8 = 0

  private let permutation: FF1

  /// - Throws: `library` when OpenSSL offers no AES or has no memory.
  public init(keys: KeyRing) throws(SealingError) {
    permutation = try keys.trackingCode.withUnsafeBytes { (key) throws(SealingError) in
      try FF1(key: key, radix: 10, length: 13)
    }
  }

  /// The code of a request.
  public func code(of place: RequestPlace) -> TrackingCode {
    let number = UInt64(place.shard) * RequestPlace.sequenceLimit + place.sequence
    let (left, right) = number.quotientAndRemainder(dividingBy: TrackingCodeCipher.halfLimit)
    let halves = permutation.encrypt(FF1.Halves(left: left, right: right))
    return TrackingCode(
      epoch: TrackingCodeCipher.epoch, encrypted: halves.left * TrackingCodeCipher.halfLimit + halves.right)
  }

  /// The code of a request, by the parts of its place.
  public func code(sequence: UInt64, shard: UInt8) -> TrackingCode {
    code(of: RequestPlace(shard: shard, sequence: sequence))
  }

  /// The place that a code stands for; nil for an epoch whose key there is not. Every other code opens to some place:
  /// whether a request stands there only the journal knows.
  public func open(_ code: TrackingCode) -> RequestPlace? {
    guard code.epoch == TrackingCodeCipher.epoch else { return nil }
    let (left, right) = code.encrypted.quotientAndRemainder(dividingBy: TrackingCodeCipher.halfLimit)
    let halves = permutation.decrypt(FF1.Halves(left: left, right: right))
    let number = halves.left * TrackingCodeCipher.halfLimit + halves.right
    let (shard, sequence) = number.quotientAndRemainder(dividingBy: RequestPlace.sequenceLimit)
    return RequestPlace(shard: UInt8(shard), sequence: sequence)
  }
}

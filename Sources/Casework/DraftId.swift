/// A draft's id: 16 random bytes, made by the client.
public struct DraftId: Hashable, Sendable {
  public static let byteCount = 16

  let high: UInt64
  let low: UInt64

  /// - Parameter bytes: exactly 16, else nil.
  public init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count == Self.byteCount else { return nil }
    high = bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
    low = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
  }

  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    Swift.withUnsafeBytes(of: (high, low), body)
  }
}

public import Casework

/// The six digits that go with a tracking code, for the citizen alone.
public struct CitizenSecret: Sendable {
  /// Length in digits.
  public static let digitCount = 6
  static let limit: UInt64 = 1_000_000

  private let number: UInt32

  init(number: UInt32) {
    self.number = number
  }

  /// Reads a secret as typed: Persian or Latin digits, with blanks and hyphens or without.
  ///
  /// - Throws: `character` or `length`.
  public init(typed: Span<UInt8>) throws(IdentifierFault) {
    let text = try IdentifierNormaliser.normalise(typed)
    var number: UInt32 = 0
    for index in 0..<text.count {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[index]) else { throw .character }
      number = number &* 10 &+ UInt32(text[index] - UInt8(ascii: "0"))
    }
    guard text.count == CitizenSecret.digitCount else { throw .length }
    self.number = number
  }

  /// Compares in a time that tells nothing of where the two differ.
  public func isEqualInConstantTime(to other: CitizenSecret) -> Bool {
    number ^ other.number == 0
  }

  /// Writes the six digits in ASCII.
  ///
  /// - Parameter output: at least 6 bytes; the first 6 are written.
  public func write(to output: UnsafeMutableRawBufferPointer) {
    precondition(output.count >= CitizenSecret.digitCount, "a secret takes 6 bytes")
    var rest = number
    for index in stride(from: CitizenSecret.digitCount - 1, through: 0, by: -1) {
      output[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }

  /// The six digits.
  public var string: String {
    String(unsafeUninitializedCapacity: CitizenSecret.digitCount) { output in
      write(to: UnsafeMutableRawBufferPointer(output))
      return CitizenSecret.digitCount
    }
  }
}

/// Computes citizens' secrets, which are stored nowhere. One object a thread.
public final class CitizenSecretDeriver {
  private let keyed: HMACContext

  /// - Throws: `library` when OpenSSL offers no HMAC or has no memory.
  public init(keys: KeyRing) throws(SealingError) {
    keyed = try HMACContext(key: keys.citizenSecret)
  }

  /// The secret of a request.
  ///
  /// - Parameter generation: how often the citizen has replaced it.
  public func secret(sequence: UInt64, generation: UInt32) -> CitizenSecret {
    let message = SIMD2<UInt64>(sequence.bigEndian, UInt64(generation).bigEndian)
    let code = withUnsafeBytes(of: message) { keyed.code(of: $0) }
    let leading = code.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
    // 2^64 is no multiple of 10^6: some secrets are likelier than others, by less than one in 10^13.
    return CitizenSecret(number: UInt32(UInt64(bigEndian: leading) % CitizenSecret.limit))
  }

  /// Is what was typed the secret of this request? Takes the same time for a wrong secret as for the right one; what
  /// cannot be a secret at all is refused, after the same computation.
  public func isRight(_ typed: Span<UInt8>, sequence: UInt64, generation: UInt32) -> Bool {
    let expected = secret(sequence: sequence, generation: generation)
    do throws(IdentifierFault) {
      return try CitizenSecret(typed: typed).isEqualInConstantTime(to: expected)
    } catch {
      return false
    }
  }
}

import COpenSSL

/// FF1 of NIST SP 800-38G (with Rev. 1's least domain of a million): numbers of a fixed count of digits are permuted
/// among themselves under an AES key.
///
/// A text of n numerals is handled as two whole numbers: `left` has its first n / 2 numerals, `right` the others. All
/// that does not change between rounds is computed once for a radix, length and tweak: the CBC-MAC over P and over all
/// of Q but its last block. So each of the ten rounds is one AES block. One object a thread.
public final class FF1 {
  /// The two halves of a text of numerals.
  public struct Halves: Hashable, Sendable {
    public var left: UInt64
    public var right: UInt64

    public init(left: UInt64, right: UInt64) {
      self.left = left
      self.right = right
    }
  }

  private static let rounds: UInt8 = 10

  private let cipher: AESBlockCipher
  /// radix^u and radix^v: how many values the left and the right half have.
  private let leftLimit: UInt64
  private let rightLimit: UInt64
  /// The CBC-MAC's state before the last block of Q, with that block's share of the tweak already in it.
  private let chained: SIMD16<UInt8>
  /// b: how many bytes the right half takes in Q.
  private let halfBytes: Int

  /// - Parameters:
  ///   - key: 16, 24 or 32 bytes of AES key.
  ///   - radix: number of numerals, 2 to 65,536.
  ///   - length: number of numerals in a text, 2 to 126; the longer half must stay below 2^63.
  ///   - tweak: bytes that make a permutation of its own; may be empty.
  /// - Throws: `library` when OpenSSL offers no such AES or has no memory.
  public init(
    key: UnsafeRawBufferPointer, radix: UInt32, length: Int, tweak: [UInt8] = []
  ) throws(SealingError) {
    precondition((2...65_536).contains(radix) && (2...126).contains(length), "a text that FF1 can take here")
    let leftLength = length / 2
    leftLimit = FF1.power(radix, leftLength)
    rightLimit = FF1.power(radix, length - leftLength)
    let domain = leftLimit.multipliedFullWidth(by: rightLimit)
    precondition(
      domain.high > 0 || domain.low >= 1_000_000, "SP 800-38G Rev. 1 asks for a million values at least")
    cipher = try AESBlockCipher(key: key)
    // ceil(v * log2(radix)) bits are those of the largest right half.
    halfBytes = (UInt64.bitWidth - (rightLimit - 1).leadingZeroBitCount + 7) / 8
    chained = FF1.chain(
      cipher, radix: radix, leftLength: leftLength, length: length, tweak: tweak, halfBytes: halfBytes)
  }

  /// Steps 1 to 5 of algorithm 7 and the part of step 6.i that no round changes.
  private static func chain(
    _ cipher: AESBlockCipher, radix: UInt32, leftLength: Int, length: Int, tweak: [UInt8], halfBytes: Int
  ) -> SIMD16<UInt8> {
    var p: [UInt8] = [1, 2, 1, UInt8(truncatingIfNeeded: radix >> 16)]
    p += [UInt8(truncatingIfNeeded: radix >> 8), UInt8(truncatingIfNeeded: radix), 10, UInt8(leftLength)]
    p += bigEndian(UInt32(length)) + bigEndian(UInt32(tweak.count))
    let tail = 1 + halfBytes
    let q = tweak + [UInt8](repeating: 0, count: (16 - (tweak.count + tail) % 16) % 16 + tail)
    var state = cipher.encrypt(SIMD16(p))
    for start in stride(from: 0, to: q.count, by: 16) {
      state ^= SIMD16(q[start..<start + 16])
      if start + 16 < q.count { state = cipher.encrypt(state) }
    }
    return state
  }

  /// Algorithm 7. Both halves must be below their limits.
  public func encrypt(_ halves: Halves) -> Halves {
    precondition(
      halves.left < leftLimit && halves.right < rightLimit, "a half has more numerals than the text")
    var (a, b) = (halves.left, halves.right)
    for round in 0..<FF1.rounds {
      let limit = round & 1 == 0 ? leftLimit : rightLimit
      let sum = a + pseudorandom(round, b, below: limit)
      (a, b) = (b, sum < limit ? sum : sum - limit)
    }
    return Halves(left: a, right: b)
  }

  /// Algorithm 8. Both halves must be below their limits.
  public func decrypt(_ halves: Halves) -> Halves {
    precondition(
      halves.left < leftLimit && halves.right < rightLimit, "a half has more numerals than the text")
    var (a, b) = (halves.left, halves.right)
    for round in (0..<FF1.rounds).reversed() {
      let limit = round & 1 == 0 ? leftLimit : rightLimit
      let mask = pseudorandom(round, a, below: limit)
      (a, b) = (b >= mask ? b - mask : b + limit - mask, a)
    }
    return Halves(left: a, right: b)
  }

  /// Steps 6.i to 6.iv and the remainder of 6.vi: y mod radix^m.
  private func pseudorandom(_ round: UInt8, _ half: UInt64, below limit: UInt64) -> UInt64 {
    var block = chained
    block[15 - halfBytes] ^= round
    // The half fills the last b bytes, big-endian; it has at most eight.
    block ^= blockEnding(in: half)
    let output = cipher.encrypt(block)
    let words = unsafeBitCast(output, to: SIMD2<UInt64>.self)
    let (first, second) = (words[0].bigEndian, words[1].bigEndian)
    // S is the first d = 4 * ceil(b / 4) + 4 bytes of the output: 8 of them, or 12.
    if halfBytes <= 4 { return first % limit }
    let high = first >> 32
    let low = first << 32 | second >> 32
    return limit.dividingFullWidth((high % limit, low)).remainder
  }

  private static func power(_ radix: UInt32, _ exponent: Int) -> UInt64 {
    var value: UInt64 = 1
    for _ in 0..<exponent {
      let (product, overflows) = value.multipliedReportingOverflow(by: UInt64(radix))
      precondition(!overflows && product < 1 << 63, "a half of the text must stay below 2^63")
      value = product
    }
    return value
  }
}

private func bigEndian(_ value: UInt32) -> [UInt8] {
  withUnsafeBytes(of: value.bigEndian) { Array($0) }
}

/// A block of zeros that ends in the eight big-endian bytes of a number.
@inline(__always)
private func blockEnding(in number: UInt64) -> SIMD16<UInt8> {
  unsafeBitCast(SIMD2<UInt64>(0, number.bigEndian), to: SIMD16<UInt8>.self)
}

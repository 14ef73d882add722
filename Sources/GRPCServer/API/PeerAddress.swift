internal import Reactor

/// The address at the other end of a connection.
public struct PeerAddress: Hashable, Sendable, CustomStringConvertible {
  /// 16 bytes as two big-endian halves; IPv4 stands in its mapped form (`::ffff:a.b.c.d`, RFC 4291 2.5.5.2).
  let high: UInt64
  let low: UInt64

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  init(_ address: SocketAddress) {
    self.init(high: address.high, low: address.low)
  }

  /// Whether this is an IPv4 address, mapped or not.
  public var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

  /// What limits for "one peer" count by: an IPv4 address whole, of an IPv6 address its first 64 bits, since one
  /// customer is given at least that much (RFC 6177).
  public var prefix: PeerAddress { isIPv4 ? self : PeerAddress(high: high, low: 0) }

  /// `192.0.2.1`, or eight groups of hexadecimal digits.
  public var description: String {
    if isIPv4 {
      return (0..<4).map { String(UInt8(truncatingIfNeeded: low >> (24 - 8 * $0))) }.joined(separator: ".")
    }
    let groups: [UInt16] = (0..<8).map { index in
      UInt16(truncatingIfNeeded: (index < 4 ? high : low) >> (48 - 16 * (index % 4)))
    }
    return groups.map { String($0, radix: 16) }.joined(separator: ":")
  }
}

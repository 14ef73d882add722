import CUV
import Glibc

/// An IP address in IPv6 form (IPv4 mapped, RFC 4291 2.5.5.2) with a port.
public struct SocketAddress: Sendable, Hashable {
  /// The first and the last 64 bits.
  public let high: UInt64
  public let low: UInt64
  public let port: UInt16

  init(_ storage: sockaddr_storage) {
    (high, low, port) = withUnsafeBytes(of: storage) { bytes in
      switch Int32(storage.ss_family) {
      case AF_INET:
        let address = bytes.load(as: sockaddr_in.self)
        return (
          0, 0xFFFF_0000_0000 | UInt64(UInt32(bigEndian: address.sin_addr.s_addr)),
          UInt16(bigEndian: address.sin_port)
        )
      case AF_INET6:
        let address = bytes.load(as: sockaddr_in6.self)
        return withUnsafeBytes(of: address.sin6_addr) { ip in
          (
            UInt64(bigEndian: ip.load(as: UInt64.self)),
            UInt64(bigEndian: ip.load(fromByteOffset: 8, as: UInt64.self)),
            UInt16(bigEndian: address.sin6_port)
          )
        }
      default:
        return (0, 0, 0)
      }
    }
  }
}

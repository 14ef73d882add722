/// Whether a peer pings too often, as gRPC's servers judge it.
///
/// Pings between which the server sent headers or data are free: they measure bandwidth. Others may come once an
/// interval; the third too early is one too many. Source: gRPC's keepalive document, "Server Enforcement".
struct PingPolicy {
  private static let strikesAllowed = 2

  private let minimumInterval: UInt64
  private var last: UInt64?
  private var strikes = 0

  /// - Parameter minimumInterval: milliseconds.
  init(minimumInterval: UInt64) {
    self.minimumInterval = minimumInterval
  }

  /// Headers or data were sent: the count begins anew.
  mutating func sentCallFrames() {
    last = nil
    strikes = 0
  }

  /// - Returns: false when the connection has to be closed for it.
  mutating func received(now: UInt64) -> Bool {
    defer { last = now }
    guard let last, now < last + minimumInterval else { return true }
    strikes += 1
    return strikes <= Self.strikesAllowed
  }
}

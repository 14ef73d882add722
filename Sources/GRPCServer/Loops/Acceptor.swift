internal import Reactor

/// Takes connections on the first loop and spreads them over all, in turn. Confined to the first loop's thread.
///
/// One listening socket rather than one a loop: with SO_REUSEPORT a port in use by another process of the same user
/// would not be noticed.
///
/// `@unchecked Sendable`: made by the thread that starts the server, then used by the first loop's thread alone.
final class Acceptor: @unchecked Sendable {
  private var listener: Listener?
  private let hosts: [LoopServer]
  private let census: AddressCensus
  private let events: @Sendable (ServerEvent) -> Void
  private var next = 0
  private var lastRefusal: UInt64?
  private var lastFailure: UInt64?

  init(
    listener: Listener, hosts: [LoopServer], census: AddressCensus,
    events: @escaping @Sendable (ServerEvent) -> Void
  ) {
    self.listener = listener
    self.hosts = hosts
    self.census = census
    self.events = events
  }

  func start() {
    listener?.start(
      on: hosts[0].loop, accepted: { [unowned self] in accepted($0) },
      failed: { [unowned self] in failed($0) })
  }

  /// Frees the port.
  func stop() {
    listener?.stop()
    listener = nil
  }

  private func accepted(_ socket: AcceptedSocket) {
    let address = PeerAddress(socket.address)
    if case .refused(let cap) = census.arrived(address) {
      socket.refuse()
      if mayReport(&lastRefusal) { events(.connectionRefused(address, cap: cap)) }
      return
    }
    let host = hosts[next]
    next = (next + 1) % hosts.count
    if host.loop.isCurrent {
      host.adopt(socket)
    } else {
      host.loop.execute { host.adopt(socket) }
    }
  }

  private func failed(_ error: SystemError) {
    if mayReport(&lastFailure) { events(.acceptFailed(reason: error.description)) }
  }

  /// Once a second: a flood must not fill the log.
  private func mayReport(_ last: inout UInt64?) -> Bool {
    let now = hosts[0].loop.now
    if let last, now < last + 1_000 { return false }
    last = now
    return true
  }
}

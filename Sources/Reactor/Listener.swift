import CUV
import Glibc

/// A listening TCP socket.
///
/// Bound by any thread; once ``start(on:accepted:failed:)`` has been called, confined to that loop's thread.
/// `@unchecked Sendable`: handed from the thread that binds to the loop exactly once, before either uses it again.
public final class Listener: @unchecked Sendable {
  /// The port that is bound.
  public let port: UInt16
  private let descriptor: Int32
  private var reserve = Descriptor.reserve()
  private var poll: UnsafeMutablePointer<uv_poll_t>?
  private var accepted: (AcceptedSocket) -> Void = { _ in }
  private var failed: (SystemError) -> Void = { _ in }
  /// Accepts a round at most, so that a flood of connections does not starve those that are open.
  private let acceptsPerRound = 64

  /// Binds and listens.
  ///
  /// - Parameters:
  ///   - host: numeric, or a name of which the first address is taken.
  ///   - port: 0 for the kernel's choice.
  /// - Throws: `SystemError` of the call that failed; a name that does not resolve gives EADDRNOTAVAIL.
  public init(host: String, port: UInt16) throws(SystemError) {
    var hints = addrinfo()
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &found) == 0, let address = found else {
      throw SystemError("getaddrinfo", EADDRNOTAVAIL)
    }
    defer { freeaddrinfo(found) }
    let socket = Descriptor(
      socket(
        address.pointee.ai_family,
        Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0))
    guard socket.number >= 0 else { throw SystemError("socket") }
    var on: Int32 = 1
    // A port whose old connections are in TIME_WAIT can be bound again; a port that is listened on cannot.
    setsockopt(socket.number, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    guard bind(socket.number, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0 else {
      throw SystemError("bind")
    }
    guard listen(socket.number, 4_096) == 0 else { throw SystemError("listen") }
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let result = withUnsafeMutableBytes(of: &storage) { bytes in
      getsockname(socket.number, bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), &length)
    }
    guard result == 0 else { throw SystemError("getsockname") }
    self.port = SocketAddress(storage).port
    descriptor = socket.relinquish()
  }

  deinit {
    close(descriptor)
  }

  /// Takes connections from now on.
  ///
  /// - Parameters:
  ///   - accepted: gets each new connection.
  ///   - failed: accept(2) failed other than by want of a waiting connection; accepting goes on.
  public func start(
    on loop: EventLoop, accepted: @escaping (AcceptedSocket) -> Void, failed: @escaping (SystemError) -> Void
  ) {
    self.accepted = accepted
    self.failed = failed
    let poll = UnsafeMutablePointer<uv_poll_t>.allocate(capacity: 1)
    precondition(uv_poll_init(loop.raw, poll, descriptor) == 0, "a listening socket can be polled")
    poll.pointee.data = Unmanaged.passRetained(self).toOpaque()
    uv_poll_start(poll, Int32(UV_READABLE.rawValue)) { poll, _, _ in
      Unmanaged<Listener>.fromOpaque(poll!.pointee.data).takeUnretainedValue().acceptWaiting()
    }
    self.poll = poll
  }

  /// Takes no more; the port is free once the last reference is gone.
  public func stop() {
    guard let poll else { return }
    self.poll = nil
    uv_close(handle(poll)) { handle in
      Unmanaged<Listener>.fromOpaque(handle!.pointee.data).release()
      UnsafeMutableRawPointer(handle!).deallocate()
    }
  }

  private func acceptWaiting() {
    for _ in 0..<acceptsPerRound {
      var storage = sockaddr_storage()
      var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
      let number = retryingInterrupts {
        withUnsafeMutableBytes(of: &storage) { bytes in
          accept4(
            descriptor, bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), &length,
            Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
        }
      }
      guard number >= 0 else {
        refused(errno)
        return
      }
      accepted(AcceptedSocket(descriptor: number, address: SocketAddress(storage)))
      if poll == nil { return }
    }
  }

  private func refused(_ number: Int32) {
    switch number {
    case EAGAIN, ECONNABORTED: return
    case EMFILE, ENFILE:
      // With no descriptor left the connection would wait and keep poll awake: give up the reserve, accept, close.
      reserve = nil
      let doomed = retryingInterrupts { accept(descriptor, nil, nil) }
      if doomed >= 0 { close(doomed) }
      reserve = Descriptor.reserve()
    default: break
    }
    failed(SystemError("accept", number))
  }
}

/// A connection that has been accepted and has no owner yet; whoever gets it makes a `TLSConnection` of it or refuses it.
public struct AcceptedSocket: Sendable {
  let descriptor: Int32
  public let address: SocketAddress

  /// Closes it at once.
  public func refuse() {
    close(descriptor)
  }
}

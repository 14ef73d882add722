import COpenSSL
import CUV
import Glibc

/// A TLS 1.3 connection that was accepted: handshake, bytes in, bytes out, and an orderly end.
///
/// Its owner subclasses it. Confined to its loop's thread; the loop keeps it alive until it is closed.
open class TLSConnection {
  public final let loop: EventLoop
  public final let address: SocketAddress
  public private(set) final var phase = Phase.handshaking
  /// The verified client certificate's key; nil without one. Known once ``opened()`` is called.
  public private(set) final var clientKeyDigest: SHA256Digest?
  /// Whether the handshake resumed an earlier session. Known once ``opened()`` is called.
  public private(set) final var isResumed = false
  /// The last certificate that the handshake's verification found wanting.
  private final var refusedCertificate: CertificateIdentity?
  /// The owner's wish to get no bytes until it is false again.
  public internal(set) final var isReadingPaused = false

  /// Where OpenSSL keeps the owner of an `SSL`: the index that is the application's from the start.
  static let ownerIndex: Int32 = 0
  /// Some 100 key updates. A sender's keys are good for 16 million full records (RFC 8446 5.5): no honest peer changes them
  /// so often within a connection's life.
  static let lateHandshakeStepsAllowed = 300

  final let ssl: OpaquePointer
  private final let context: TLSContext
  private final let descriptor: Int32
  private final let poll: UnsafeMutablePointer<uv_poll_t>
  private final var interest: Int32 = 0
  final var isWaitingToReadOn = false
  /// TLS has an answer of its own to send before it reads on.
  final var isReadBlockedByWrite = false
  /// Of OpenSSL's state machine behind the handshake, where a peer's key updates alone move it.
  final var lateHandshakeSteps = 0
  /// What the kernel would not take yet, from `unsentStart` on; nil when all has left.
  final var unsent: UnsafeMutableRawBufferPointer?
  final var unsentStart = 0
  /// Ends a linger that the peer does not end.
  private final var lingerTimer: LoopTimer?
  private final var lingerBytesLeft = 256 << 10

  /// Where a connection is in its life; it only moves down this list.
  public enum Phase: Sendable {
    case handshaking
    case open
    /// The last bytes are on their way; what the peer still sends is thrown away.
    case closing
    case closed
  }

  /// How a connection ended.
  public enum End: Sendable {
    /// The handshake failed, with OpenSSL's reason, and the client's certificate where that is the reason.
    case handshakeRefused(reason: String, certificate: CertificateIdentity?)
    case peerClosed
    /// A read or a write failed, or TLS was broken.
    case failed(reason: String)
    /// The peer changed its keys too often.
    case keyUpdateFlood
    /// By ``close(lingering:)``.
    case closedByOwner
  }

  /// Takes the socket over; the handshake begins with ``start()``.
  public init(loop: EventLoop, socket: AcceptedSocket, context: TLSContext) {
    self.loop = loop
    self.context = context
    address = socket.address
    descriptor = socket.descriptor
    guard let ssl = SSL_new(context.raw) else { preconditionFailure("SSL_new: no memory") }
    self.ssl = ssl
    var on: Int32 = 1
    // One write a tick is ours to decide; Nagle would hold it back for the peer's ACK.
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    SSL_set_fd(ssl, descriptor)
    SSL_set_accept_state(ssl)
    poll = .allocate(capacity: 1)
    poll.pointee.data = nil
    SSL_set_ex_data(ssl, Self.ownerIndex, Unmanaged.passUnretained(self).toOpaque())
    precondition(uv_poll_init(loop.raw, poll, descriptor) == 0, "an accepted socket can be polled")
  }

  deinit {
    unsent?.deallocate()
    SSL_free(ssl)
  }

  /// Begins the handshake.
  public final func start() {
    poll.pointee.data = Unmanaged.passRetained(self).toOpaque()
    want(Int32(UV_READABLE.rawValue))
  }

  // MARK: For the owner to override

  /// The handshake is done, with the application protocol agreed on.
  open func opened() {}

  /// Bytes from the peer, valid until the function returns.
  open func received(_ bytes: UnsafeRawBufferPointer) {}

  /// All that was refused before has left: ``write(_:)`` may be called again.
  open func drained() {}

  /// The connection is over. Called exactly once.
  open func closed(_ end: End) {}

  // MARK: Handshake

  final func handshakeStepped() {
    if phase == .open { lateHandshakeSteps += 1 }
  }

  final func certificateRefused(_ certificate: CertificateIdentity) {
    refusedCertificate = certificate
  }

  private final func handshake() {
    let result = SSL_do_handshake(ssl)
    guard result == 1 else {
      switch SSL_get_error(ssl, result) {
      case SSL_ERROR_WANT_READ: want(Int32(UV_READABLE.rawValue))
      case SSL_ERROR_WANT_WRITE: want(Int32(UV_WRITABLE.rawValue))
      default: finish(.handshakeRefused(reason: handshakeReason(), certificate: refusedCertificate))
      }
      return
    }
    if let reason = reasonToRefuse() {
      finish(.handshakeRefused(reason: reason, certificate: refusedCertificate))
      return
    }
    phase = .open
    updateInterest()
    opened()
    read()
  }

  private final func handshakeReason() -> String {
    let verified = SSL_get_verify_result(ssl)
    let reason = OpenSSLErrors.takeReason()
    guard verified != Int(X509_V_OK) else { return reason == "unknown" ? "the peer went away" : reason }
    return String(cString: X509_verify_cert_error_string(verified))
  }

  /// What OpenSSL lets pass and we do not; learns who the client is on the way.
  private final func reasonToRefuse() -> String? {
    var name: UnsafePointer<UInt8>?
    var length: UInt32 = 0
    SSL_get0_alpn_selected(ssl, &name, &length)
    // Without the extension OpenSSL does not ask us to select.
    guard length > 0 else { return "no application protocol" }
    isResumed = SSL_session_reused(ssl) == 1
    guard let certificate = SSL_get0_peer_certificate(ssl) else {
      return context.requiresClientCertificate ? "no client certificate" : nil
    }
    let verified = SSL_get_verify_result(ssl)
    guard verified == Int(X509_V_OK) else { return String(cString: X509_verify_cert_error_string(verified)) }
    clientKeyDigest = SHA256Digest(publicKeyOf: certificate)
    return clientKeyDigest == nil ? "unreadable public key" : nil
  }

  /// Whether the revocation lists of a context, perhaps a newer one than this connection's, name its client's certificate.
  public final func isRevoked(by context: TLSContext) -> Bool {
    guard let certificate = SSL_get0_peer_certificate(ssl) else { return false }
    return context.hasRevoked(certificate)
  }

  // MARK: Readiness

  final func updateInterest() {
    switch phase {
    case .handshaking, .closed: return
    // Blocked: ask for write alone. To ask for read as well spins a core on bytes that nobody takes.
    case _ where unsent != nil: want(Int32(UV_WRITABLE.rawValue))
    case .open where isReadBlockedByWrite: want(Int32(UV_WRITABLE.rawValue))
    case .open: want(isReadingPaused ? 0 : Int32(UV_READABLE.rawValue))
    case .closing: want(Int32(UV_READABLE.rawValue))
    }
  }

  private final func want(_ events: Int32) {
    guard events != interest else { return }
    interest = events
    if events == 0 {
      uv_poll_stop(poll)
      return
    }
    uv_poll_start(poll, events) { poll, status, _ in
      let connection = Unmanaged<TLSConnection>.fromOpaque(poll!.pointee.data).takeUnretainedValue()
      connection.ready(status)
    }
  }

  private final func ready(_ status: Int32) {
    switch phase {
    case .handshaking: handshake()
    case .open where unsent != nil: writeUnsent()
    case .open where isReadBlockedByWrite: readUnblocked()
    case .open: read()
    case .closing where unsent != nil: writeUnsent()
    case .closing: discard()
    case .closed: break
    }
    // libuv has stopped polling after an error: what comes of the calls above has to end the connection.
    if status < 0 && phase != .closed { finish(.failed(reason: String(cString: uv_strerror(status)))) }
  }

  // MARK: End

  enum Failure {
    case blocked
    case ended(End)
  }

  final func failure(_ result: Int32) -> Failure {
    switch SSL_get_error(ssl, result) {
    case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .blocked
    case SSL_ERROR_ZERO_RETURN: return .ended(.peerClosed)
    default: return .ended(.failed(reason: OpenSSLErrors.takeReason()))
    }
  }

  /// Ends the connection from our side.
  ///
  /// - Parameter lingering: let what was written reach the peer first: closing with unread bytes in the kernel resets
  ///   the connection, and a reset may overtake them (RFC 9112 9.6 tells the story). At most a second.
  public final func close(lingering: Bool) {
    assert(loop.isCurrent)
    switch phase {
    case .closed, .closing: return
    case .open where lingering:
      phase = .closing
      closed(.closedByOwner)
      let timer = LoopTimer(loop: loop) { [unowned self] in finish(.closedByOwner) }
      timer.arm(milliseconds: 1_000)
      lingerTimer = timer
      if unsent == nil { shutDown() } else { updateInterest() }
    default: finish(.closedByOwner)
    }
  }

  /// All is written: says so on both layers, then waits for the peer to close.
  final func shutDown() {
    SSL_shutdown(ssl)
    ERR_clear_error()
    Glibc.shutdown(descriptor, Int32(SHUT_WR))
    updateInterest()
  }

  private final func discard() {
    let count = recv(descriptor, loop.readBuffer.baseAddress, loop.readBuffer.count, 0)
    if count < 0 && (errno == EAGAIN || errno == EINTR) { return }
    lingerBytesLeft -= max(count, 0)
    if count <= 0 || lingerBytesLeft < 0 { finish(.closedByOwner) }
  }

  final func finish(_ end: End) {
    guard phase != .closed else { return }
    let wasTold = phase == .closing
    // A close_notify is owed unless TLS itself has failed (RFC 8446 6.1).
    if phase == .open, case .failed = end {} else if phase == .open { SSL_shutdown(ssl) }
    ERR_clear_error()
    phase = .closed
    lingerTimer = nil
    if !wasTold { closed(end) }
    poll.pointee.data = poll.pointee.data ?? Unmanaged.passRetained(self).toOpaque()
    uv_close(handle(poll)) { raw in
      Unmanaged<TLSConnection>.fromOpaque(raw!.pointee.data).release()
      UnsafeMutableRawPointer(raw!).deallocate()
    }
    // uv_close has taken the descriptor out of the poll set.
    Glibc.close(descriptor)
  }
}

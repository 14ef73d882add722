import CNghttp2
internal import Reactor

/// One HTTP/2 connection: an nghttp2 session between a TLS connection and the calls on it.
///
/// Bytes go into the session as they come; nothing is written before the end of the tick, and then at once.
final class Connection: TLSConnection {
  /// Where a connection is in its life beyond TLS's own phases.
  enum Lifecycle {
    case serving
    /// GOAWAY(2^31-1) and a PING are on their way: what the peer opened before it read them is answered UNAVAILABLE or,
    /// when only the age is over, served.
    case leaving(since: UInt64, servesOn: Bool)
    /// The final GOAWAY is sent: the calls in flight are the last.
    case left(since: UInt64)
  }

  /// Outlives its connections.
  unowned(unsafe) let host: LoopServer
  let clock: LoopClock
  /// The host's, as plain values.
  let methods: MethodTable
  let headerListLimit: Int
  private(set) var session: OpaquePointer?
  private(set) var peer: Peer
  var lifecycle = Lifecycle.serving
  /// Where the host keeps it.
  var indexInHost = 0
  @exclusivity(unchecked) var isDirty = false

  @exclusivity(unchecked) var calls: [Unmanaged<ServerCall>] = []
  @exclusivity(unchecked) var aliveHandlers = 0
  /// Held by unfinished messages.
  @exclusivity(unchecked) var bufferedBytes = 0
  /// Whose header block is being received.
  @exclusivity(unchecked) var incoming: Unmanaged<ServerCall>?
  /// Of a header block that belongs to no new call, or beyond what is kept.
  var strayHeaderBytes = 0

  /// What it shook hands under.
  let tls: TLSContext
  @exclusivity(unchecked) var scanner = FrameScanner()
  @exclusivity(unchecked) var controlFrames: TokenBucket
  @exclusivity(unchecked) var resets: TokenBucket
  @exclusivity(unchecked) var pings: PingPolicy
  /// Found inside a callback, acted upon behind it.
  var cutOffCause: ServerEvent.CutOffCause?
  /// Closed once what the session has to say is written; nothing more is read.
  var isEnding = false

  let acceptedAt: UInt64
  var openedAt: UInt64 = 0
  var hasSettings = false
  @exclusivity(unchecked) var headersOwedSince: UInt64?
  var blockedSince: UInt64?
  @exclusivity(unchecked) var lastReceived: UInt64 = 0
  @exclusivity(unchecked) var lastCallEnded: UInt64 = 0
  var pingSentAt: UInt64?
  /// Milliseconds; `maximumConnectionAgeMilliseconds` give or take a tenth.
  var ageLimit: UInt64 = 0

  init(host: LoopServer, socket: AcceptedSocket) {
    self.host = host
    clock = host.loop.clock
    methods = host.methods
    let now = clock.now
    let configuration = host.configuration
    headerListLimit = configuration.maximumHeaderListBytes
    acceptedAt = now
    peer = Peer(address: PeerAddress(socket.address), publicKeyDigest: nil, isResumed: false)
    controlFrames = TokenBucket(
      capacity: configuration.controlFrameBudget, perSecond: configuration.controlFramesPerSecond, now: now)
    resets = TokenBucket(
      capacity: configuration.resetBudget, perSecond: configuration.resetsPerSecond, now: now)
    pings = PingPolicy(minimumInterval: UInt64(configuration.minimumPingIntervalMilliseconds))
    tls = host.tls
    super.init(loop: host.loop, socket: socket, context: tls)
  }

  deinit {
    nghttp2_session_del(session)
  }

  // MARK: TLS's life

  override func opened() {
    host.handshakeEnded(self)
    openedAt = clock.now
    lastReceived = openedAt
    lastCallEnded = openedAt
    peer = Peer(
      address: peer.address, publicKeyDigest: clientKeyDigest.map { PublicKeyDigest(words: $0.words) },
      isResumed: isResumed)
    chooseAgeLimit()
    let session = host.setup.makeSession(for: self)
    self.session = session
    submitSettings(session)
    if case .serving = host.lifecycle {} else { leave(servesOn: false) }
    // The files were read again while it shook hands.
    if tls !== host.tls { checkRevocation() }
    markDirty()
  }

  override func received(_ bytes: UnsafeRawBufferPointer) {
    guard let session, !isEnding else { return }
    lastReceived = clock.now
    let end = scan(bytes)
    let result = nghttp2_session_mem_recv(session, bytes.baseAddress, end)
    if result < 0 {
      // nghttp2 has given up: what it says of the cause leaves no more than a GOAWAY.
      cutOff(cutOffCause ?? (result == Int(NGHTTP2_ERR_FLOODED.rawValue) ? .controlFlood : .protocolError))
    } else if let cutOffCause {
      cutOff(cutOffCause)
    }
    markDirty()
  }

  override func drained() {
    blockedSince = nil
    markDirty()
  }

  override func closed(_ end: End) {
    if openedAt == 0 { host.handshakeEnded(self) }
    if case .handshakeRefused(let reason, let certificate) = end {
      let refused = certificate.map {
        ClientCertificate(serialNumber: $0.serialNumber, fingerprint: $0.fingerprint)
      }
      host.configuration.events(.handshakeRefused(peer.address, reason: reason, certificate: refused))
    }
    if case .keyUpdateFlood = end { report(.keyUpdateFlood) }
    let lost = calls
    calls = []
    for unmanaged in lost {
      let call = unmanaged.takeRetainedValue()
      call.over(.connectionLost)
      call.clear()
      host.recycle(consume call)
    }
    incoming = nil
    // Not inside one of its callbacks: those never close the connection.
    nghttp2_session_del(session)
    session = nil
    host.connectionEnded(self)
  }

  private func submitSettings(_ session: OpaquePointer) {
    let configuration = host.configuration
    let settings = [
      nghttp2_settings_entry(
        settings_id: Int32(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS.rawValue),
        value: configuration.maximumConcurrentStreams),
      nghttp2_settings_entry(
        settings_id: Int32(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE.rawValue),
        value: UInt32(configuration.streamWindowBytes)),
      nghttp2_settings_entry(
        settings_id: Int32(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE.rawValue),
        value: UInt32(configuration.maximumHeaderListBytes)),
      // RFC 9218 2.1: no priority tree is kept, and PRIORITY frames cost nothing.
      nghttp2_settings_entry(
        settings_id: Int32(NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES.rawValue), value: 1),
    ]
    nghttp2_submit_settings(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), settings, settings.count)
    nghttp2_session_set_local_window_size(
      session, UInt8(NGHTTP2_FLAG_NONE.rawValue), 0, configuration.connectionWindowBytes)
  }

  private func chooseAgeLimit() {
    let limit = host.configuration.maximumConnectionAgeMilliseconds
    guard limit > 0 else { return }
    // Jitter of a tenth, so that what came together does not leave together (gRPC proposal A9).
    ageLimit = UInt64(Double(limit) * Double.random(in: 0.9...1.1))
  }

  // MARK: Ticks

  /// Its output is written at the end of this tick.
  func markDirty() {
    guard !isDirty else { return }
    isDirty = true
    host.dirty.append(self)
  }

  /// Writes what the session has, and closes what is done.
  ///
  /// - Returns: false when there is more than one tick's share.
  func pump() -> Bool {
    guard phase == .open, let session else { return true }
    var isDone = true
    if !isBlocked {
      isDone = false
      // 12 buffers a tick: a large answer does not starve the others.
      for _ in 0..<12 {
        guard fill(session) else {
          close(lingering: true)
          return true
        }
        if host.output.isEmpty {
          isDone = true
          break
        }
        host.output.flush { write($0) }
        if phase != .open || isBlocked {
          blockedSince = clock.now
          return true
        }
      }
    }
    guard phase == .open, !isBlocked else { return true }
    if let cutOffCause, !isEnding {
      // Found while our own frames left.
      cutOff(cutOffCause)
      return isDone
    }
    let wantsNothing = nghttp2_session_want_read(session) == 0 && nghttp2_session_want_write(session) == 0
    if isEnding || wantsNothing { close(lingering: true) }
    return isDone
  }

  /// - Returns: false when the session cannot go on.
  private func fill(_ session: OpaquePointer) -> Bool {
    let host = host
    while host.output.hasRoom {
      var frame: UnsafePointer<UInt8>?
      let count = nghttp2_session_mem_send(session, &frame)
      if count < 0 { return false }
      // Nothing more, or `copyData` found the buffer full.
      if count == 0 { break }
      host.output.append(UnsafeRawBufferPointer(start: frame, count: count))
    }
    return true
  }
}

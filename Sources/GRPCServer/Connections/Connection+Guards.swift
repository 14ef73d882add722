import CNghttp2
internal import Reactor

/// What keeps one connection from costing the others: budgets, and the stages that each have their time.
extension Connection {
  // MARK: As bytes arrive

  /// Looks at the frame headers before nghttp2 does.
  ///
  /// - Returns: how many of the bytes nghttp2 may have.
  func scan(_ bytes: UnsafeRawBufferPointer) -> Int {
    var position = 0
    while let notice = scanner.next(in: bytes, &position) {
      if let cause = judge(notice) {
        cutOffCause = cause
        return max(0, position - 9)
      }
    }
    if !scanner.isInsideHeaders {
      headersOwedSince = nil
    } else if headersOwedSince == nil {
      headersOwedSince = clock.now
    }
    return bytes.count
  }

  private func judge(_ notice: FrameScanner.Notice) -> ServerEvent.CutOffCause? {
    let now = clock.now
    if notice == .stale { return .staleStream }
    if notice == .misplaced { return .protocolError }
    if !controlFrames.take(now: now) { return .controlFlood }
    switch notice {
    case .ping: return pings.received(now: now) ? nil : .tooManyPings
    case .reset(onOpenStream: true): return resets.take(now: now) ? nil : .tooManyResets
    case .reset, .control, .late, .stale, .misplaced: return nil
    }
  }

  /// Ends the connection for what the peer did: GOAWAY with the reason, then close. Not inside a callback.
  func cutOff(_ cause: ServerEvent.CutOffCause) {
    guard phase == .open, !isEnding, let session else {
      if phase == .handshaking {
        report(cause)
        close(lingering: false)
      }
      return
    }
    let code =
      switch cause {
      case .staleStream: NGHTTP2_STREAM_CLOSED
      case .protocolError: NGHTTP2_PROTOCOL_ERROR
      case .settingsTimeout: NGHTTP2_SETTINGS_TIMEOUT
      case .certificateRevoked: NGHTTP2_INADEQUATE_SECURITY
      default: NGHTTP2_ENHANCE_YOUR_CALM
      }
    // gRPC clients look for these words and slow their keepalive down.
    let words: StaticString = cause == .tooManyPings ? "too_many_pings" : ""
    nghttp2_submit_goaway(
      session, UInt8(NGHTTP2_FLAG_NONE.rawValue), nghttp2_session_get_last_proc_stream_id(session),
      code.rawValue,
      words.utf8Start, words.utf8CodeUnitCount)
    isEnding = true
    report(cause)
    markDirty()
  }

  func report(_ cause: ServerEvent.CutOffCause) {
    host.configuration.events(.connectionCutOff(peer.address, cause))
  }

  /// Ends the connection of a client whose certificate is on the list that now holds.
  func checkRevocation() {
    if phase == .open && isRevoked(by: host.tls) { cutOff(.certificateRevoked) }
  }

  // MARK: As time passes

  /// Called by the host's sweep.
  func check(_ now: UInt64) {
    let configuration = host.configuration
    guard phase == .open else {
      if phase == .handshaking && now > acceptedAt + UInt64(configuration.handshakeTimeoutMilliseconds) {
        cutOff(.handshakeTimeout)
      }
      return
    }
    if let cause = overdue(now, configuration) {
      cutOff(cause)
      // A peer that does not read gets no GOAWAY either.
      if cause == .writeStall || cause == .keepaliveTimeout { close(lingering: false) }
      return
    }
    if !calls.isEmpty { checkCalls(now, configuration) }
    checkAge(now, configuration)
    checkKeepalive(now, configuration)
  }

  private func overdue(_ now: UInt64, _ configuration: ServerConfiguration) -> ServerEvent.CutOffCause? {
    if !hasSettings && now > openedAt + UInt64(configuration.settingsTimeoutMilliseconds) {
      return .settingsTimeout
    }
    if let since = headersOwedSince, now > since + UInt64(configuration.headerTimeoutMilliseconds) {
      return .headerTimeout
    }
    if let since = blockedSince, now > since + UInt64(configuration.writeStallTimeoutMilliseconds) {
      return .writeStall
    }
    if let since = pingSentAt, now > since + UInt64(configuration.keepaliveTimeoutMilliseconds) {
      if lastReceived < since { return .keepaliveTimeout }
      // Whatever came shows that the peer lives.
      pingSentAt = nil
    }
    return nil
  }

  private func checkCalls(_ now: UInt64, _ configuration: ServerConfiguration) {
    let stall = UInt64(configuration.writeStallTimeoutMilliseconds)
    for unmanaged in calls {
      let call = unmanaged.takeUnretainedValue()
      if call.bodyIsOverdue(now) {
        charge(call, .bodyTimeout)
      } else if !call.outbound.isEmpty && now > call.outboundSince + stall {
        charge(call, .writeStall)
      }
    }
  }

  /// Ends one call for what the peer left undone; several of these end the connection.
  private func charge(_ call: ServerCall, _ cause: ServerEvent.CutOffCause) {
    // Once, though the reset may have to wait for the connection.
    call.bodyOwedSince = nil
    call.outboundSince = .max / 2
    reset(call.streamID, NGHTTP2_CANCEL)
    call.over(.failed(.cancelled))
    if !resets.take(now: clock.now) { cutOff(cause) }
  }

  private func checkKeepalive(_ now: UInt64, _ configuration: ServerConfiguration) {
    let interval = UInt64(configuration.keepaliveIntervalMilliseconds)
    guard interval > 0, pingSentAt == nil, now > lastReceived + interval else { return }
    ping()
  }

  // MARK: Leaving

  /// Whether a new call is answered UNAVAILABLE.
  var isRefusingCalls: Bool {
    guard case .serving = host.lifecycle else { return true }
    return switch lifecycle {
    case .serving: false
    case .leaving(_, let servesOn): !servesOn
    case .left: true
    }
  }

  private func checkAge(_ now: UInt64, _ configuration: ServerConfiguration) {
    switch lifecycle {
    case .serving:
      let idle = UInt64(configuration.maximumConnectionIdleMilliseconds)
      if ageLimit > 0 && now > openedAt + ageLimit {
        leave(servesOn: true)
      } else if idle > 0 && calls.isEmpty && now > lastCallEnded + idle {
        leave(servesOn: true)
      }
    case .leaving(let since, _):
      // A peer that does not answer the ping has had time to read the notice.
      if now > since + 1_000 { sendFinalGoAway() }
    case .left(let since):
      let grace = UInt64(configuration.maximumConnectionAgeGraceMilliseconds)
      // A stopping server has a grace of its own, for all connections at once.
      if case .serving = host.lifecycle, now > since + grace { close(lingering: true) }
    }
  }

  /// Begins an orderly end: GOAWAY(2^31-1) and PING, after its answer GOAWAY(last id), then the calls end, then close
  /// (RFC 9113 6.8).
  ///
  /// - Parameter servesOn: whether calls that cross the notice on the wire are served.
  func leave(servesOn: Bool) {
    guard case .serving = lifecycle, let session, phase == .open else { return }
    lifecycle = .leaving(since: clock.now, servesOn: servesOn)
    nghttp2_submit_shutdown_notice(session)
    markDirty()
  }

  /// The ping follows the notice, so that its answer says that the notice was read: nghttp2 lets pings overtake.
  func goAwaySent() {
    if case .leaving = lifecycle { ping() }
  }

  private func sendFinalGoAway() {
    guard case .leaving = lifecycle, let session else { return }
    lifecycle = .left(since: clock.now)
    nghttp2_submit_goaway(
      session, UInt8(NGHTTP2_FLAG_NONE.rawValue), nghttp2_session_get_last_proc_stream_id(session),
      NGHTTP2_NO_ERROR.rawValue, nil, 0)
    markDirty()
  }

  private func ping() {
    nghttp2_submit_ping(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), nil)
    pingSentAt = clock.now
    markDirty()
  }

  func pingAnswered() {
    pingSentAt = nil
    sendFinalGoAway()
  }
}

internal import Reactor

/// What the peer sends for a call.
extension ServerCall {
  /// Bytes of DATA frames.
  ///
  /// - Returns: how many are held because reading is paused: those are not given back to flow control yet.
  func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
    var rest = bytes
    while isLive {
      if isReadingPaused {
        hold(rest)
        return rest.count
      }
      switch reader.read(&rest, limit: host.configuration.maximumMessageBytes) {
      case .needsMore:
        oweBody()
        account()
        return 0
      case .message(let message, let isCompressed):
        bodyOwedSince = nil
        guard let plain = decompressed(message, isCompressed) else { return 0 }
        perform(state.messageReceived(kind), message: plain)
      case .tooLarge:
        refuse(.resourceExhausted, "message is larger than the limit")
      case .badFlag:
        refuse(.internal, "unknown message flag")
      }
    }
    return 0
  }

  /// END_STREAM from the peer.
  func receiveEnd() {
    if isReadingPaused {
      heldEnd = true
      return
    }
    bodyOwedSince = nil
    let empty = UnsafeRawBufferPointer(start: nil, count: 0)
    perform(state.endReceived(kind, insideMessage: reader.isInsideMessage), message: empty)
  }

  private func perform(_ action: CallState.Action, message: UnsafeRawBufferPointer) {
    switch action {
    case .none: break
    case .hold:
      requestMessage = message.baseAddress == gzipOutput ? keepInflated(message) : reader.keep(message)
      if !state.peerIsDone { oweBody() }
    case .deliver:
      handler?.received(message, on: self)
      arena.reset()
    case .invoke: invoke()
    case .halfClose: handler?.halfClosed(self)
    case .refuse(let code, let text): refuse(code, text)
    }
  }

  private var gzipOutput: UnsafeRawPointer? { host.gzip.outputAddress }

  private func keepInflated(_ message: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    held.append(message)
    return held.bytes
  }

  /// The request of a unary or server-streaming call is complete.
  private func invoke() {
    guard let entry else { return }
    handlerBegins()
    switch entry.handler {
    case .message(let answer): answer(self, requestMessage)
    case .serverStream(let open): attach(open(self, requestMessage))
    case .stream: break
    }
    requestMessage = UnsafeRawBufferPointer(start: nil, count: 0)
    reader.clear(keeping: Self.keptBytes)
    held.clear(keeping: Self.keptBytes)
    account()
  }

  /// The headers of a call that takes many messages are complete.
  func open(_ open: (ServerCall) -> StreamHandler?) {
    handlerBegins()
    attach(open(self))
  }

  /// An opener may have ended the call and yet give a handler: that one is told at once.
  private func attach(_ opened: StreamHandler?) {
    if isOver { opened?.ended(self, cause: .finished) } else { handler = opened }
  }

  private func decompressed(_ message: UnsafeRawBufferPointer, _ isCompressed: Bool)
    -> UnsafeRawBufferPointer?
  {
    messageWasCompressed = isCompressed
    guard isCompressed else { return message }
    guard head.encoding == .gzip else {
      refuse(.internal, "a compressed message without grpc-encoding")
      return nil
    }
    switch host.gzip.inflate(message, limit: host.configuration.maximumMessageBytes) {
    case .bytes(let plain): return plain
    case .tooLarge:
      refuse(.resourceExhausted, "message is larger than the limit when decompressed")
      return nil
    case .malformed:
      refuse(.internal, "malformed gzip data")
      return nil
    }
  }

  // MARK: Pausing

  /// Bounded by the stream's window: what is held is not given back to flow control.
  private func hold(_ bytes: UnsafeRawBufferPointer) {
    held.append(bytes)
    account()
  }

  func receiveHeld() {
    guard !isOver else { return }
    let bytes = held.bytes
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { copy.deallocate() }
    copy.copyMemory(from: bytes)
    held.clear(keeping: 0)
    let heldAgain = receive(UnsafeRawBufferPointer(copy))
    connection?.consume(streamID, copy.count - heldAgain)
    account()
    if heldEnd && !isReadingPaused {
      heldEnd = false
      receiveEnd()
    }
  }

  // MARK: Guards

  private func oweBody() {
    if bodyOwedSince == nil && (reader.isInsideMessage || !kind.takesMany) {
      bodyOwedSince = clock.now
    }
  }

  /// Whether the rest of a message is overdue: the base time plus what its bytes so far may take at the least rate.
  func bodyIsOverdue(_ now: UInt64) -> Bool {
    guard let since = bodyOwedSince else { return false }
    let configuration = host.configuration
    let earned = reader.bufferedCount * 1_000 / max(1, configuration.minimumBodyBytesPerSecond)
    return now > since + UInt64(configuration.bodyTimeoutMilliseconds + earned)
  }

  /// Keeps the connection's sum of unfinished messages, and refuses the call that lifts it above the limit.
  private func account() {
    // What a pooled call keeps anyway is not worth counting.
    let bytes = max(0, reader.bufferedBytes - Self.keptBytes) + max(0, held.capacity - Self.keptBytes)
    if bytes == accountedBytes { return }
    guard let connection else { return }
    connection.bufferedBytes += bytes - accountedBytes
    accountedBytes = bytes
    if connection.bufferedBytes > host.configuration.maximumBufferedBytesPerConnection && isLive {
      refuse(.resourceExhausted, "too many unfinished messages on this connection")
    }
  }
}

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
        earnBodyTime(bytes.count)
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

  private func earnBodyTime(_ count: Int) {
    if let since = bodyOwedSince { bodyOwedSince = movedOn(since, by: count) }
  }

  /// The start of a wait, moved on by the time that `count` bytes may take at the least rate, and no further than now: a
  /// peer that sends or takes a byte now and then is not waited for, nor does a fast one gain time ahead.
  func movedOn(_ since: UInt64, by count: Int) -> UInt64 {
    min(clock.now, since + UInt64(count * 1_000 / max(1, host.configuration.minimumBytesPerSecond)))
  }

  /// Whether the rest of a message is overdue. While the handler does not read, its peer owes nothing.
  func bodyIsOverdue(_ now: UInt64) -> Bool {
    guard let since = bodyOwedSince, !isReadingPaused else { return false }
    return now > since + UInt64(host.configuration.bodyTimeoutMilliseconds)
  }

  /// Keeps the sums of unfinished messages, and refuses the call that lifts one above its limit.
  private func account() {
    // What a pooled call keeps anyway is not worth counting.
    let bytes = max(0, reader.bufferedBytes - Self.keptBytes) + max(0, held.capacity - Self.keptBytes)
    if bytes == accountedBytes { return }
    guard let connection else { return }
    connection.bufferedBytes += bytes - accountedBytes
    host.bufferedBytes += bytes - accountedBytes
    accountedBytes = bytes
    let configuration = host.configuration
    if connection.bufferedBytes > configuration.maximumBufferedBytesPerConnection && isLive {
      refuse(.resourceExhausted, "too many unfinished messages on this connection")
    } else if host.bufferedBytes > configuration.maximumBufferedBytesPerLoop && isLive {
      refuse(.resourceExhausted, "too many unfinished messages")
    }
  }
}

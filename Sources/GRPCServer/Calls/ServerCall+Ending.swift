import CNghttp2

/// How a call begins and ends its life as an object.
extension ServerCall {
  /// What each buffer of a call that waits for its next use may hold.
  static let keptBytes = 4_096

  /// A stream was opened.
  func begin(on connection: Connection, streamID: Int32) {
    self.connection = connection
    self.streamID = streamID
    currentPeer = connection.peer
    isOver = false
  }

  /// From here the handler counts as alive.
  func handlerBegins() {
    guard !handlerIsAlive, let connection else { return }
    handlerIsAlive = true
    connection.aliveHandlers += 1
    host.aliveHandlers += 1
  }

  /// The status is submitted: the handler has nothing more to say.
  func answered() {
    clearDeadline()
    if let slot {
      host.calls.remove(slot.index)
      self.slot = nil
    }
    handlerEnds()
    connection?.markDirty()
  }

  private func handlerEnds() {
    guard handlerIsAlive else { return }
    handlerIsAlive = false
    connection?.aliveHandlers -= 1
    host.aliveHandlers -= 1
  }

  /// The deadline's timer ran out.
  func deadlinePassed() {
    abort(.deadlineExceeded, code: NGHTTP2_CANCEL)
  }

  /// Ends the call without an answer: RST_STREAM.
  func abort(_ cause: EndCause, code: nghttp2_error_code) {
    guard !isOver else { return }
    connection?.reset(streamID, code)
    over(cause)
  }

  /// Nothing more comes of the call: tells the handler, once.
  func over(_ cause: EndCause) {
    guard !isOver else { return }
    isOver = true
    clearDeadline()
    if let slot {
      self.slot = nil
      if handlerIsAlive, let connection {
        // It works on without knowing, and is counted until it looks for the call.
        host.calls.orphan(slot.index, of: connection)
        handlerIsAlive = false
      } else {
        host.calls.remove(slot.index)
      }
    }
    handlerEnds()
    let handler = handler
    self.handler = nil
    handler?.ended(self, cause: cause)
  }

  /// The stream is gone; the object becomes as new.
  func clear() {
    if accountedBytes > 0 {
      connection?.bufferedBytes -= accountedBytes
      host.bufferedBytes -= accountedBytes
    }
    connection = nil
    currentPeer = nil
    entry = nil
    deadline = nil
    head = RequestHead()
    state = CallState()
    fields.clear()
    reader.clear(keeping: Self.keptBytes)
    held.clear(keeping: 0)
    heldEnd = false
    isReadingPaused = false
    accountedBytes = 0
    bodyOwedSince = nil
    outbound.clear(keeping: Self.keptBytes)
    isDeferred = false
    isPlainHTTP = false
    isAboveHighWater = false
    ownHighWaterBytes = nil
    wantsCompression = false
    sentEncodingHeader = false
    if !initialMetadata.isEmpty { initialMetadata = Metadata() }
    if !trailingMetadata.isEmpty { trailingMetadata = Metadata() }
    endStatus = nil
    arena.reset()
  }
}

public import CProtobufC
internal import Reactor

/// One call, confined to its loop's thread.
///
/// The object is used again for later calls once nobody holds it; keep a ``CallReference`` rather than the call itself
/// when the answer comes later.
public final class ServerCall {
  // The parts below are the transport's; see Calls/. What is touched for every frame is not checked for exclusive access
  // at run time, which cost a tenth of a call (measured): a call is confined to one thread, and each of these is used by
  // one function at a time. `host` and `peer` outlive the call.
  unowned(unsafe) let host: LoopServer
  let clock: LoopClock
  /// Set for as long as the stream exists; the connection outlives its streams.
  unowned(unsafe) var connection: Connection?
  unowned(unsafe) var currentPeer: Peer?
  /// Kept by the host's table of methods.
  unowned(unsafe) var entry: MethodEntry?
  var kind = CallKind.unary
  var streamID: Int32 = 0
  var indexInConnection = 0
  @exclusivity(unchecked) var head = RequestHead()
  @exclusivity(unchecked) var state = CallState()
  @exclusivity(unchecked) var fields = FieldStore()
  @exclusivity(unchecked) var reader = MessageReader()
  /// Received while reading was paused, and whether the end came then.
  @exclusivity(unchecked) var held = ByteBuffer()
  var heldEnd = false
  @exclusivity(unchecked) var isReadingPaused = false
  /// The one request message of a unary call, until its end has come.
  @exclusivity(unchecked) var requestMessage = UnsafeRawBufferPointer(start: nil, count: 0)
  /// What this call adds to its connection's `bufferedBytes`.
  @exclusivity(unchecked) var accountedBytes = 0
  /// Since when the peer owes the rest of a message, in the loop's milliseconds.
  @exclusivity(unchecked) var bodyOwedSince: UInt64?
  @exclusivity(unchecked) var outbound = ByteBuffer()
  /// Since when there is something to send that has not moved.
  @exclusivity(unchecked) var outboundSince: UInt64 = 0
  /// nghttp2 waits to be told of more to send.
  @exclusivity(unchecked) var isDeferred = false
  var isPlainHTTP = false
  var isAboveHighWater = false
  var ownHighWaterBytes: Int?
  var wantsCompression = false
  var sentEncodingHeader = false
  var initialMetadata = Metadata()
  var trailingMetadata = Metadata()
  /// What the trailers say; nil: OK.
  var endStatus: Status?
  var handler: StreamHandler?
  @exclusivity(unchecked) var handlerIsAlive = false
  @exclusivity(unchecked) var isOver = true
  var slot: (index: UInt32, generation: UInt32)?
  let arena: Arena
  private var deadlineTimer: LoopTimer?

  init(host: LoopServer) {
    self.host = host
    clock = host.loop.clock
    arena = Arena(limit: host.configuration.arenaBytes)
  }

  // MARK: Who and what

  /// Who calls. Only on a call that a handler was given.
  public var peer: Peer {
    guard let currentPeer else { preconditionFailure("the call object was kept beyond its call") }
    return currentPeer
  }

  /// What is called. Only on a call that a handler was given.
  public var method: MethodDescriptor {
    guard let entry else { preconditionFailure("the call object was kept beyond its call") }
    return entry.descriptor
  }

  /// When the caller stops waiting: nanoseconds of CLOCK_MONOTONIC; nil without a deadline.
  public internal(set) var deadline: UInt64?

  /// False once the call has been answered, cancelled, or lost.
  public var isLive: Bool { !isOver && state.isAnswerable }

  /// The first value of the request's metadata under a name, decoded when the name ends in `-bin`.
  public func metadata(_ name: StaticString) -> [UInt8]? { fields.first(name) }

  /// All of the request's metadata, in order; built anew by each use.
  public var requestMetadata: Metadata { fields.metadata }

  /// Whether the message that is being handled was compressed on the wire.
  public internal(set) var messageWasCompressed = false

  // MARK: Memory

  /// Allocates from this call's arena, which is emptied when the call ends (for a stream: after each message). At most
  /// `arenaBytes` are given out: above that the allocator answers NULL, an unpack fails and ``arenaExhausted`` is true.
  public var allocator: UnsafeMutablePointer<ProtobufCAllocator> { arena.allocator }

  /// Whether the allocator has refused since the arena was last emptied: the caller is answered RESOURCE_EXHAUSTED.
  public var arenaExhausted: Bool { arena.isExhausted }

  // MARK: Answering

  /// Sent before the first message; no effect once headers have left.
  public func addInitialMetadata(_ metadata: Metadata) {
    for entry in metadata.entries { initialMetadata.append(checked: entry.name, entry.value) }
  }

  /// Sent with the status.
  public func addTrailingMetadata(_ metadata: Metadata) {
    for entry in metadata.entries { trailingMetadata.append(checked: entry.name, entry.value) }
  }

  /// Sends the headers now; otherwise they leave with the first message, so that early errors stay retriable.
  public func sendHeaders() {
    guard isLive, state.willSendMessage() else { return }
    submitHeaders()
  }

  /// Whether messages are compressed from now on: true has an effect only when the caller accepts gzip, and has to be
  /// said before the headers leave.
  public var compressesMessages: Bool {
    get { wantsCompression && head.acceptsGzip }
    set { wantsCompression = newValue }
  }

  /// Ends a unary or client-streaming call: headers, this message and an OK status leave together.
  ///
  /// Does nothing when the call is not live.
  /// - Parameters:
  ///   - byteCount: the exact size of the message.
  ///   - write: fills all of the buffer it is given.
  public func respond(byteCount: Int, _ write: (UnsafeMutableRawBufferPointer) -> Void) {
    guard isLive else { return }
    queueMessage(byteCount, write)
    conclude(nil)
  }

  /// Sends one message of a streaming answer.
  ///
  /// - Returns: false when ``highWaterBytes`` or more now wait to be written (the message is taken all the same; wait for
  ///   `writable` before the next), or when the call is not live.
  @discardableResult
  public func send(byteCount: Int, _ write: (UnsafeMutableRawBufferPointer) -> Void) -> Bool {
    guard isLive else { return false }
    queueMessage(byteCount, write)
    if outbound.count >= highWaterBytes { isAboveHighWater = true }
    return !isAboveHighWater
  }

  /// Message bytes that may wait to be written before ``send(byteCount:_:)`` answers false; `writable` comes when no more than
  /// half of them are left. The server's `streamHighWaterBytes`, unless the handler sets it: with 1 nothing more is asked for
  /// until the peer has taken everything.
  public var highWaterBytes: Int {
    get { ownHighWaterBytes ?? host.configuration.streamHighWaterBytes }
    set { ownHighWaterBytes = newValue }
  }

  /// Ends the call, after the messages sent. Does nothing when the call is not live.
  public func finish(_ status: Status) {
    guard isLive else { return }
    conclude(status)
  }

  // MARK: Flow control

  /// No more messages are delivered, and flow control stops the caller, until ``resumeReading()``.
  public func pauseReading() {
    isReadingPaused = true
  }

  public func resumeReading() {
    guard isReadingPaused else { return }
    isReadingPaused = false
    if bodyOwedSince != nil { bodyOwedSince = clock.now }
    receiveHeld()
  }

  // MARK: Later

  /// A handle for a handler that completes later, from any thread.
  ///
  /// Whoever makes one calls ``CallReference/call()`` on it at least once in the end: until then the handler of a
  /// cancelled call counts as alive, against `maximumAliveHandlersPerConnection`.
  public func makeReference() -> CallReference {
    assert(host.loop.isCurrent)
    let taken: (index: UInt32, generation: UInt32) = slot ?? host.calls.insert(self)
    slot = taken
    return CallReference(loop: host.reference, slot: taken.index, generation: taken.generation)
  }

  // MARK: Deadline

  /// - Parameter nanoseconds: from now.
  func setDeadline(in nanoseconds: UInt64) {
    deadline = EventLoop.monotonicNanoseconds &+ nanoseconds
    let timer = deadlineTimer ?? LoopTimer(loop: host.loop) { [unowned self] in deadlinePassed() }
    deadlineTimer = timer
    // Never early, and within libuv's range.
    timer.arm(milliseconds: nanoseconds / 1_000_000 + 1)
  }

  func clearDeadline() {
    deadlineTimer?.disarm()
  }
}

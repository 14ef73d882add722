public import CProtobufC

/// One call, confined to its loop's thread.
///
/// The object is used again for later calls once nobody holds it; keep a ``CallReference`` rather than the call itself
/// when the answer comes later.
public final class ServerCall {
  public var peer: Peer { preconditionFailure("no transport") }

  public var method: MethodDescriptor { preconditionFailure("no transport") }

  /// When the caller stops waiting: nanoseconds of CLOCK_MONOTONIC; nil without a deadline.
  public var deadline: UInt64? { nil }

  /// False once the call has been answered, cancelled, or lost.
  public var isLive: Bool { false }

  /// The first value of the request's metadata under a name, decoded when the name ends in `-bin`.
  public func metadata(_ name: StaticString) -> [UInt8]? { nil }

  /// All of the request's metadata, in order; built anew by each use.
  public var requestMetadata: Metadata { Metadata() }

  /// Allocates from this call's arena, which is emptied when the call ends (for a stream: after each message). At most
  /// `arenaBytes` are given out: above that the allocator answers NULL, an unpack fails and ``arenaExhausted`` is true.
  public var allocator: UnsafeMutablePointer<ProtobufCAllocator> { preconditionFailure("no transport") }

  /// Whether the allocator has refused since the arena was last emptied: the caller is answered RESOURCE_EXHAUSTED.
  public var arenaExhausted: Bool { false }

  /// Sent before the first message; no effect once headers have left.
  public func addInitialMetadata(_ metadata: Metadata) {}

  /// Sent with the status.
  public func addTrailingMetadata(_ metadata: Metadata) {}

  /// Sends the headers now; otherwise they leave with the first message, so that early errors stay retriable.
  public func sendHeaders() {}

  /// Whether messages are compressed from now on: true has an effect only when the caller accepts gzip, and has to be
  /// said before the headers leave.
  public var compressesMessages: Bool {
    get { false }
    set {}
  }

  /// Ends a unary or client-streaming call: headers, this message and an OK status leave together.
  ///
  /// Does nothing when the call is not live.
  /// - Parameters:
  ///   - byteCount: the exact size of the message.
  ///   - write: fills all of the buffer it is given.
  public func respond(byteCount: Int, _ write: (UnsafeMutableRawBufferPointer) -> Void) {}

  /// Sends one message of a streaming answer.
  ///
  /// - Returns: false when `streamHighWaterBytes` or more now wait to be written (the message is taken all the same; wait for
  ///   `writable` before the next), or when the call is not live.
  @discardableResult
  public func send(byteCount: Int, _ write: (UnsafeMutableRawBufferPointer) -> Void) -> Bool { false }

  /// Ends the call, after the messages sent. Does nothing when the call is not live.
  public func finish(_ status: Status) {}

  /// No more messages are delivered, and flow control stops the caller, until ``resumeReading()``.
  public func pauseReading() {}

  public func resumeReading() {}

  /// A handle for a handler that completes later, from any thread.
  ///
  /// Whoever makes one calls ``CallReference/call()`` on it at least once in the end: until then the handler of a
  /// cancelled call counts as alive, against `maximumAliveHandlersPerConnection`.
  public func makeReference() -> CallReference { preconditionFailure("no transport") }
}

/// Why a call is over.
public enum EndCause: Sendable, Hashable {
  /// `respond` or `finish` was called and the last byte was handed to the connection.
  case finished
  /// The caller reset the stream.
  case cancelled
  case deadlineExceeded
  case connectionLost
  /// The server is stopping and the grace is over.
  case draining
  /// The transport ended the call with this status because of what the caller sent or did not read.
  case failed(StatusCode)
}

/// One streaming call's code: gets what the caller sends, and is told when it may write and when all is over.
///
/// Every function is called on the call's loop.
open class StreamHandler {
  public init() {}

  /// One whole message. The bytes are valid until the function returns.
  ///
  /// What is unpacked with the call's allocator is freed after the function returns.
  open func received(_ message: UnsafeRawBufferPointer, on call: ServerCall) {}

  /// The caller has sent its last message.
  open func halfClosed(_ call: ServerCall) {}

  /// What `send` refused to take more of has been written: it may be called again.
  open func writable(_ call: ServerCall) {}

  /// The server begins to stop. A server stream ends UNAVAILABLE here unless this is overridden; a call that takes many
  /// messages goes on until it is done or the grace is over.
  open func draining(_ call: ServerCall) {
    guard call.method.kind == .serverStreaming else { return }
    call.finish(Status(.unavailable, "the server is stopping"))
  }

  /// The call is over; `call` is not live any more. Called exactly once, after the handler was returned by its opener.
  open func ended(_ call: ServerCall, cause: EndCause) {}
}

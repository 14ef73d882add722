/// Where a call stands, as a value without I/O: it is told a fact and answers with what has to be done.
///
/// A fact that cannot be (a message after the end) makes the call `INTERNAL`, never the process stop.
struct CallState: Equatable {
  enum Inbound: Equatable { case headers, open, halfClosed }

  enum Outbound: Equatable {
    /// Nothing has left and nothing is queued.
    case idle
    /// Headers are submitted; messages may follow.
    case open
    /// The end is submitted; nothing more may follow.
    case finishing
    /// END_STREAM has left.
    case sent
  }

  /// What has to be done about what the peer sent.
  enum Action {
    case none
    /// Keep the one message until the peer has ended its side.
    case hold
    /// Give the message to the stream's handler.
    case deliver
    /// Call the method's handler with the message that was held.
    case invoke
    /// Tell the stream's handler that the last message has come.
    case halfClose
    case refuse(StatusCode, StaticString)
  }

  private(set) var inbound = Inbound.headers
  private(set) var outbound = Outbound.idle
  private var hasMessage = false

  /// Whether the handler may still answer.
  var isAnswerable: Bool { inbound != .headers && (outbound == .idle || outbound == .open) }

  /// Whether the peer has ended its side.
  var peerIsDone: Bool { inbound == .halfClosed }

  // MARK: What the peer did

  mutating func headersReceived() {
    if inbound == .headers { inbound = .open }
  }

  mutating func messageReceived(_ kind: CallKind) -> Action {
    guard isAnswerable else { return .none }
    guard inbound == .open else { return .refuse(.internal, "a message after the end") }
    if kind.takesMany { return .deliver }
    guard !hasMessage else { return .refuse(.unimplemented, "more than one request message") }
    hasMessage = true
    return .hold
  }

  /// - Parameter insideMessage: whether the stream ended before a message was whole.
  mutating func endReceived(_ kind: CallKind, insideMessage: Bool) -> Action {
    guard inbound != .halfClosed else { return .none }
    let wasAnswerable = isAnswerable
    inbound = .halfClosed
    guard wasAnswerable else { return .none }
    if insideMessage { return .refuse(.internal, "the request ended inside a message") }
    if kind.takesMany { return .halfClose }
    return hasMessage ? .invoke : .refuse(.unimplemented, "no request message")
  }

  // MARK: What we do

  /// - Returns: whether headers have to be submitted first.
  mutating func willSendMessage() -> Bool {
    defer { outbound = .open }
    return outbound == .idle
  }

  /// - Returns: whether nothing has been submitted, so that headers and status are one frame (Trailers-Only).
  mutating func willFinish() -> Bool {
    defer { outbound = .finishing }
    return outbound == .idle
  }

  /// - Returns: whether the peer must be told to stop sending (RFC 9113 8.1): RST_STREAM(NO_ERROR).
  mutating func endSent() -> Bool {
    outbound = .sent
    return inbound != .halfClosed
  }
}

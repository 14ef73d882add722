/// How many messages travel each way.
public enum CallKind: Sendable, Hashable {
  case unary, clientStreaming, serverStreaming, bidirectionalStreaming

  /// Whether the caller may send any number of messages.
  var takesMany: Bool { self == .clientStreaming || self == .bidirectionalStreaming }
}

/// A method's name and kind, the same object for every call of it on a loop.
public final class MethodDescriptor: Sendable {
  /// As on the wire: `/package.Service/Method`.
  public let path: String
  public let kind: CallKind

  init(path: String, kind: CallKind) {
    self.path = path
    self.kind = kind
  }
}

/// A method with the code that answers it, on one loop.
///
/// Handlers run on the loop's thread and may not block it. A handler that finishes later keeps a ``CallReference``.
public struct Method {
  /// Answers, or opens a stream, for a call that has begun.
  enum Handler {
    case message((ServerCall, UnsafeRawBufferPointer) -> Void)
    case serverStream((ServerCall, UnsafeRawBufferPointer) -> StreamHandler?)
    case stream((ServerCall) -> StreamHandler?)
  }

  let descriptor: MethodDescriptor
  let handler: Handler

  /// `package.Service`.
  var serviceName: String {
    let parts = descriptor.path.split(separator: "/", maxSplits: 1)
    return parts.first.map(String.init) ?? ""
  }

  /// One message in, one out.
  ///
  /// - Parameters:
  ///   - path: `/package.Service/Method`, case-sensitive.
  ///   - handler: gets the request's bytes, valid until it returns. It calls `respond` or `finish`, at once or later.
  public static func unary(
    _ path: String, _ handler: @escaping (ServerCall, UnsafeRawBufferPointer) -> Void
  ) -> Method {
    Method(descriptor: MethodDescriptor(path: path, kind: .unary), handler: .message(handler))
  }

  /// Many messages in, one out (`respond`).
  ///
  /// - Parameter open: called when the call begins, before any message; nil when it has finished the call already.
  public static func clientStreaming(
    _ path: String, _ open: @escaping (ServerCall) -> StreamHandler?
  ) -> Method {
    Method(descriptor: MethodDescriptor(path: path, kind: .clientStreaming), handler: .stream(open))
  }

  /// One message in, many out (`send`, then `finish`).
  ///
  /// - Parameter open: gets the request's bytes, valid until it returns; nil when it has finished the call already.
  public static func serverStreaming(
    _ path: String, _ open: @escaping (ServerCall, UnsafeRawBufferPointer) -> StreamHandler?
  ) -> Method {
    Method(descriptor: MethodDescriptor(path: path, kind: .serverStreaming), handler: .serverStream(open))
  }

  /// Many messages each way (`send`, then `finish`).
  ///
  /// - Parameter open: called when the call begins, before any message; nil when it has finished the call already.
  public static func bidirectionalStreaming(
    _ path: String, _ open: @escaping (ServerCall) -> StreamHandler?
  ) -> Method {
    Method(descriptor: MethodDescriptor(path: path, kind: .bidirectionalStreaming), handler: .stream(open))
  }
}

/// What an application gives for each loop.
///
/// Made once a loop, on that loop's thread, so that handlers own what they need (a database reader) without locks.
public struct LoopServices {
  public var methods: [Method]
  /// Called on the loop's thread after each round of events and before the round's answers are written: the moment to
  /// hand over what was gathered in the round.
  public var endOfTick: (() -> Void)?

  public init(methods: [Method], endOfTick: (() -> Void)? = nil) {
    self.methods = methods
    self.endOfTick = endOfTick
  }
}

/// A gRPC server: HTTP/2 over TLS 1.3 on one port, over a fixed number of event loops.
public final class Server: Sendable {
  /// Binds the port and reads the TLS files; takes no connection yet.
  ///
  /// - Parameters:
  ///   - configuration: everything that the server is told.
  ///   - services: called once on each loop's thread, at ``start()``.
  /// - Throws: one line that names the file or the port and the cause.
  public init(
    configuration: ServerConfiguration, services: @escaping @Sendable (LoopReference) -> LoopServices
  ) throws(ServerError) {}

  /// The port that is bound, the kernel's choice when the configuration said 0.
  public var port: UInt16 { 0 }

  /// Every loop, by index.
  public var loops: [LoopReference] { [] }

  /// Starts the loops and takes connections. Once.
  public func start() {}

  /// Runs `action` on the first loop's thread whenever the process gets the signal. SIGPIPE is ignored by ``start()``.
  public func onSignal(_ number: Int32, _ action: @escaping @Sendable () -> Void) {}

  /// What the health service says of a service; "" is the whole server. Any thread.
  public func setServing(service: String, _ isServing: Bool) {}

  /// Reads the TLS files again, for the handshakes to come; connections stay. Any thread.
  ///
  /// - Throws: and the old certificates stay in use.
  public func reloadCertificates() throws(ServerError) {}

  /// Stops taking connections and calls, lets those in flight end, then stops the loops. Any thread; once.
  ///
  /// - Parameters:
  ///   - graceMilliseconds: after so long, what is left ends UNAVAILABLE.
  ///   - onDone: called when the last loop has stopped, on its thread.
  public func drain(graceMilliseconds: Int, onDone: @escaping @Sendable () -> Void = {}) {}

  /// Blocks the calling thread until the loops have stopped.
  public func wait() {}
}

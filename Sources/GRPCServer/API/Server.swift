internal import Reactor
internal import Synchronization

/// A gRPC server: HTTP/2 over TLS 1.3 on one port, over a fixed number of event loops.
public final class Server: Sendable {
  /// Where a server is in its life; it only moves down this list.
  private enum Lifecycle {
    case bound(Listener)
    case running(Acceptor)
    case draining
  }

  /// The port that is bound, the kernel's choice when the configuration said 0.
  public let port: UInt16

  private let configuration: ServerConfiguration
  private let services: @Sendable (LoopReference) -> LoopServices
  private let hosts: [LoopServer]
  private let health = HealthRegistry()
  private let census: AddressCensus
  private let descriptors: DescriptorIndex
  private let lifecycle: Mutex<Lifecycle>
  /// In use: the next takes over its tickets.
  private let tls: Mutex<TLSContext>

  /// Binds the port and reads the TLS files; takes no connection yet.
  ///
  /// - Parameters:
  ///   - configuration: everything that the server is told.
  ///   - services: called once on each loop's thread, at ``start()``.
  /// - Throws: one line that names the file or the port and the cause.
  public init(
    configuration: ServerConfiguration, services: @escaping @Sendable (LoopReference) -> LoopServices
  ) throws(ServerError) {
    self.configuration = configuration
    self.services = services
    descriptors = try DescriptorIndex(configuration.descriptorSets + [OwnDescriptors.set])
    let tls = try Self.readTLS(configuration, resuming: nil)
    self.tls = Mutex(tls)
    let census = AddressCensus(
      maximum: configuration.maximumConnections, maximumPerAddress: configuration.maximumConnectionsPerAddress
    )
    self.census = census
    let listener = try Self.bind(configuration)
    port = listener.port
    lifecycle = Mutex(.bound(listener))
    let health = health
    var hosts: [LoopServer] = []
    for index in 0..<max(1, configuration.loops) {
      hosts.append(
        try LoopServer(index: index, configuration: configuration, tls: tls, health: health, census: census))
    }
    self.hosts = hosts
  }

  private static func bind(_ configuration: ServerConfiguration) throws(ServerError) -> Listener {
    do {
      return try Listener(host: configuration.host, port: configuration.port)
    } catch {
      throw ServerError(
        error.isAddressInUse ? .addressInUse : .address,
        "cannot listen on \(configuration.host):\(configuration.port): \(error)")
    }
  }

  private static func readTLS(
    _ configuration: ServerConfiguration, resuming earlier: TLSContext?
  ) throws(ServerError) -> TLSContext {
    do {
      return try TLSContext(
        certificateChainPath: configuration.certificateChainPath,
        privateKeyPath: configuration.privateKeyPath,
        clientCertificateAuthorityPath: configuration.clientCertificateAuthorityPath,
        revocationListPath: configuration.revocationListPath,
        requiresClientCertificate: configuration.requireClientCertificate, applicationProtocol: "h2",
        resuming: earlier)
    } catch {
      let (kind, role): (ServerError.Kind, String) =
        switch error.role {
        case .certificateChain: (.certificate, "certificate")
        case .privateKey: (.privateKey, "private key")
        case .clientCertificateAuthority: (.clientCertificateAuthority, "client CA")
        case .revocationList: (.revocationList, "revocation list")
        }
      throw ServerError(kind, "cannot use the \(role) \(error.path): \(error.reason)")
    }
  }

  // MARK: Life

  /// Every loop, by index.
  public var loops: [LoopReference] { hosts.map(\.reference) }

  /// Starts the loops and takes connections. Once.
  public func start() {
    SignalWatch.ignoreBrokenPipes()
    let acceptor = lifecycle.withLock { lifecycle -> Acceptor? in
      guard case .bound(let listener) = lifecycle else { return nil }
      let acceptor = Acceptor(listener: listener, hosts: hosts, census: census, events: configuration.events)
      lifecycle = .running(acceptor)
      return acceptor
    }
    guard let acceptor else { return }
    for host in hosts {
      host.loop.execute { [services, descriptors] in
        host.begin(services(host.reference), descriptors)
      }
      host.loop.start(name: "grpc-\(host.index)")
    }
    hosts[0].loop.execute { [configuration, port] in
      acceptor.start()
      configuration.events(.listening(port: port))
    }
  }

  /// Runs `action` on the first loop's thread whenever the process gets the signal. SIGPIPE is ignored by ``start()``.
  public func onSignal(_ number: Int32, _ action: @escaping @Sendable () -> Void) {
    let first = hosts[0]
    first.loop.execute { first.watch(signal: number, action) }
  }

  /// What the health service says of a service; "" is the whole server. Any thread. Services that are served begin as
  /// serving.
  public func setServing(service: String, _ isServing: Bool) {
    health.set(service, isServing ? .serving : .notServing)
  }

  /// Reads the TLS files again, for the handshakes to come. Connections stay, but for those whose client's certificate is
  /// revoked by now; sessions can still be resumed. Any thread.
  ///
  /// - Throws: and the old certificates stay in use.
  public func reloadCertificates() throws(ServerError) {
    let fresh = try Self.readTLS(configuration, resuming: tls.withLock { $0 })
    tls.withLock { $0 = fresh }
    for host in hosts { host.loop.execute { host.use(fresh) } }
    configuration.events(.certificatesReloaded)
  }

  /// Stops taking connections and calls, lets those in flight end, then stops the loops. Any thread; once.
  ///
  /// - Parameters:
  ///   - graceMilliseconds: after so long, what is left ends UNAVAILABLE.
  ///   - onDone: called when the last connection has closed, on its loop's thread.
  public func drain(graceMilliseconds: Int, onDone: @escaping @Sendable () -> Void = {}) {
    let acceptor = lifecycle.withLock { lifecycle -> Acceptor? in
      guard case .running(let acceptor) = lifecycle else { return nil }
      lifecycle = .draining
      return acceptor
    }
    guard let acceptor else { return }
    configuration.events(.drainBegan(connections: census.connections))
    health.beginDrain()
    let ended = DrainTally(loops: hosts.count) { [configuration] abandoned in
      configuration.events(.drainEnded(abandonedCalls: abandoned))
      onDone()
    }
    // Sockets that were accepted before are on their way to their loops: the drain follows them.
    hosts[0].loop.execute { [hosts] in
      acceptor.stop()
      for host in hosts {
        host.loop.execute {
          host.drain(graceMilliseconds: graceMilliseconds) { ended.loopEnded(abandoned: $0) }
        }
      }
    }
  }

  /// Blocks the calling thread until the loops have stopped. Not on a loop's own thread.
  public func wait() {
    for host in hosts { host.loop.join() }
  }
}

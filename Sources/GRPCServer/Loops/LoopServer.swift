internal import Reactor

/// One loop's share of a server: its connections, its calls and what they share.
///
/// `@unchecked Sendable`: all is confined to the loop's thread; references travel between threads only to be given back to
/// it by `loop.execute`.
final class LoopServer: @unchecked Sendable {
  enum Lifecycle {
    case serving
    case draining(whenEmpty: @Sendable (_ abandonedCalls: Int) -> Void)
    case stopped
  }

  let index: Int
  let loop: EventLoop
  let configuration: ServerConfiguration
  let health: HealthRegistry
  let census: AddressCensus
  let setup: SessionSetup
  let gzip = Gzip()
  private(set) var tls: TLSContext
  var lifecycle = Lifecycle.serving

  private(set) var methods = MethodTable([])
  private var healthService: HealthService?
  private var applicationEndOfTick: (() -> Void)?
  private(set) var connections: [Connection] = []
  /// In the order in which they began.
  private var handshakes: [Connection] = []
  @exclusivity(unchecked) var dirty: [Connection] = []
  @exclusivity(unchecked) var output = OutputBuffer()
  private var writable: [ServerCall] = []

  @exclusivity(unchecked) var calls = CallTable()
  @exclusivity(unchecked) var aliveHandlers = 0
  /// Held by unfinished messages.
  @exclusivity(unchecked) var bufferedBytes = 0
  @exclusivity(unchecked) private var pool: [ServerCall] = []
  private let pooledCalls = 256

  private var sweep: LoopTimer?
  private var graceTimer: LoopTimer?
  private var timers: [ObjectIdentifier: LoopTimer] = [:]
  private var signals: [SignalWatch] = []
  private var abandonedCalls = 0

  init(
    index: Int, configuration: ServerConfiguration, tls: TLSContext, health: HealthRegistry,
    census: AddressCensus
  ) throws(ServerError) {
    do {
      loop = try EventLoop()
    } catch {
      throw ServerError(.system, "cannot make an event loop: \(error)")
    }
    self.index = index
    self.configuration = configuration
    self.tls = tls
    self.health = health
    self.census = census
    setup = SessionSetup(configuration)
  }

  deinit {
    methods.destroy()
  }

  var reference: LoopReference { LoopReference(index: index, host: self) }

  /// On the loop's thread, before the first connection.
  func begin(_ services: LoopServices, _ descriptors: DescriptorIndex) {
    let healthService = HealthService(health, on: reference)
    self.healthService = healthService
    // The application's methods come first: it may bring its own health or reflection.
    let served = services.methods + healthService.methods
    let names = Set(served.map(\.serviceName)).union(ReflectionService.names)
    health.add(names)
    let reflection = ReflectionService(descriptors, services: names.sorted())
    methods.destroy()
    methods = MethodTable(served + reflection.methods)
    applicationEndOfTick = services.endOfTick
    // Keeps this object for as long as the loop runs, whatever becomes of the server.
    loop.endOfTick = { [self] in endOfTick() }
    let timer = LoopTimer(loop: loop) { [unowned self] in checkConnections() }
    timer.arm(milliseconds: sweepInterval, repeating: true)
    sweep = timer
  }

  /// A quarter of the shortest time that is watched: no timeout is more than that late.
  private var sweepInterval: UInt64 {
    let times = [
      configuration.handshakeTimeoutMilliseconds, configuration.settingsTimeoutMilliseconds,
      configuration.headerTimeoutMilliseconds, configuration.bodyTimeoutMilliseconds,
      configuration.writeStallTimeoutMilliseconds, configuration.keepaliveTimeoutMilliseconds,
      configuration.keepaliveIntervalMilliseconds, configuration.maximumConnectionIdleMilliseconds,
      configuration.maximumConnectionAgeMilliseconds, 4_000,
    ]
    return UInt64(max(10, times.filter { $0 > 0 }.min()! / 4))
  }

  /// For the handshakes to come; and who holds a certificate that is revoked by now has to go.
  func use(_ tls: TLSContext) {
    self.tls = tls
    for connection in connections { connection.checkRevocation() }
  }

  // MARK: Connections

  /// Takes over a socket that the acceptor has counted.
  func adopt(_ socket: AcceptedSocket) {
    guard case .serving = lifecycle else {
      census.left(PeerAddress(socket.address))
      socket.refuse()
      return
    }
    if handshakes.count >= configuration.maximumHandshakesPerLoop {
      // The oldest has had the most time: a peer that lets its handshakes lie is the first to go.
      handshakes[0].cutOff(.evicted)
    }
    let connection = Connection(host: self, socket: socket)
    connection.indexInHost = connections.count
    connections.append(connection)
    handshakes.append(connection)
    connection.start()
  }

  func handshakeEnded(_ connection: Connection) {
    if let index = handshakes.firstIndex(where: { $0 === connection }) { handshakes.remove(at: index) }
  }

  func connectionEnded(_ connection: Connection) {
    let last = connections.removeLast()
    if connection.indexInHost < connections.count {
      connections[connection.indexInHost] = last
      last.indexInHost = connection.indexInHost
    }
    census.left(connection.peer.address)
    stopIfEmpty()
  }

  private func checkConnections() {
    let now = loop.now
    // From the end: a connection that closes is replaced by one that has been checked.
    for index in connections.indices.reversed() where index < connections.count {
      connections[index].check(now)
    }
  }

  // MARK: Ticks

  private func endOfTick() {
    applicationEndOfTick?()
    // A handler that is told that it may write makes its connection dirty again: twice around, the rest next tick.
    for _ in 0..<2 where !dirty.isEmpty {
      let round = dirty
      dirty = []
      for connection in round {
        connection.isDirty = false
        if !connection.pump() { connection.markDirty() }
      }
      tellWritable()
    }
    gzip.trim()
    if !dirty.isEmpty { loop.stayAwake() }
  }

  func becameWritable(_ call: ServerCall) {
    writable.append(call)
  }

  private func tellWritable() {
    while !writable.isEmpty {
      let round = writable
      writable = []
      for call in round where call.isLive { call.handler?.writable(call) }
    }
  }

  // MARK: Calls

  func takeCall() -> ServerCall {
    pool.popLast() ?? ServerCall(host: self)
  }

  /// Keeps a cleared call for the next, unless somebody still holds it.
  func recycle(_ call: consuming ServerCall) {
    var call = call
    if pool.count < pooledCalls && isKnownUniquelyReferenced(&call) { pool.append(call) }
  }

  func find(slot: UInt32, generation: UInt32) -> ServerCall? {
    switch calls.find(slot: slot, generation: generation) {
    case .live(let call): return call
    case .orphaned(let connection):
      connection.aliveHandlers -= 1
      aliveHandlers -= 1
      return nil
    case .gone: return nil
    }
  }

  // MARK: Application's timers and signals

  func after(milliseconds: Int, _ work: @escaping () -> Void) {
    var identity: ObjectIdentifier?
    let timer = LoopTimer(loop: loop) { [unowned self] in
      // Kept alive by the table until here.
      if let identity { timers[identity] = nil }
      work()
    }
    identity = ObjectIdentifier(timer)
    timers[ObjectIdentifier(timer)] = timer
    timer.arm(milliseconds: UInt64(max(0, milliseconds)))
  }

  func watch(signal: Int32, _ action: @escaping @Sendable () -> Void) {
    signals.append(SignalWatch(loop: loop, signal: signal, action: action))
  }

  // MARK: Health

  func page() -> String {
    configuration.page(health.status(of: "") == .serving)
  }

  // MARK: The end

  /// - Parameter whenEmpty: called once the last connection has closed, just before the loop stops.
  func drain(graceMilliseconds: Int, whenEmpty: @escaping @Sendable (_ abandonedCalls: Int) -> Void) {
    guard case .serving = lifecycle else { return }
    lifecycle = .draining(whenEmpty: whenEmpty)
    for connection in connections {
      if connection.phase == .handshaking {
        connection.close(lingering: false)
      } else {
        connection.leave(servesOn: false)
        connection.tellHandlersOfDrain()
      }
    }
    let timer = LoopTimer(loop: loop) { [unowned self] in graceIsOver() }
    timer.arm(milliseconds: UInt64(max(0, graceMilliseconds)))
    graceTimer = timer
    stopIfEmpty()
  }

  private func graceIsOver() {
    for connection in connections { abandonedCalls += connection.abandonCalls() }
    // What they are told leaves within this tick; a peer that does not read it is not waited for.
    let timer = LoopTimer(loop: loop) { [unowned self] in
      for connection in connections.reversed() { connection.close(lingering: false) }
    }
    timer.arm(milliseconds: 1_000)
    graceTimer = timer
  }

  private func stopIfEmpty() {
    guard connections.isEmpty, case .draining(let whenEmpty) = lifecycle else { return }
    lifecycle = .stopped
    sweep = nil
    graceTimer = nil
    // Not from inside the callback of the connection that was the last.
    loop.execute { [self] in
      timers = [:]
      for signal in signals { signal.stop() }
      signals = []
      whenEmpty(abandonedCalls)
      loop.endOfTick = {}
      methods.destroy()
      methods = MethodTable([])
      applicationEndOfTick = nil
      pool = []
      loop.stop()
    }
  }
}

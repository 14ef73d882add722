import Testing

@testable import GRPCServer

@Suite("Guards against hostile peers")
struct GuardTests {
  /// Frames that an attacker repeats, and how it is cut off.
  struct Flood: Sendable {
    var name: String
    var start: @Sendable (TestClient) -> [UInt8] = { $0.frame(4, 0, 0) }
    var frames: @Sendable (TestClient, Int32) -> [UInt8]
    var cause: ServerEvent.CutOffCause
  }

  static let floods: [Flood] = [
    Flood(
      name: "rapid reset",
      frames: { client, stream in
        client.headers(stream, TestClient.call(EchoService.stream), ends: false)
          + client.frame(3, 0, stream, [0, 0, 0, 8])
      }, cause: .tooManyResets),
    Flood(
      name: "made-you-reset: a window that overflows",
      frames: { client, stream in
        client.headers(stream, TestClient.call(EchoService.stream), ends: false)
          + client.frame(8, 0, stream, [0x7F, 0xFF, 0xFF, 0xFF])
      }, cause: .tooManyResets),
    Flood(
      name: "made-you-reset: more data than content-length",
      frames: { client, stream in
        client.headers(stream, TestClient.call(EchoService.stream, [("content-length", "0")]), ends: false)
          + client.frame(0, 0, stream, [1])
      }, cause: .tooManyResets),
    Flood(name: "SETTINGS", frames: { client, _ in client.frame(4, 0, 0) }, cause: .controlFlood),
    Flood(
      name: "PRIORITY", frames: { client, stream in client.frame(2, 0, stream, [0, 0, 0, 0, 1]) },
      cause: .controlFlood),
    Flood(
      name: "WINDOW_UPDATE", frames: { client, _ in client.frame(8, 0, 0, [0, 0, 0, 1]) },
      cause: .controlFlood),
    Flood(name: "unknown frames", frames: { client, _ in client.frame(0x99, 0, 0) }, cause: .controlFlood),
    Flood(
      name: "empty DATA", start: { $0.headers(1, TestClient.call(EchoService.stream), ends: false) },
      frames: { client, _ in client.frame(0, 0, 1) }, cause: .controlFlood),
    Flood(
      name: "PING", frames: { client, _ in client.frame(6, 0, 0, [0, 1, 2, 3, 4, 5, 6, 7]) },
      cause: .tooManyPings),
  ]

  @Test(
    "an attacker is cut off with ENHANCE_YOUR_CALM while another client notices nothing",
    arguments: floods.indices)
  func cutsOff(_ index: Int) throws {
    let flood = Self.floods[index]
    let server = try TestServer {
      $0.resetBudget = 20
      $0.resetsPerSecond = 1
      $0.controlFrameBudget = 100
      $0.controlFramesPerSecond = 1
    }
    let honest = try server.client()
    let attacker = try server.client()
    try attacker.send(flood.start(attacker))
    var stream: Int32 = 3
    for _ in 0..<150 where (try? attacker.send(flood.frames(attacker, stream))) != nil { stream += 2 }
    #expect(server.hasEvent(flood.cause.eventName), "\(flood.name)")
    #expect(try honest.call(1, EchoService.unary).status == "0")
  }

  @Test("a client that resets every finished stream is not cut off")
  func honestResets() throws {
    let server = try TestServer {
      $0.resetBudget = 5
      $0.resetsPerSecond = 0
    }
    let client = try server.client()
    for number in 0..<300 {
      let stream = Int32(number) * 2 + 1
      #expect(try client.call(stream, EchoService.unary).status == "0")
      try client.send(client.frame(3, 0, stream, [0, 0, 0, 0]))
    }
    #expect(client.isAlive())
  }

  @Test("pings between which calls are answered are free")
  func honestPings() throws {
    let server = try TestServer()
    let client = try server.client()
    for number in 0..<20 {
      #expect(client.isAlive())
      #expect(try client.call(Int32(number) * 2 + 1, EchoService.unary).status == "0")
    }
    // Two strikes are forgiven, the third is not.
    #expect(client.isAlive() && client.isAlive() && client.isAlive())
    try client.send(client.frame(6, 0, 0, [0, 1, 2, 3, 4, 5, 6, 7]))
    let goAway = try client.goAway()
    #expect(goAway.code == 11 && goAway.words == "too_many_pings")
  }

  /// What a stalled peer has sent, and the stage that is timed.
  static let stalls: [(name: String, cause: ServerEvent.CutOffCause)] = [
    ("no preface", .settingsTimeout), ("half a frame header", .headerTimeout),
    ("an open header block", .headerTimeout),
  ]

  @Test("each stage has its time", arguments: stalls)
  func timesStage(_ name: String, _ cause: ServerEvent.CutOffCause) throws {
    let server = try TestServer {
      $0.settingsTimeoutMilliseconds = 60
      $0.headerTimeoutMilliseconds = 60
    }
    let client = try server.client(TestClient.Options(sendsPreface: name != "no preface"))
    if name == "half a frame header" { try client.send([0, 0]) }
    if name == "an open header block" {
      try client.send(client.frame(1, 1, 1, client.encode(TestClient.call(EchoService.unary))))
    }
    #expect(try client.goAway().code != 0)
    #expect(server.hasEvent(cause.eventName))
  }

  @Test("a body that does not come, and an answer that is not read, end their stream alone")
  func stalledStreams() throws {
    let server = try TestServer {
      $0.bodyTimeoutMilliseconds = 60
      $0.writeStallTimeoutMilliseconds = 60
    }
    let client = try server.client(TestClient.Options(settings: [(4, 0)]))
    try client.send(
      client.headers(1, TestClient.call(EchoService.unary), ends: false)
        + client.frame(0, 0, 1, [0, 0, 0, 0, 9, 1]))
    #expect(try client.answer(1).reset == 8)
    try client.send(
      client.headers(3, TestClient.call(EchoService.unary), ends: false)
        + client.frame(0, 1, 3, TestClient.message([1])))
    #expect(try client.answer(3).reset == 8)
    #expect(client.isAlive())
  }

  @Test("a handshake that does not come ends")
  func stalledHandshake() throws {
    let server = try TestServer { $0.handshakeTimeoutMilliseconds = 60 }
    let connection = try RawConnection(port: server.port)
    #expect(connection.isClosedByPeer())
    #expect(server.hasEvent(ServerEvent.CutOffCause.handshakeTimeout.eventName))
  }

  @Test("one address gets so many connections, and its place back when one closes")
  func perAddress() throws {
    let server = try TestServer { $0.maximumConnectionsPerAddress = 2 }
    var first: TestClient? = try server.client()
    let second = try server.client()
    #expect(throws: ClientError.self) { try server.client() }
    #expect(server.hasEvent("maximumConnectionsPerAddress"))
    #expect(first?.isAlive() == true && second.isAlive())
    first = nil
    // The server reads the close when it reads it.
    var third: TestClient?
    for _ in 0..<1_000 where third == nil { third = try? server.client() }
    #expect(third?.isAlive() == true)
  }

  @Test("unfinished messages of one connection are bounded together")
  func bufferedBytes() throws {
    let server = try TestServer { $0.maximumBufferedBytesPerConnection = 256 << 10 }
    let client = try server.client()
    let part = [0, 0, 2, 0, 0] + [UInt8](repeating: 1, count: 16_000)
    var refused = 0
    for number in 0..<40 where refused == 0 {
      let stream = Int32(number) * 4 + 1
      try client.send(
        client.headers(stream, TestClient.call(EchoService.unary), ends: false)
          + client.frame(0, 0, stream, part))
      try client.send(
        client.headers(stream + 2, TestClient.call(EchoService.unary), ends: false)
          + client.frame(0, 1, stream + 2, TestClient.message([])))
      while case let received = try client.next(), received.stream != stream + 2 || !received.endsStream {
        if received.fields["grpc-status"] == "8" { refused += 1 }
      }
    }
    #expect(refused > 0)
    #expect(client.isAlive())
  }

  @Test("a cancelled call's handler counts until it looks for its call")
  func aliveHandlers() throws {
    let server = try TestServer { $0.maximumAliveHandlersPerConnection = 3 }
    let client = try server.client()
    for stream in [1, 3] as [Int32] {
      try client.send(
        client.headers(stream, TestClient.call(EchoService.kept), ends: false)
          + client.frame(0, 1, stream, TestClient.message([])) + client.frame(3, 0, stream, [0, 0, 0, 8]))
    }
    try client.send(
      client.headers(5, TestClient.call(EchoService.kept), ends: false)
        + client.frame(0, 1, 5, TestClient.message([])))
    #expect(try client.call(7, EchoService.unary).status == "8")
    // Another connection is not concerned, and lets the handlers end: one call still lives.
    #expect(try server.client().call(1, EchoService.release).data == TestClient.message([1]))
    #expect(try client.call(9, EchoService.unary).status == "0")
  }

  @Test("an idle connection and an old one are asked to leave", arguments: [true, false])
  func leaving(_ isIdle: Bool) throws {
    let server = try TestServer {
      if isIdle {
        $0.maximumConnectionIdleMilliseconds = 60
      } else {
        $0.maximumConnectionAgeMilliseconds = 60
      }
    }
    let client = try server.client()
    let notice = try client.next(type: 7).payload
    #expect(notice == [0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0])
    let ping = try client.next(type: 6)
    // A call that crosses the notice is served.
    #expect(try client.call(1, EchoService.unary).status == "0")
    try client.send(client.frame(6, 1, 0, ping.payload))
    #expect(try client.next(type: 7).payload == [0, 0, 0, 1, 0, 0, 0, 0])
    #expect(throws: ClientError.self) { try client.next(type: 0) }
  }

  @Test("a stopping server answers what is in flight, refuses what is new and ends streams")
  func drain() throws {
    let server = try TestServer()
    let client = try server.client()
    try client.send(client.headers(1, TestClient.call(EchoService.stream), ends: false))
    try client.send(client.frame(0, 0, 1, TestClient.message([1])))
    #expect(try client.next(type: 0).payload == TestClient.message([1]))
    let done = Signal()
    server.server.drain(graceMilliseconds: 60) { done.fire() }
    _ = try client.next(type: 7)
    #expect(try client.call(3, EchoService.unary).status == "14")
    let ended = try client.answer(1)
    #expect(ended.status == "14")
    #expect(done.wait())
    server.server.wait()
    #expect(throws: ClientError.self) { try server.client() }
    #expect(server.hasEvent("drainEnded(abandonedCalls: 1)"))
  }
}

extension ServerEvent.CutOffCause {
  /// As it stands in an event's description.
  var eventName: String { "CutOffCause.\(self)" }
}

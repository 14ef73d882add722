import GRPCServer
import TestSupport
import Testing

@Suite("What a slow peer may cost")
struct PatienceTests {
  /// Above what a test that sends a byte at a time can reach, so that such a peer always stands still.
  private static let fastRate = 10_000_000

  @Test("an answer that is taken by a byte now and then counts as unread")
  func byteByByteReader() throws {
    let server = try TestServer {
      $0.writeStallTimeoutMilliseconds = 60
      $0.minimumBytesPerSecond = Self.fastRate
      $0.controlFrameBudget = 1_000_000
    }
    let client = try server.client(TestClient.Options(settings: [(4, 0)]))
    client.returnsWindows = false
    let size = 60_000
    try client.send(client.headers(1, TestClient.call(EchoService.unary), ends: false))
    try client.sendData(1, TestClient.message([UInt8](repeating: 1, count: size)))
    var taken = 0
    var end: TestClient.Frame?
    while end == nil {
      try client.send(client.frame(8, 0, 1, [0, 0, 0, 1]))
      while case let received = try client.next(), received.stream == 1 {
        if received.type == 3 { end = received }
        if received.type == 0 { taken += received.payload.count }
        if received.type == 3 || received.type == 0 { break }
      }
    }
    #expect(end?.payload == [0, 0, 0, 8])
    #expect(taken < size)
    #expect(client.isAlive())
  }

  @Test("what has come fast buys an unfinished message no time ahead")
  func burstAndSilence() throws {
    let server = try TestServer {
      $0.bodyTimeoutMilliseconds = 60
      $0.minimumBytesPerSecond = 1
    }
    let client = try server.client()
    try client.send(client.headers(1, TestClient.call(EchoService.unary), ends: false))
    let announced: [UInt8] = [0, 0, 3, 0, 0]
    for payload in [announced] + [[UInt8]](repeating: [UInt8](repeating: 1, count: 16_000), count: 3) {
      try client.send(client.frame(0, 0, 1, payload))
    }
    #expect(try client.answer(1).reset == 8)
    #expect(client.isAlive())
  }

  @Test("unfinished messages of all connections are bounded together, and small calls go on")
  func bufferedBytesOfALoop() throws {
    let server = try TestServer { $0.maximumBufferedBytesPerLoop = 256 << 10 }
    let part = [UInt8](repeating: 1, count: 16_000)
    var clients: [TestClient] = []
    var status: String?
    while status == nil && clients.count < 20 {
      let client = try server.client()
      clients.append(client)
      try client.send(client.headers(1, TestClient.call(EchoService.unary), ends: false))
      for payload in [[0, 0, 3, 0, 0], part, part, part] { try client.send(client.frame(0, 0, 1, payload)) }
      // Answered in order behind what was sent: a refusal has come when the ping's answer has.
      try client.send(client.frame(6, 0, 0, [UInt8](repeating: 0, count: 8)))
      while case let received = try client.next(), received.type != 6 {
        status = status ?? received.fields["grpc-status"]
      }
    }
    #expect(status == "8")
    #expect(try server.client().call(1, EchoService.unary).status == "0")
  }

  @Test("some key updates are served, many end the connection")
  func keyUpdates() throws {
    let server = try TestServer()
    let client = try server.client()
    for _ in 0..<20 { try client.updateKeys() }
    #expect(client.isAlive())
    for _ in 0..<1_000 { try? client.updateKeys() }
    #expect(!client.isAlive())
    #expect(server.hasEvent("keyUpdateFlood"))
  }
}

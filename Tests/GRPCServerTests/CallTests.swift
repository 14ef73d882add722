import Testing

@testable import GRPCServer

@Suite("Calls over TLS")
struct CallTests {
  let server: TestServer
  let client: TestClient

  init() throws {
    server = try TestServer { $0.maximumMessageBytes = 1 << 20 }
    client = try server.client()
  }

  @Test("a unary call gets its answer with status 0", arguments: [0, 1, 1_000, 100_000, 1 << 20])
  func unary(_ size: Int) throws {
    let message = [UInt8](repeating: 0x5A, count: size)
    let answer = try client.call(1, EchoService.unary, messages: [message])
    #expect(answer.status == "0")
    #expect(answer.fields[":status"] == "200")
    #expect(answer.fields["content-type"] == "application/grpc")
    #expect(answer.data == TestClient.message(message))
  }

  @Test("a handler may answer later, from another thread")
  func later() throws {
    let answer = try client.call(1, EchoService.later, messages: [[1, 2, 3]])
    #expect(answer.status == "0")
    #expect(answer.data == TestClient.message([1, 2, 3]))
  }

  @Test("an error is one header block with status, message, details and trailers")
  func error() throws {
    let answer = try client.call(1, EchoService.fails)
    #expect(answer.status == "10")
    #expect(answer.message == "no: %DB%B1%DB%B0%DB%B0%25")
    #expect(answer.fields["grpc-status-details-bin"] == "CQk")
    #expect(answer.fields["x-reason-bin"] == "AQID")
    #expect(answer.data.isEmpty)
  }

  @Test(
    "a pushback is a decimal number, negative where no repeat is wanted", arguments: ["0", "1500", "-1", nil])
  func pushback(_ milliseconds: String?) throws {
    let answer = try client.call(1, EchoService.busy, messages: [Array((milliseconds ?? "").utf8)])
    #expect(answer.status == "8")
    #expect(answer.fields["grpc-retry-pushback-ms"] == milliseconds)
  }

  /// A rule of a request's body: what is sent as DATA, and the status that answers it.
  static let bodies: [(rule: String, data: [UInt8], status: String)] = [
    ("one message", TestClient.message([1]), "0"),
    ("no message", [], "12"),
    ("two messages", TestClient.message([1]) + TestClient.message([2]), "12"),
    ("half a prefix", [0, 0, 0], "13"),
    ("half a message", [0, 0, 0, 0, 9, 1], "13"),
    ("an unknown flag", [2, 0, 0, 0, 0], "13"),
    ("compressed without an encoding", [1, 0, 0, 0, 0], "13"),
    ("a length above the limit", [0, 0, 0x10, 0, 1], "8"),
    ("an absurd length", [0, 0xFF, 0xFF, 0xFF, 0xFF], "8"),
  ]

  @Test("the body of a unary call", arguments: bodies)
  func body(_ rule: String, _ data: [UInt8], _ status: String) throws {
    try client.send(
      client.headers(1, TestClient.call(EchoService.unary), ends: false) + client.frame(0, 1, 1, data))
    #expect(try client.answer(1).status == status, "\(rule)")
    #expect(client.isAlive())
  }

  @Test("DATA boundaries and padding mean nothing")
  func splits() throws {
    try client.send(client.headers(1, TestClient.call(EchoService.unary), ends: false))
    for byte in TestClient.message([7, 8, 9]) {
      try client.send(client.frame(0, 8, 1, [3, byte, 0, 0, 0]) + client.frame(0, 0, 1))
    }
    try client.send(client.frame(0, 1, 1))
    #expect(try client.answer(1).data == TestClient.message([7, 8, 9]))
  }

  /// A rule of a request's head.
  static let heads: [(rule: String, fields: [(String, String)], status: String, grpc: String?)] = [
    ("GET / is a page", plain("GET", "/"), "200", nil),
    ("HEAD / is its head", plain("HEAD", "/"), "200", nil),
    ("GET of anything else is 404", plain("GET", "/favicon.ico"), "404", nil),
    ("POST without a gRPC content type is 415", plain("POST", "/test.Echo/Unary"), "415", nil),
    (
      "gRPC-Web is 415", plain("POST", "/test.Echo/Unary") + [("content-type", "application/grpc-web")],
      "415", nil
    ),
    ("PUT is 405", plain("PUT", "/"), "405", nil),
    ("GET of a call is 405", plain("GET", "/") + [("content-type", "application/grpc+proto")], "405", nil),
    ("unknown service", TestClient.call("/no.Such/Call"), "200", "12"),
    ("unknown method", TestClient.call("/test.Echo/Nothing"), "200", "12"),
    ("paths are case-sensitive", TestClient.call("/test.echo/unary"), "200", "12"),
    ("malformed timeout", TestClient.call(EchoService.unary, [("grpc-timeout", "soon")]), "200", "13"),
    ("unknown encoding", TestClient.call(EchoService.unary, [("grpc-encoding", "lzma")]), "200", "12"),
    ("malformed binary metadata", TestClient.call(EchoService.unary, [("x-bin", "*")]), "200", "13"),
    (
      "headers above the limit",
      TestClient.call(EchoService.unary, [("x", String(repeating: "a", count: 8_192))]), "200", "8"
    ),
    (
      "headers of no call above the limit", plain("GET", "/") + [("x", String(repeating: "a", count: 8_192))],
      "431",
      nil
    ),
  ]

  static func plain(_ method: String, _ path: String) -> [(String, String)] {
    [(":method", method), (":scheme", "https"), (":path", path), (":authority", "localhost")]
  }

  @Test("the head of a request", arguments: heads)
  func head(_ rule: String, _ fields: [(String, String)], _ status: String, _ grpc: String?) throws {
    try client.send(client.headers(1, fields, ends: true))
    let answer = try client.answer(1)
    #expect(answer.fields[":status"] == status, "\(rule)")
    #expect(answer.status == grpc, "\(rule)")
    #expect(client.isAlive())
  }

  @Test("an unknown encoding is answered with the known ones")
  func acceptedEncodings() throws {
    let answer = try client.call(1, EchoService.unary, [("grpc-encoding", "lzma")])
    #expect(answer.fields["grpc-accept-encoding"] == "identity,gzip")
  }

  @Test("the page tells the health")
  func page() throws {
    try client.send(client.headers(1, Self.plain("GET", "/"), ends: true))
    #expect(String(decoding: try client.answer(1).data, as: UTF8.self) == "gRPC: SERVING\n")
    server.server.setServing(service: "", false)
    try client.send(client.headers(3, Self.plain("GET", "/"), ends: true))
    #expect(String(decoding: try client.answer(3).data, as: UTF8.self) == "gRPC: NOT_SERVING\n")
  }

  @Test("a deadline that passes resets the stream with CANCEL")
  func deadline() throws {
    try client.send(
      client.headers(1, TestClient.call(EchoService.silent, [("grpc-timeout", "1m")]), ends: false)
        + client.frame(0, 1, 1, TestClient.message([])))
    #expect(try client.answer(1).reset == 8)
    #expect(client.isAlive())
  }

  @Test("an early answer tells the peer to stop sending, and takes what is on its way")
  func earlyAnswer() throws {
    try client.send(client.headers(1, TestClient.call("/no.Such/Call"), ends: false))
    #expect(try client.answer(1).status == "12")
    let reset = try client.next(type: 3)
    #expect(reset.stream == 1 && reset.payload == [0, 0, 0, 0])
    for _ in 0..<10 { try client.send(client.frame(0, 0, 1, [UInt8](repeating: 0, count: 1_000))) }
    try client.send(client.frame(0, 1, 1))
    #expect(client.isAlive())
  }

  @Test("gzip is taken and given, and bounded by the message limit")
  func compression() throws {
    let plain = [UInt8](repeating: 9, count: 5_000)
    let gzip = Gzip()
    var packed: [UInt8] = []
    gzip.deflate(plain.count, { $0.copyBytes(from: plain) }, { packed = Array($0) })
    try client.send(
      client.headers(1, TestClient.call(EchoService.unary, [("grpc-encoding", "gzip")]), ends: false)
        + client.frame(0, 1, 1, TestClient.message(packed, flag: 1)))
    #expect(try client.answer(1).data == TestClient.message(plain))

    let bomb = [UInt8](repeating: 0, count: (1 << 20) + 1)
    gzip.deflate(bomb.count, { $0.copyBytes(from: bomb) }, { packed = Array($0) })
    try client.send(
      client.headers(3, TestClient.call(EchoService.unary, [("grpc-encoding", "gzip")]), ends: false)
        + client.frame(0, 1, 3, TestClient.message(packed, flag: 1)))
    #expect(try client.answer(3).status == "8")

    try client.send(
      client.headers(5, TestClient.call(EchoService.unary, [("grpc-encoding", "gzip")]), ends: false)
        + client.frame(0, 1, 5, TestClient.message([1, 2, 3], flag: 1)))
    #expect(try client.answer(5).status == "13")
  }
}

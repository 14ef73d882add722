import Testing

@testable import GRPCServer

@Suite("Streams over TLS")
struct StreamTests {
  let server: TestServer
  let client: TestClient

  init() throws {
    server = try TestServer()
    client = try server.client()
  }

  @Test("messages come back in order, however many and however large")
  func echoes() throws {
    let messages = (0..<200).map { [UInt8](repeating: UInt8($0), count: $0 * 40) }
    let answer = try client.call(1, EchoService.stream, messages: messages)
    #expect(answer.status == "0")
    #expect(answer.data == messages.flatMap { TestClient.message($0) })
  }

  @Test("a stream without a message ends well")
  func empty() throws {
    try client.send(client.headers(1, TestClient.call(EchoService.stream), ends: true))
    #expect(try client.answer(1).status == "0")
  }

  private func openFlood() throws {
    try client.send(
      client.headers(1, TestClient.call(EchoService.flood), ends: false)
        + client.frame(0, 1, 1, TestClient.message([])))
  }

  @Test("a reader that stops stops the handler, with bounded memory")
  func slowReader() throws {
    client.returnsWindows = false
    try openFlood()
    var received = 0
    // The initial window, which is never given back.
    while received < 65_535 { received += try client.next(type: 0).payload.count }
    #expect(client.isAlive())
    let sent = server.flood.sent * 1_029
    #expect(sent <= 65_535 + (64 << 10) + 2 * 1_029)
    try client.send(client.frame(8, 0, 0, [0, 1, 0, 0]) + client.frame(8, 0, 1, [0, 1, 0, 0]))
    while received < 131_071 { received += try client.next(type: 0).payload.count }
    // The handler is told after the write that the reader has seen.
    #expect(client.isAlive())
    #expect(server.flood.sent * 1_029 > sent)
  }

  @Test("a reset by the peer reaches the handler")
  func cancelled() throws {
    try openFlood()
    _ = try client.next(type: 0)
    try client.send(client.frame(3, 0, 1, [0, 0, 0, 8]))
    #expect(server.flood.firstEnding() == .cancelled)
    #expect(client.isAlive())
  }

  @Test("a lost connection reaches the handler")
  func lost() throws {
    var other: TestClient? = try server.client()
    try other!.send(
      other!.headers(1, TestClient.call(EchoService.flood), ends: false)
        + other!.frame(0, 1, 1, TestClient.message([])))
    _ = try other!.next(type: 0)
    other = nil
    #expect(server.flood.firstEnding() == .connectionLost)
  }

  @Test("a deadline reaches the handler")
  func deadline() throws {
    try client.send(
      client.headers(1, TestClient.call(EchoService.flood, [("grpc-timeout", "20m")]), ends: false)
        + client.frame(0, 1, 1, TestClient.message([])))
    #expect(server.flood.firstEnding() == .deadlineExceeded)
    #expect(try client.next(type: 3).payload == [0, 0, 0, 8])
  }

  @Test("health: Check knows services, Watch tells of changes and of the end")
  func health() throws {
    let check = "/grpc.health.v1.Health/Check"
    #expect(try client.call(1, check).data == TestClient.message([8, 1]))
    let echo: [UInt8] = [10, 9] + Array("test.Echo".utf8)
    #expect(try client.call(3, check, messages: [echo]).data == TestClient.message([8, 1]))
    #expect(try client.call(5, check, messages: [[10, 2] + Array("no".utf8)]).status == "5")
    #expect(try client.call(7, check, messages: [[0xFF]]).status == "13")

    try client.send(
      client.headers(9, TestClient.call("/grpc.health.v1.Health/Watch"), ends: false)
        + client.frame(0, 1, 9, TestClient.message(echo)))
    #expect(try client.next(type: 0).payload == TestClient.message([8, 1]))
    server.server.setServing(service: "test.Echo", false)
    #expect(try client.next(type: 0).payload == TestClient.message([8, 2]))
    server.server.setServing(service: "test.Echo", true)
    #expect(try client.next(type: 0).payload == TestClient.message([8, 1]))
    server.server.drain(graceMilliseconds: 5_000)
    #expect(try client.next(type: 0).payload == TestClient.message([8, 2]))
  }

  @Test(
    "reflection lists what is served and gives files with what they import", arguments: ["v1", "v1alpha"])
  func reflection(_ version: String) throws {
    let path = "/grpc.reflection.\(version).ServerReflection/ServerReflectionInfo"
    let list = String(decoding: try client.call(1, path, messages: [[58, 0]]).data, as: UTF8.self)
    for name in ["test.Echo", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection"] {
      #expect(list.contains(name))
    }
    func ask(_ stream: Int32, _ field: UInt8, _ text: String) throws -> String {
      let question = [field << 3 | 2, UInt8(text.utf8.count)] + Array(text.utf8)
      let answer = try client.call(stream, path, messages: [question])
      #expect(answer.status == "0")
      return String(decoding: answer.data, as: UTF8.self)
    }
    #expect(try ask(3, 3, "google/rpc/status.proto").contains("google/protobuf/any.proto"))
    #expect(try ask(5, 4, "grpc.health.v1.Health.Check").contains("HealthCheckResponse"))
    #expect(try ask(7, 4, "grpc.health.v1.HealthCheckResponse.SERVING").contains("HealthCheckResponse"))
    #expect(try ask(9, 4, "no.Such").contains("not found"))
  }
}

import GRPCServer
import TestSupport
import Testing

@Suite("The example of docs/grpc-server.md")
struct ExampleTests {
  @Test("the page shows the code that runs here")
  func samePage() throws {
    let root = "/" + "\(#filePath)".split(separator: "/").dropLast(4).joined(separator: "/")
    let code = try contents(of: root + "/Tests/GRPCServerTests/Example/Greeter.swift")
    #expect(try contents(of: root + "/docs/grpc-server.md").contains("```swift\n\(code)```"))
  }

  @Test("it greets, later too, counts as fast as it is read, and chats, on two loops")
  func runs() throws {
    let maker = CertificateMaker(folder: TemporaryFolder())
    let certificate = maker.server("greeter", signedBy: maker.authority("authority"))
    let server = try makeGreeterServer(certificate: certificate.path, key: certificate.keyPath)
    server.start()
    defer { server.drain(graceMilliseconds: 0) }
    for _ in 0..<2 {
      let client = try TestClient(port: server.port)
      let hello = try client.call(1, "/example.Greeter/Hello", messages: [Array("you".utf8)])
      #expect(hello.data == TestClient.message(Array("hello, you".utf8)))
      #expect(try client.call(3, "/example.Greeter/Hello").status == "3")
      #expect(try client.call(5, "/example.Greeter/Later", messages: [[1]]).data == TestClient.message([1]))
      let count = try client.call(7, "/example.Greeter/Count")
      #expect(count.status == "0" && count.data.count == 7 * 1_000)
      #expect(try client.call(9, "/example.Greeter/Chat", messages: [[1], [2]]).data.count == 12)
    }
  }
}

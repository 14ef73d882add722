import GRPCServer

/// example.Greeter: messages are bytes here; a real service unpacks them with protobuf-c and `call.allocator`.
struct Greeter {
  let loop: LoopReference

  var services: LoopServices {
    LoopServices(methods: [
      .unary("/example.Greeter/Hello") { call, name in
        guard !name.isEmpty else { return call.finish(Status(.invalidArgument, "a name is needed")) }
        let greeting = Array("hello, ".utf8) + name
        call.respond(byteCount: greeting.count) { $0.copyBytes(from: greeting) }
      },
      // Answers later: from a timer here, from any thread by `loop.execute`.
      .unary("/example.Greeter/Later") { call, name in
        let reference = call.makeReference()
        let name = Array(name)
        loop.after(milliseconds: 1) {
          // nil when the caller has gone meanwhile.
          reference.call()?.respond(byteCount: name.count) { $0.copyBytes(from: name) }
        }
      },
      .serverStreaming("/example.Greeter/Count") { call, _ in Counter(to: 1_000, call) },
      .bidirectionalStreaming("/example.Greeter/Chat") { _ in Chat() },
    ])
  }
}

/// Sends the numbers up to a limit, no faster than the caller reads.
private final class Counter: StreamHandler {
  private let limit: UInt16
  private var next: UInt16 = 1

  init(to limit: UInt16, _ call: ServerCall) {
    self.limit = limit
    super.init()
    writable(call)
  }

  override func writable(_ call: ServerCall) {
    while next <= limit {
      let number = next.bigEndian
      next += 1
      // False: enough waits to be written; `writable` comes again.
      guard call.send(byteCount: 2, { $0.storeBytes(of: number, as: UInt16.self) }) else { return }
    }
    call.finish(.ok)
  }
}

/// Sends back what it gets, and takes nothing more while the caller does not read.
private final class Chat: StreamHandler {
  override func received(_ message: UnsafeRawBufferPointer, on call: ServerCall) {
    if !call.send(byteCount: message.count, { $0.copyMemory(from: message) }) { call.pauseReading() }
  }

  override func writable(_ call: ServerCall) {
    call.resumeReading()
  }

  override func halfClosed(_ call: ServerCall) {
    call.finish(.ok)
  }
}

/// Makes a server of it; `start()` takes connections, `drain` ends in an orderly way.
func makeGreeterServer(certificate: String, key: String) throws(ServerError) -> Server {
  var configuration = ServerConfiguration(certificateChainPath: certificate, privateKeyPath: key)
  configuration.port = 0
  configuration.loops = 2
  configuration.events = { print($0) }
  return try Server(configuration: configuration) { loop in Greeter(loop: loop).services }
}

import CNghttp2
import Dispatch
import Glibc
import InteropService

@testable import GRPCServer
@testable import Reactor

/// A server's connection, from the first byte behind TLS: preface, frames, calls and their answers.
///
/// The first byte of the input says how the rest is cut into reads, and whether the preface and SETTINGS come from here.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSession(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 1 else { return 0 }
  let input = [UInt8](UnsafeBufferPointer(start: data, count: count))
  let isDone = DispatchSemaphore(value: 0)
  host.loop.execute {
    serve(input)
    isDone.signal()
  }
  isDone.wait()
  return 0
}

/// One loop for all inputs, with the services of the interoperability test, health and reflection.
private let host: LoopServer = {
  SignalWatch.ignoreBrokenPipes()
  let folder = getenv("FUZZ_TLS").map { String(cString: $0) } ?? "."
  var configuration = ServerConfiguration(
    certificateChainPath: "\(folder)/server.crt", privateKeyPath: "\(folder)/server.key")
  configuration.maximumMessageBytes = 64 << 10
  configuration.arenaBytes = 128 << 10
  configuration.maximumBufferedBytesPerConnection = 512 << 10
  configuration.descriptorSets = [TestService.descriptorSet]
  do {
    let tls = try TLSContext(
      certificateChainPath: configuration.certificateChainPath, privateKeyPath: configuration.privateKeyPath,
      clientCertificateAuthorityPath: nil, revocationListPath: nil, requiresClientCertificate: false,
      applicationProtocol: "h2")
    let descriptors = try DescriptorIndex(configuration.descriptorSets + [OwnDescriptors.set])
    let census = AddressCensus(
      maximum: configuration.maximumConnections, maximumPerAddress: configuration.maximumConnectionsPerAddress
    )
    let host = LoopServer(
      index: 0, configuration: configuration, tls: tls, health: HealthRegistry(), census: census)
    host.loop.execute { host.begin(TestService.services(on: host.reference), descriptors) }
    host.loop.start(name: "fuzz")
    return host
  } catch {
    preconditionFailure("\(error): FUZZ_TLS names the folder of server.crt and server.key")
  }
}()

private let opening = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]

private func serve(_ input: [UInt8]) {
  var sockets: [Int32] = [0, 0]
  precondition(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0, &sockets) == 0)
  defer { close(sockets[1]) }
  let address = SocketAddress(sockaddr_storage())
  _ = host.census.arrived(PeerAddress(address))
  host.adopt(AcceptedSocket(descriptor: sockets[0], address: address))
  guard let connection = host.connections.last else { preconditionFailure("the connection was refused") }
  connection.opened()
  let bytes = input[0] & 0x80 == 0 ? opening + input[1...] : Array(input[1...])
  let pieceBytes = max(1, Int(input[0] & 0x7F) * 16)
  bytes.withUnsafeBytes { bytes in
    var position = 0
    while position < bytes.count && connection.session != nil {
      let end = min(bytes.count, position + pieceBytes)
      connection.received(UnsafeRawBufferPointer(rebasing: bytes[position..<end]))
      position = end
      takeOutput(connection)
    }
  }
  precondition(connection.calls.count <= Int(host.configuration.maximumConcurrentStreams) + 1)
  precondition(connection.bufferedBytes <= host.configuration.maximumBufferedBytesPerConnection + (128 << 10))
  connection.close(lingering: false)
  precondition(connection.session == nil && connection.calls.isEmpty && host.connections.isEmpty)
}

/// What the connection's pump does, but for the write.
private func takeOutput(_ connection: Connection) {
  var isDone = false
  while !isDone, let session = connection.session {
    var frame: UnsafePointer<UInt8>?
    let count = nghttp2_session_mem_send(session, &frame)
    isDone = count <= 0 && host.output.isEmpty
    host.output.flush { _ in }
    if count < 0 { return }
  }
}

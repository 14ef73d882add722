import CNghttp2
import Glibc

@testable import GRPCServer
@testable import Reactor

/// One loop for all inputs of a target, and connections on it whose bytes come from the target in place of TLS.
///
/// `@unchecked Sendable`: made once; what it holds is used on the loop's thread alone.
final class FuzzedLoop: @unchecked Sendable {
  /// The preface and an empty SETTINGS.
  static let opening = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]

  let host: LoopServer
  var loop: EventLoop { host.loop }

  /// - Parameter services: as for a `Server`.
  init(descriptorSets: [[UInt8]], services: @escaping @Sendable (LoopReference) -> LoopServices) {
    SignalWatch.ignoreBrokenPipes()
    var configuration = ServerConfiguration(
      certificateChainPath: FuzzedLoop.path("server.crt"), privateKeyPath: FuzzedLoop.path("server.key"))
    configuration.maximumMessageBytes = 64 << 10
    configuration.arenaBytes = 128 << 10
    configuration.maximumBufferedBytesPerConnection = 512 << 10
    configuration.descriptorSets = descriptorSets
    do {
      let tls = try TLSContext(
        certificateChainPath: configuration.certificateChainPath,
        privateKeyPath: configuration.privateKeyPath,
        clientCertificateAuthorityPath: nil, revocationListPath: nil, requiresClientCertificate: false,
        applicationProtocol: "h2")
      let descriptors = try DescriptorIndex(configuration.descriptorSets + [OwnDescriptors.set])
      let census = AddressCensus(
        maximum: configuration.maximumConnections,
        maximumPerAddress: configuration.maximumConnectionsPerAddress)
      let host = try LoopServer(
        index: 0, configuration: configuration, tls: tls, health: HealthRegistry(), census: census)
      self.host = host
      host.loop.execute { host.begin(services(host.reference), descriptors) }
      host.loop.start(name: "fuzz")
    } catch {
      preconditionFailure("\(error): FUZZ_TLS names the folder of server.crt and server.key")
    }
  }

  private static func path(_ name: String) -> String {
    "\(getenv("FUZZ_TLS").map { String(cString: $0) } ?? ".")/\(name)"
  }

  /// A connection with its session, as after a handshake. On the loop's thread.
  func connect() -> FuzzedConnection {
    var sockets: [Int32] = [0, 0]
    precondition(
      socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0, &sockets) == 0)
    let address = SocketAddress(sockaddr_storage())
    _ = host.census.arrived(PeerAddress(address))
    host.adopt(AcceptedSocket(descriptor: sockets[0], address: address))
    guard let connection = host.connections.last else { preconditionFailure("the connection was refused") }
    connection.opened()
    return FuzzedConnection(connection, peerSocket: sockets[1])
  }
}

/// A connection that a target writes to and reads from. On the loop's thread.
///
/// `@unchecked Sendable`: it goes from one piece of work of the loop to the next, and nowhere else.
final class FuzzedConnection: @unchecked Sendable {
  let connection: Connection
  private let peerSocket: Int32

  init(_ connection: Connection, peerSocket: Int32) {
    self.connection = connection
    self.peerSocket = peerSocket
  }

  var isOpen: Bool { connection.session != nil }

  /// Bytes from the peer, in pieces of at most `pieceBytes`.
  ///
  /// - Parameter output: gets what the server writes.
  func receive(_ bytes: [UInt8], pieceBytes: Int = .max, output: (UnsafeRawBufferPointer) -> Void = { _ in })
  {
    bytes.withUnsafeBytes { bytes in
      var position = 0
      while position < bytes.count && isOpen {
        let end = position + min(pieceBytes, bytes.count - position)
        connection.received(UnsafeRawBufferPointer(rebasing: bytes[position..<end]))
        position = end
        takeOutput(output)
      }
    }
    let configuration = connection.host.configuration
    precondition(connection.calls.count <= Int(configuration.maximumConcurrentStreams) + 1)
    precondition(connection.bufferedBytes <= configuration.maximumBufferedBytesPerConnection + (128 << 10))
  }

  /// What the connection's own pump does, but for the write.
  func takeOutput(_ body: (UnsafeRawBufferPointer) -> Void) {
    var isDone = false
    while !isDone, let session = connection.session {
      var frame: UnsafePointer<UInt8>?
      let count = nghttp2_session_mem_send(session, &frame)
      if count > 0 { body(UnsafeRawBufferPointer(start: frame, count: count)) }
      isDone = count <= 0 && connection.host.output.isEmpty
      connection.host.output.flush(body)
      if count < 0 { return }
    }
  }

  func close() {
    connection.close(lingering: false)
    precondition(!isOpen && connection.calls.isEmpty && connection.host.connections.isEmpty)
    Glibc.close(peerSocket)
  }
}

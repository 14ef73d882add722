import GRPCServer
import Glibc
import InteropService

/// `interop-server CHAIN KEY [CLIENT_CA] [PORT]`: serves grpc.testing.TestService on 127.0.0.1 and prints the port.
let arguments = CommandLine.arguments
guard arguments.count >= 3 else {
  print("usage: interop-server CHAIN KEY [CLIENT_CA] [PORT]")
  exit(2)
}
var configuration = ServerConfiguration(certificateChainPath: arguments[1], privateKeyPath: arguments[2])
if arguments.count > 3 { configuration.clientCertificateAuthorityPath = arguments[3] }
if arguments.count > 4 { configuration.port = UInt16(arguments[4]) ?? 0 }
configuration.descriptorSets = [TestService.descriptorSet]
configuration.events = { event in
  print(event)
  fflush(nil)
}

do {
  let server = try Server(configuration: configuration) { TestService.services(on: $0) }
  for signal in [SIGTERM, SIGINT] {
    server.onSignal(signal) { server.drain(graceMilliseconds: 10_000) }
  }
  server.start()
  server.wait()
} catch {
  print(error)
  exit(1)
}

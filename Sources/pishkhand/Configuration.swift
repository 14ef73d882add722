import Attachments
import GRPCServer
import Glibc

/// All that `pishkhand.conf` can say. A file that says nothing gives the defaults, which the type itself holds.
struct Configuration: Sendable {
  /// What the gRPC server is told; paths are absolute or relative to the working directory.
  var server: ServerConfiguration
  /// Commands that may wait for the writer; beyond it callers are told to come back (RESOURCE_EXHAUSTED).
  var writerQueueLength = 10_000
  /// Most commands in one transaction.
  var maximumBatch = 1_000
  /// What uploads may take of the machine.
  var attachments = AttachmentLimits()
  /// The least important events that are logged.
  var logLevel = LogLevel.info
  /// How long calls in flight have to end after SIGTERM.
  var drainGraceMilliseconds = 30_000

  /// The defaults for a data folder.
  init(folder: DataFolder) {
    server = ServerConfiguration(
      certificateChainPath: folder.serverCertificate, privateKeyPath: folder.serverKey)
    server.clientCertificateAuthorityPath = folder.authorityCertificate
    server.port = 7_443
    server.loops = max(1, min(4, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }
}

/// What is wrong in a configuration file: one line that names file, line and what is allowed.
struct ConfigurationError: Error, Hashable, CustomStringConvertible {
  let path: String
  /// Counted from 1.
  let line: Int
  let cause: String

  var description: String { "\(path):\(line): \(cause)" }
}

/// Everything that a server is told before it starts. Every limit has a default that suits a public server.
public struct ServerConfiguration: Sendable {
  // MARK: Address and threads

  /// A numeric address or a name to bind.
  public var host = "127.0.0.1"
  /// 0 lets the kernel choose; see ``Server/port``.
  public var port: UInt16 = 0
  /// Threads, each with its own event loop; at least 1.
  public var loops = 1

  // MARK: TLS files (PEM)

  /// The server's certificate and the intermediates above it.
  public var certificateChainPath: String
  public var privateKeyPath: String
  /// Who may sign client certificates; nil: none is asked for.
  public var clientCertificateAuthorityPath: String?
  /// Certificate revocation lists of that authority; nil: none is consulted. One that is past its next update refuses every
  /// client that shows a certificate.
  public var revocationListPath: String?
  /// Refuse a handshake without a client certificate. Without this it is asked for, and optional.
  public var requireClientCertificate = false

  // MARK: Sizes

  /// The largest message taken, after decompression; RESOURCE_EXHAUSTED above it.
  public var maximumMessageBytes = 4 << 20
  /// What one call's allocator may give out at once; see ``ServerCall/allocator``.
  public var arenaBytes = 8 << 20
  /// The header list of one call, counted as RFC 9113 6.5.2 counts it: name + value + 32 a field.
  public var maximumHeaderListBytes = 8 << 10
  /// What all unfinished messages of one connection may hold together.
  public var maximumBufferedBytesPerConnection = 32 << 20
  /// What those of all connections of one loop may hold together; a call that lifts it above gets RESOURCE_EXHAUSTED.
  /// A message that comes in one piece is not held.
  public var maximumBufferedBytesPerLoop = 256 << 20
  /// Message bytes that a stream may have waiting to be written before `send` answers false.
  public var streamHighWaterBytes = 64 << 10
  /// Flow control window of a stream, offered to the peer.
  public var streamWindowBytes: Int32 = 256 << 10
  /// Flow control window of a connection, offered to the peer.
  public var connectionWindowBytes: Int32 = 1 << 20

  // MARK: Counts

  public var maximumConcurrentStreams: UInt32 = 100
  /// Calls of one connection whose handler has not ended, reset streams included.
  public var maximumAliveHandlersPerConnection = 400
  /// Calls of one loop whose handler has not ended.
  public var maximumAliveHandlersPerLoop = 20_000
  public var maximumConnections = 32_768
  /// By ``PeerAddress/prefix``.
  public var maximumConnectionsPerAddress = 12_288
  /// Handshakes under way on one loop; a new one beyond that evicts the oldest.
  public var maximumHandshakesPerLoop = 512

  // MARK: Times

  public var handshakeTimeoutMilliseconds = 10_000
  /// From the end of the handshake to the peer's SETTINGS.
  public var settingsTimeoutMilliseconds = 10_000
  /// From the first to the last byte of one header block or other control frame.
  public var headerTimeoutMilliseconds = 10_000
  /// How long a message may stand still; one that comes by less than `minimumBytesPerSecond` stands still.
  public var bodyTimeoutMilliseconds = 10_000
  /// The least rate at which the bytes of a call come and go.
  public var minimumBytesPerSecond = 512
  /// How long a peer may leave bytes that are ready for it unread; by less than that rate they count as unread.
  public var writeStallTimeoutMilliseconds = 30_000
  /// A ping to a peer that was silent for so long; 0: never.
  public var keepaliveIntervalMilliseconds = 7_200_000
  public var keepaliveTimeoutMilliseconds = 20_000
  /// The peer may ping this often while no headers or data flow; two strikes, then GOAWAY.
  public var minimumPingIntervalMilliseconds = 300_000
  /// GOAWAY to a connection without a call for so long; 0: never.
  public var maximumConnectionIdleMilliseconds = 0
  /// GOAWAY to a connection of this age, give or take a tenth; 0: never.
  public var maximumConnectionAgeMilliseconds = 0
  /// What calls in flight get after that.
  public var maximumConnectionAgeGraceMilliseconds = 30_000

  // MARK: Budgets of a connection against hostile peers

  /// Streams that ended by a reset before they were answered, whoever made it necessary: at once, and a second.
  public var resetBudget = 500
  public var resetsPerSecond = 200
  /// Control frames beyond what calls and data explain: at once, and a second.
  public var controlFrameBudget = 2_000
  public var controlFramesPerSecond = 200

  // MARK: Services

  /// Serialised `google.protobuf.FileDescriptorSet`s for reflection. The module's own are added.
  public var descriptorSets: [[UInt8]] = []
  /// Compress messages of at least this many bytes for callers that accept gzip; nil: only where a handler asks.
  public var compressionThresholdBytes: Int?
  /// Gives `grpc-status-details-bin` (a serialised `google.rpc.Status`) for errors that this module makes itself.
  public var statusDetails: (@Sendable (StatusCode, String) -> [UInt8])?
  /// Called on any loop's thread; must not block.
  public var events: @Sendable (ServerEvent) -> Void = { _ in }
  /// The text that `GET /` answers, given whether the server is serving.
  public var page: @Sendable (_ isServing: Bool) -> String = {
    $0 ? "gRPC: SERVING\n" : "gRPC: NOT_SERVING\n"
  }

  public init(certificateChainPath: String, privateKeyPath: String) {
    self.certificateChainPath = certificateChainPath
    self.privateKeyPath = privateKeyPath
  }
}

import Attachments
import GRPCServer

extension Setting {
  private static let aDay = 86_400_000

  /// Every setting, in the order of the file.
  static var all: [Setting] { address + certificates + limits + times + writing + files + operating }

  private static var address: [Setting] {
    [
      .host(
        "listen_host", \.server.host, "The address to listen on; 0.0.0.0 or :: for all of the machine's."),
      .integer(
        "listen_port", \.server.port, 0...65_535, unit: "0 lets the kernel choose", "The port to listen on."),
      .integer(
        "loops", \.server.loops, 1...64, unit: "threads",
        "Event loops that serve connections. The default is one a core, at most four."),
    ]
  }

  private static var certificates: [Setting] {
    [
      .file(
        "certificate", \.server.certificateChainPath,
        "The server's certificate and the intermediates above it, in PEM. Read again at SIGHUP."),
      .file(
        "private_key", \.server.privateKeyPath, "The key of that certificate, in PEM. Read again at SIGHUP."),
      .optionalFile(
        "client_authority", \.server.clientCertificateAuthorityPath,
        "The certificate of the authority that signs clients' certificates, in PEM. Without one no client is asked\n"
          + "for a certificate, so that no office and no agency can come in."),
      .optionalFile(
        "revocation_list", \.server.revocationListPath,
        "The list of certificates that this authority has revoked, in PEM. Read again at SIGHUP. A list that is past its\n"
          + "next update lets no machine in."),
      .flag(
        "require_client_certificate", \.server.requireClientCertificate,
        "Refuse everybody without a certificate. Citizens then reach the server through offices and kiosks alone."
      ),
    ]
  }

  private static var limits: [Setting] {
    [
      .integer(
        "maximum_message_bytes", \.server.maximumMessageBytes, 65_536...(64 << 20), unit: "bytes",
        "The largest message that is taken, after decompression."),
      .integer(
        "maximum_buffered_bytes_per_loop", \.server.maximumBufferedBytesPerLoop, (1 << 20)...(64 << 30),
        unit: "bytes",
        "What the unfinished messages of all connections of one loop may hold together; beyond it calls are refused."
      ),
      .integer(
        "maximum_connections", \.server.maximumConnections, 1...1_000_000, unit: "connections",
        "Connections that are open at the same time; mind the limit of open files (ulimit -n)."),
      .integer(
        "maximum_connections_per_address", \.server.maximumConnectionsPerAddress, 1...1_000_000,
        unit: "connections", "Connections of one address (IPv6: of one /64 network) at the same time."),
      .integer(
        "maximum_concurrent_streams", \.server.maximumConcurrentStreams, 1...10_000, unit: "calls",
        "Calls in flight on one connection; a client queues what is beyond."),
    ]
  }

  private static var times: [Setting] {
    [
      .integer(
        "handshake_timeout_ms", \.server.handshakeTimeoutMilliseconds, 100...600_000, unit: "milliseconds",
        "How long a TLS handshake may take."),
      .integer(
        "settings_timeout_ms", \.server.settingsTimeoutMilliseconds, 100...600_000, unit: "milliseconds",
        "How long a peer may take from the handshake to its first HTTP/2 frame, SETTINGS."),
      .integer(
        "header_timeout_ms", \.server.headerTimeoutMilliseconds, 100...600_000, unit: "milliseconds",
        "How long the headers of one call may take to come."),
      .integer(
        "body_timeout_ms", \.server.bodyTimeoutMilliseconds, 100...600_000, unit: "milliseconds",
        "How long a message that has begun may stand still; one that comes by less than 512 bytes a second stands still."
      ),
      .integer(
        "write_stall_timeout_ms", \.server.writeStallTimeoutMilliseconds, 100...600_000, unit: "milliseconds",
        "How long a peer may leave unread what is ready for it."),
      .integer(
        "maximum_connection_idle_ms", \.server.maximumConnectionIdleMilliseconds, 0...aDay,
        unit: "milliseconds; 0 means for ever", "How long a connection without a call is kept."),
      .integer(
        "maximum_connection_age_ms", \.server.maximumConnectionAgeMilliseconds, 0...(30 * aDay),
        unit: "milliseconds; 0 means for ever",
        "After how long a connection is asked to end, give or take a tenth; its calls are finished."),
      .integer(
        "keepalive_interval_ms", \.server.keepaliveIntervalMilliseconds, 0...aDay,
        unit: "milliseconds; 0 means never",
        "After what silence the server asks a peer whether it is still there."),
      .integer(
        "keepalive_timeout_ms", \.server.keepaliveTimeoutMilliseconds, 100...600_000, unit: "milliseconds",
        "How long the answer to that may take before the connection is closed."),
      .integer(
        "minimum_ping_interval_ms", \.server.minimumPingIntervalMilliseconds, 0...aDay, unit: "milliseconds",
        "How often a peer may ping while no call is in flight; a peer that does more often is cut off. 60000 suits\n"
          + "kiosks behind a router that forgets quiet connections."),
    ]
  }

  private static var writing: [Setting] {
    [
      .integer(
        "writer_queue_length", \.writerQueueLength, 1...1_000_000, unit: "calls",
        "Calls that may wait to be stored; beyond it callers are told to come back."),
      .integer(
        "maximum_batch", \.maximumBatch, 1...10_000, unit: "calls",
        "Most calls that share one transaction and its fsync."),
    ]
  }

  private static var files: [Setting] {
    [
      .integer(
        "upload_bytes_per_caller", \.attachments.bytesPerCaller, (1 << 20)...(1 << 40), unit: "bytes",
        "What one office, agency or citizen may have uploaded or announced and not yet put into a request."),
      .integer(
        "unfinished_upload_bytes", \.attachments.bytesUnfinished, (1 << 20)...(1 << 44), unit: "bytes",
        "What all unfinished uploads together may have announced."),
      .integer(
        "free_disk_bytes", \.attachments.freeBytesKept, 0...(1 << 44), unit: "bytes",
        "What uploads leave free on the disk of this folder; below it new ones are refused."),
      .integer(
        "maximum_transfers", \.attachments.transfers, 1...10_000, unit: "calls",
        "Uploads and downloads under way at the same time; each holds up to about 2 MiB of memory."),
      .integer(
        "unfinished_upload_lifetime_ms", \.attachments.unfinishedLifetime, 60_000...(30 * Int64(aDay)),
        unit: "milliseconds", "After so long without a byte an unfinished upload is removed."),
    ]
  }

  private static var operating: [Setting] {
    [
      .choice(
        "log_level", \.logLevel, LogLevel.allCases.map { ($0.word, $0) },
        "The least important events that are logged, to standard error."),
      .integer(
        "drain_grace_ms", \.drainGraceMilliseconds, 0...600_000, unit: "milliseconds",
        "How long calls in flight have to end after SIGTERM."),
    ]
  }
}

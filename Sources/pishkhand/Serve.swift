import CounterServices
import GRPCServer
import Glibc
import Journal
import Sealing
import Synchronization

/// `pishkhand serve DIR`: from the settings to a running server, and to its clean end.
enum Serve {
  static func run(_ folder: DataFolder) throws -> Int32 {
    let configuration = try ConfigurationFile(folder: folder).read()
    holdSignals()
    let lock = try FolderLock(folder)
    defer { lock.release() }
    try raiseFileLimit(loops: configuration.server.loops)
    let log = Log(least: configuration.logLevel)
    defer { log.flush() }
    FilePermissions.warn(
      [configuration.server.privateKeyPath, folder.journal, folder.journal + "-wal", folder.authorityKey], log
    )
    let keys = try KeyRing(readingFrom: folder.masterKey)
    if let report = try Upgrade.run(folder.journal) {
      log.write(
        .warning, "journal_upgraded",
        [
          "from_version": .number(report.from), "to_version": .number(report.to),
          "backup": .text(report.backup),
        ])
    }
    let end = ServerEnd()
    let counter = try Counter(
      Counter.Settings(
        journalPath: folder.journal, attachmentsPath: folder.attachments,
        attachmentLimits: configuration.attachments, loops: configuration.server.loops,
        queueCapacity: configuration.writerQueueLength, batchLimit: configuration.maximumBatch),
      keys: keys, clock: unixMilliseconds
    ) { notice in
      ServerLog.write(notice, to: log)
      if case .storeFailed(_, isFinal: true) = notice { end.storeFailed() }
    }
    let server = try Server(configuration: configuration.server.completed(log: log, folder: folder)) { loop in
      counter.services(loop)
    }
    end.attach { server.drain(graceMilliseconds: configuration.drainGraceMilliseconds) }
    handleSignals(server, counter, end, log)
    server.start()
    for name in Counter.serviceNames { server.setServing(service: name, true) }
    server.wait()
    counter.close()
    log.write(.info, "stopped", ["exit_code": .number(end.exitCode)])
    return end.exitCode
  }

  private static func handleSignals(_ server: Server, _ counter: Counter, _ end: ServerEnd, _ log: Log) {
    for signal in [SIGTERM, SIGINT] {
      server.onSignal(signal) {
        log.write(.info, "stopping", ["signal": .number(signal)])
        end.drain()
      }
    }
    server.onSignal(SIGHUP) {
      // Each for itself: a half-written certificate must not keep a suspended principal in.
      reload("principals", log) { try counter.reloadDirectory() }
      reload("certificates", log) { try server.reloadCertificates() }
    }
  }

  /// What can't be read anew stays in force as it was.
  private static func reload(_ what: String, _ log: Log, _ body: () throws -> Void) {
    do {
      try body()
      log.write(.info, "reloaded", ["what": .text(what)])
    } catch {
      log.write(.error, "reload_failed", ["what": .text(what), "cause": .text("\(error)")])
    }
  }

  private static let signals = [SIGTERM, SIGINT, SIGHUP]

  /// Blocks the signals that the server minds, in this thread and all that it starts; the first loop alone lets them through
  /// while it watches. So one that comes too early waits, and one that comes too late does nothing.
  private static func holdSignals() {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
    // A file that grows beyond the process's limit is an error to be told (EFBIG, setrlimit(2)), not an end.
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Each connection is a descriptor: the soft limit is often 1,024.
  private static func raiseFileLimit(loops: Int) throws(TooFewFiles) {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    // Of a loop: its poll, its wake, its view of the journal. The rest: the journal's writer, keys, log, port, first peers.
    let needed = 32 + 8 * UInt(loops)
    guard limit.rlim_max >= needed else { throw TooFewFiles(allowed: limit.rlim_max, needed: needed) }
  }
}

/// The limit of open files leaves no room for a server.
struct TooFewFiles: Error, CustomStringConvertible {
  let allowed: UInt
  let needed: UInt

  var description: String {
    "the limit of open files is \(allowed) (ulimit -n); the server needs \(needed) and one more for each connection"
  }
}

/// Unix time in milliseconds.
func unixMilliseconds() -> Int64 {
  var now = timespec()
  clock_gettime(CLOCK_REALTIME, &now)
  return Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000
}

/// How a server comes to its end: asked to by a signal, or because the store can't be trusted any more. Any thread.
final class ServerEnd: Sendable {
  private struct State {
    var drain: (@Sendable () -> Void)?
    var isAsked = false
    var exitCode: Int32 = 0
  }

  private let state = Mutex(State())

  var exitCode: Int32 { state.withLock { $0.exitCode } }

  /// What drains; if the end was asked for before, it drains at once.
  func attach(_ drain: @escaping @Sendable () -> Void) {
    let isAsked = state.withLock {
      $0.drain = drain
      return $0.isAsked
    }
    if isAsked { drain() }
  }

  func drain() {
    let action = state.withLock {
      $0.isAsked = true
      return $0.drain
    }
    action?()
  }

  func storeFailed() {
    state.withLock { $0.exitCode = 1 }
    drain()
  }
}

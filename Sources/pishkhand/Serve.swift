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
    // `pishkhand principal` finds the server by the lock and sends SIGHUP: until the handler stands it must do nothing.
    signal(SIGHUP, SIG_IGN)
    let lock = try FolderLock(folder)
    defer { lock.release() }
    raiseFileLimit()
    let log = Log(least: configuration.logLevel)
    let keys = try KeyRing(readingFrom: folder.masterKey)
    let end = ServerEnd()
    let counter = try Counter(
      Counter.Settings(
        journalPath: folder.journal, loops: configuration.server.loops,
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
      do {
        try server.reloadCertificates()
        try counter.reloadDirectory()
        log.write(.info, "reloaded")
      } catch {
        // The old certificates and principals stay in force.
        log.write(.error, "reload_failed", ["cause": .text("\(error)")])
      }
    }
  }

  /// Each connection is a descriptor: the soft limit is often 1,024.
  private static func raiseFileLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
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

import Casework
import CounterServices
import GRPCServer
import Glibc
import Journal

/// What the server and the services tell, as lines of the log. Addresses of peers and names of methods; nothing that
/// anybody typed.
enum ServerLog {
  static func write(_ notice: Counter.Notice, to log: Log) {
    switch notice {
    case .refused(let method, let code, let reason, let peer, let traceId):
      log.write(
        .info, "call_refused",
        [
          "trace_id": .text(traceId), "method": .text(method), "code": .number(code.rawValue),
          "reason": .text(reason), "peer": .text(peer.description),
        ])
    case .storeFailed(let error, let isFinal):
      log.write(
        .error, "store_failed", ["cause": .text(error.description), "final": .text(isFinal ? "yes" : "no")])
    case .readFailed(let error): log.write(.error, "read_failed", ["cause": .text(error.description)])
    case .fileFailed(let action, let errno):
      log.write(
        .error, "file_failed",
        ["doing": .text("\(action)"), "cause": .text(String(cString: strerror(errno)))])
    case .fileMissing(let id): log.write(.error, "file_missing", ["attachment": .text(id.hexadecimal)])
    }
  }

  static func write(_ event: ServerEvent, of folder: DataFolder, host: String, to log: Log) {
    switch event {
    // Only now do signals end the server cleanly: who waits for this line may send one.
    case .listening(let port):
      log.write(
        .info, "serving",
        [
          "version": .text(version), "folder": .text(folder.path), "host": .text(host), "port": .number(port),
        ])
    case .handshakeRefused(let peer, let reason, nil):
      log.write(.info, "handshake_refused", ["peer": .text(peer.description), "cause": .text(reason)])
    case .handshakeRefused(let peer, let reason, let certificate?):
      log.write(
        .info, "handshake_refused",
        [
          "peer": .text(peer.description), "cause": .text(reason),
          "certificate_serial": .text(certificate.serialNumber),
          "certificate_fingerprint": .text(certificate.fingerprint),
        ])
    case .connectionCutOff(let peer, let cause):
      log.write(
        .warning, "connection_cut_off", ["peer": .text(peer.description), "cause": .text(cause.rawValue)])
    case .connectionRefused(let peer, let cap):
      log.write(.warning, "connection_refused", ["peer": .text(peer.description), "cap": .text("\(cap)")])
    case .acceptFailed(let reason): log.write(.error, "accept_failed", ["cause": .text(reason)])
    case .certificatesReloaded: log.write(.info, "certificates_reloaded")
    case .drainBegan(let connections):
      log.write(.info, "drain_began", ["connections": .number(connections)])
    case .drainEnded(let abandoned):
      log.write(.info, "drain_ended", ["abandoned_calls": .number(abandoned)])
    }
  }
}

extension ServerConfiguration {
  /// With what the counter adds to the settings of the file.
  func completed(log: Log, folder: DataFolder) -> ServerConfiguration {
    var configuration = self
    configuration.descriptorSets = [Counter.descriptorSet]
    configuration.statusDetails = Counter.statusDetails
    configuration.events = { [host] in ServerLog.write($0, of: folder, host: host, to: log) }
    configuration.page = { isServing in
      "pishkhand \(version)\n\(isServing ? "SERVING" : "NOT_SERVING")\n"
    }
    return configuration
  }
}

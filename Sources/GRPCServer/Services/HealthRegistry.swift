import Synchronization

/// What the health service knows, shared by all loops.
final class HealthRegistry: Sendable {
  /// As in `grpc.health.v1.HealthCheckResponse.ServingStatus`.
  enum ServingStatus: Int32, Sendable {
    case serving = 1
    case notServing = 2
    case serviceUnknown = 3
  }

  private struct State {
    /// "" is the whole server.
    var statuses: [String: ServingStatus] = ["": .serving]
    /// After the drain has begun nothing is serving again.
    var isDraining = false
    var watchers: [@Sendable () -> Void] = []
  }

  private let state = Mutex(State())

  func status(of service: String) -> ServingStatus {
    state.withLock { $0.statuses[service] ?? .serviceUnknown }
  }

  func set(_ service: String, _ status: ServingStatus) {
    let watchers = state.withLock { state in
      state.statuses[service] = state.isDraining ? .notServing : status
      return state.watchers
    }
    for watcher in watchers { watcher() }
  }

  /// Services that are served but of which nothing was said are serving.
  func add(_ services: Set<String>) {
    state.withLock { state in
      for service in services where state.statuses[service] == nil {
        state.statuses[service] = state.isDraining ? .notServing : .serving
      }
    }
  }

  func beginDrain() {
    let watchers = state.withLock { state in
      state.isDraining = true
      for service in state.statuses.keys { state.statuses[service] = .notServing }
      return state.watchers
    }
    for watcher in watchers { watcher() }
  }

  /// - Parameter changed: called after each change, on the thread that made it.
  func watch(_ changed: @escaping @Sendable () -> Void) {
    state.withLock { $0.watchers.append(changed) }
  }
}

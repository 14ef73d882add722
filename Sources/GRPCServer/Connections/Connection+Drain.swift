internal import Reactor

/// What a stopping server does to a connection's calls.
extension Connection {
  /// Streams are told, and may end by themselves within the grace.
  func tellHandlersOfDrain() {
    for unmanaged in calls {
      let call = unmanaged.takeUnretainedValue()
      if call.isLive { call.handler?.draining(call) }
    }
  }

  /// The grace is over: what is left ends UNAVAILABLE.
  ///
  /// - Returns: how many calls that were.
  func abandonCalls() -> Int {
    var abandoned = 0
    for unmanaged in calls {
      let call = unmanaged.takeUnretainedValue()
      guard call.isLive else { continue }
      abandoned += 1
      call.conclude(call.ownStatus(.unavailable, "the server is stopping"))
      call.over(.draining)
    }
    return abandoned
  }
}

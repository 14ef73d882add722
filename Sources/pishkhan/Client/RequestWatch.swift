import libpishkhan

/// What happens to a request, as it happens. Connects anew after a broken line and goes on behind the last event.
///
/// Owns the library's watch; keeps its client open. For one thread.
final class RequestWatch {
  private let raw: OpaquePointer
  private let client: CounterClient

  fileprivate init(_ raw: OpaquePointer, of client: CounterClient) {
    self.raw = raw
    self.client = client
  }

  deinit {
    pishkhan_watch_close(raw)
  }

  /// Waits for the next event; nil once the request is closed or withdrawn and all its events were given.
  func next() throws(CallError) -> Event? {
    while true {
      var event: UnsafeMutablePointer<pishkhan_event>?
      var error: OpaquePointer?
      switch pishkhan_watch_next(raw, UInt32.max, &event, &error) {
      case PISHKHAN_NEXT_ITEM:
        defer { pishkhan_event_free(event) }
        if let event { return Event(event.pointee) }
      case PISHKHAN_NEXT_END: return nil
      case PISHKHAN_NEXT_TIMEOUT: continue
      default: throw CallError(taking: error)
      }
    }
  }
}

extension CounterClient {
  func watch(_ code: String, secret: String?, after number: UInt32) throws(CallError) -> RequestWatch {
    let watch = try open { client, error in
      var watch: OpaquePointer?
      _ = pishkhan_watch_open(client, code, secret, number, nil, &watch, error)
      return watch
    }
    return RequestWatch(watch, of: self)
  }
}

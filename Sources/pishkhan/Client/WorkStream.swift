import libpishkhan

/// What work is asked for; nil: whatever; 0: what the server gives.
struct WorkQuery {
  var service: String?
  var region: String?
  var leaseSeconds: UInt32 = 0
  var inHand: UInt32 = 0
  var onBehalfOf: String?
}

/// Work as it comes. Connects anew after a broken line.
///
/// Owns the library's stream; keeps its client open. For one thread.
final class WorkStream {
  private let raw: OpaquePointer
  private let client: CounterClient

  fileprivate init(_ raw: OpaquePointer, of client: CounterClient) {
    self.raw = raw
    self.client = client
  }

  deinit {
    pishkhan_work_close(raw)
  }

  /// Waits for the next request; nil once the server has no more to give.
  func next() throws(CallError) -> RequestDetails? {
    while true {
      var request: UnsafeMutablePointer<pishkhan_request>?
      var error: OpaquePointer?
      switch pishkhan_work_next(raw, UInt32.max, &request, &error) {
      case PISHKHAN_NEXT_ITEM:
        defer { pishkhan_request_free(request) }
        if let request { return RequestDetails(request.pointee) }
      case PISHKHAN_NEXT_END: return nil
      case PISHKHAN_NEXT_TIMEOUT: continue
      default: throw CallError(taking: error)
      }
    }
  }
}

extension CounterClient {
  func work(_ query: WorkQuery) throws(CallError) -> WorkStream {
    let pool = CStringPool()
    var raw = pishkhan_work_query()
    raw.size = MemoryLayout<pishkhan_work_query>.size
    raw.service = pool.text(query.service)
    raw.region = pool.text(query.region)
    raw.lease_seconds = query.leaseSeconds
    raw.in_hand = query.inHand
    raw.on_behalf_of = pool.text(query.onBehalfOf)
    let stream = try withExtendedLifetime(pool) { () throws(CallError) in
      try open { client, error in
        var stream: OpaquePointer?
        _ = pishkhan_work_open(client, &raw, nil, &stream, error)
        return stream
      }
    }
    return WorkStream(stream, of: self)
  }
}

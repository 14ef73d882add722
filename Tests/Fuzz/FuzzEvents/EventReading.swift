import Casework

/// Stored events: bytes of version 2 that decode are exactly the bytes that the event encodes to, so that the hash chain
/// means one thing alone; those of version 1 are the same event's in version 2, but for the groups.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEvents(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let body = Array(UnsafeBufferPointer(start: data, count: count))
  guard let event = decoded(body) else { return 0 }
  var again: [UInt8] = []
  event.encode(into: &again)
  let written = body[0] == 1 ? [2] + body.dropFirst() + [0, 0] : body
  precondition(again == written, "two encodings of one event")
  return 0
}

private func decoded(_ body: [UInt8]) -> CaseEvent? {
  do { return try CaseEvent(body) } catch { return nil }
}

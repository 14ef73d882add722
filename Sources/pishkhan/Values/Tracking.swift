import libpishkhan

/// Where a request stands, and its details where the secret was given.
struct Tracking: Equatable, Sendable {
  let trackingCode: String
  let state: Word
  let details: RequestDetails?

  init(_ raw: pishkhan_tracking) {
    trackingCode = string(raw.tracking_code)
    state = Word(raw.state)
    details = raw.details.map { RequestDetails($0.pointee) }
  }
}

extension Tracking: Presentable {
  var json: JSONValue {
    .object([
      JSONValue.Member("tracking_code", .string(trackingCode)), JSONValue.Member("state", state.json),
      JSONValue.Member("details", details?.json ?? .null),
    ])
  }

  func write(to page: inout Page) {
    guard let details else {
      page.field(.trackingCode, page.writing.trackingCode(trackingCode))
      page.field(.state, page.writing.state(state))
      page.line(.stateOnly)
      return
    }
    details.write(to: &page)
  }
}

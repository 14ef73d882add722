import libpishkhan

/// The calls that only read.
extension CounterClient {
  func agencies() throws(CallError) -> [Agency] {
    try call(freedBy: pishkhan_agency_list_free) {
      pishkhan_list_agencies($0, nil, $1, $2)
    } read: {
      values($0.agencies, $0.agency_count, Agency.init)
    }
  }

  /// All published services, page by page.
  /// - Parameters:
  ///   - agency: only this agency's; nil: of all.
  ///   - allVersions: drafts and retired ones too, as far as the caller may see them.
  func services(of agency: String?, allVersions: Bool = false) throws(CallError) -> [Service] {
    let pool = CStringPool()
    var query = pishkhan_service_query()
    query.size = MemoryLayout<pishkhan_service_query>.size
    query.agency = pool.text(agency)
    query.page_size = 500
    query.all_versions = allVersions
    var services: [Service] = []
    var token = ""
    repeat {
      query.page_token = pool.text(token)
      let page = try withExtendedLifetime(pool) { () throws(CallError) in
        try call(freedBy: pishkhan_service_page_free) {
          pishkhan_list_services($0, &query, nil, $1, $2)
        } read: {
          (services: values($0.services, $0.service_count, Service.init), token: string($0.next_page_token))
        }
      }
      services += page.services
      token = page.token
    } while !token.isEmpty
    return services
  }

  /// - Parameter version: nil: the published one, else the latest.
  func service(_ code: String, version: UInt32? = nil) throws(CallError) -> Service {
    try call(
      freedBy: pishkhan_service_free, { pishkhan_get_service($0, code, version ?? 0, nil, $1, $2) },
      read: Service.init)
  }

  func track(_ code: String, secret: String?) throws(CallError) -> Tracking {
    try call(
      freedBy: pishkhan_tracking_free, { pishkhan_track($0, code, secret, nil, $1, $2) }, read: Tracking.init)
  }

  func get(_ code: String) throws(CallError) -> RequestDetails {
    try call(
      freedBy: pishkhan_request_free, { pishkhan_get($0, code, nil, $1, $2) }, read: RequestDetails.init)
  }

  /// One page of at most 500 events, and whether there are more behind it.
  func history(
    _ code: String, secret: String?, after number: UInt32
  ) throws(CallError) -> (events: [Event], more: Bool) {
    try call(freedBy: pishkhan_history_page_free) {
      pishkhan_history($0, code, secret, number, 500, nil, $1, $2)
    } read: {
      (values($0.events, $0.event_count, Event.init), $0.more)
    }
  }

  /// - Parameter limit: items of the page, at most 200; nil: the server's number.
  func inbox(
    service: String?, states: [pishkhan_state], limit: UInt32?, cursor: String?
  ) throws(CallError) -> InboxPage {
    let pool = CStringPool()
    var query = pishkhan_inbox_query()
    query.size = MemoryLayout<pishkhan_inbox_query>.size
    query.service = pool.text(service)
    query.states = pool.array(states)
    query.state_count = states.count
    query.page_size = limit ?? 0
    query.cursor = pool.text(cursor)
    return try withExtendedLifetime(pool) { () throws(CallError) in
      try call(
        freedBy: pishkhan_inbox_page_free, { pishkhan_inbox($0, &query, nil, $1, $2) }, read: InboxPage.init)
    }
  }

  func survey(_ code: String, secret: String?) throws(CallError) -> Survey {
    try call(
      freedBy: pishkhan_survey_free, { pishkhan_get_survey($0, code, secret, nil, $1, $2) }, read: Survey.init
    )
  }
}

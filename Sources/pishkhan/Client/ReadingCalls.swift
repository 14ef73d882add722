import libpishkhan

/// Which open requests are asked for; nil, empty, 0 and false: whatever.
struct InboxQuery {
  var service: String?
  var states: [pishkhan_state] = []
  /// Items of the page, at most 200; 0: the server's number.
  var limit: UInt32 = 0
  var cursor: String?
  var region: String?
  /// "-": nobody's.
  var assignee: String?
  var dueBeforeMilliseconds: Int64 = 0
  var byDueTime = false
  var isOverdue = false
}

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
    return try pages { token throws(CallError) in
      query.page_token = pool.text(token)
      return try call(freedBy: pishkhan_service_page_free) {
        pishkhan_list_services($0, &query, nil, $1, $2)
      } read: {
        (values($0.services, $0.service_count, Service.init), string($0.next_page_token))
      }
    }
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

  func inbox(_ query: InboxQuery) throws(CallError) -> InboxPage {
    let pool = CStringPool()
    var raw = pishkhan_inbox_query()
    raw.size = MemoryLayout<pishkhan_inbox_query>.size
    raw.service = pool.text(query.service)
    raw.states = pool.array(query.states)
    raw.state_count = query.states.count
    raw.page_size = query.limit
    raw.cursor = pool.text(query.cursor)
    raw.region = pool.text(query.region)
    raw.assignee = pool.text(query.assignee)
    raw.due_before_ms = query.dueBeforeMilliseconds
    raw.by_due_time = query.byDueTime
    raw.overdue = query.isOverdue
    return try withExtendedLifetime(pool) { () throws(CallError) in
      try call(
        freedBy: pishkhan_inbox_page_free, { pishkhan_inbox($0, &raw, nil, $1, $2) }, read: InboxPage.init)
    }
  }

  func survey(_ code: String, secret: String?) throws(CallError) -> Survey {
    try call(
      freedBy: pishkhan_survey_free, { pishkhan_get_survey($0, code, secret, nil, $1, $2) }, read: Survey.init
    )
  }
}

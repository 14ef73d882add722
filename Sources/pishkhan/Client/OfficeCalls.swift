import libpishkhan

/// Which offices are looked for; nil and empty: whatever.
struct OfficeQuery {
  var near: Position?
  var withinMetres: UInt32 = 0
  var service: String?
  var opensNow = false
  var accessibility: [pishkhan_accessibility] = []
  var language: String?
  var region: String?
  var limit: UInt32 = 0
  var token: String?
}

extension CounterClient {
  func office(_ id: String) throws(CallError) -> Office {
    try call(freedBy: pishkhan_office_free, { pishkhan_get_office($0, id, nil, $1, $2) }, read: Office.init)
  }

  func findOffices(_ query: OfficeQuery) throws(CallError) -> OfficePage {
    let pool = CStringPool()
    var raw = pishkhan_office_query()
    raw.size = MemoryLayout<pishkhan_office_query>.size
    raw.near = query.near.flatMap { pool.array([$0.raw]) }
    raw.within_metres = query.withinMetres
    raw.service = pool.text(query.service)
    raw.open_now = query.opensNow
    raw.accessibility = pool.array(query.accessibility)
    raw.accessibility_count = query.accessibility.count
    raw.language = pool.text(query.language)
    raw.region = pool.text(query.region)
    raw.page_size = query.limit
    raw.page_token = pool.text(query.token)
    return try withExtendedLifetime(pool) { () throws(CallError) in
      try call(
        freedBy: pishkhan_office_page_free, { pishkhan_find_offices($0, &raw, nil, $1, $2) },
        read: OfficePage.init)
    }
  }

  /// All of them, page by page.
  func delegations(office: String?, service: String?) throws(CallError) -> [Delegation] {
    let pool = CStringPool()
    var query = pishkhan_delegation_query()
    query.size = MemoryLayout<pishkhan_delegation_query>.size
    query.office = pool.text(office)
    query.service = pool.text(service)
    query.page_size = 500
    return try pages { token throws(CallError) in
      query.page_token = pool.text(token)
      return try call(freedBy: pishkhan_delegation_page_free) {
        pishkhan_list_delegations($0, &query, nil, $1, $2)
      } read: {
        (values($0.delegations, $0.delegation_count, Delegation.init), string($0.next_page_token))
      }
    }
  }

  /// - Parameter version: 0: the one in force.
  func calendar(_ region: String, version: UInt32) throws(CallError) -> Calendar {
    try call(
      freedBy: pishkhan_calendar_free, { pishkhan_get_calendar($0, region, version, nil, $1, $2) },
      read: Calendar.init)
  }
}

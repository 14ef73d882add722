import libpishkhan

/// What an agency has delegated to an office, or to all offices of a region.
struct Delegation: Equatable, Sendable {
  var number: UInt32 = 0
  let service: String
  /// Empty: all offices of the region.
  var office: String = ""
  var region: String = ""
  /// 0: at once.
  var fromMilliseconds: Int64 = 0
  /// 0: no end.
  var untilMilliseconds: Int64 = 0
  /// Submissions an office and day; 0: no cap.
  var dailyCap: UInt32 = 0
  var status = Word(PISHKHAN_DELEGATION_UNSPECIFIED)
  var agency: String = ""
  /// Why it was suspended or revoked.
  var reason: String = ""

  init(service: String) {
    self.service = service
  }

  init(_ raw: pishkhan_delegation) {
    number = raw.number
    service = string(raw.service)
    office = string(raw.office)
    region = string(raw.region)
    fromMilliseconds = raw.from_ms
    untilMilliseconds = raw.until_ms
    dailyCap = raw.daily_cap
    status = Word(raw.status)
    agency = string(raw.agency)
    reason = string(raw.reason)
  }

  func raw(_ pool: CStringPool) -> pishkhan_delegation {
    var raw = pishkhan_delegation()
    raw.size = MemoryLayout<pishkhan_delegation>.size
    raw.service = pool.text(service)
    raw.office = pool.text(office)
    raw.region = pool.text(region)
    raw.from_ms = fromMilliseconds
    raw.until_ms = untilMilliseconds
    raw.daily_cap = dailyCap
    return raw
  }

  fileprivate var json: JSONValue {
    var members = [
      JSONValue.Member("number", .number(number)), JSONValue.Member("service", .string(service)),
      JSONValue.Member("office", .string(office)), JSONValue.Member("region", .string(region)),
    ]
    members += .time("from", milliseconds: fromMilliseconds)
    members += .time("until", milliseconds: untilMilliseconds)
    return .object(
      members + [
        JSONValue.Member("daily_cap", .number(dailyCap)), JSONValue.Member("status", status.json),
        JSONValue.Member("agency", .string(agency)), JSONValue.Member("reason", .string(reason)),
      ])
  }
}

/// All delegations that were asked for.
struct DelegationList: Presentable {
  let delegations: [Delegation]

  var json: JSONValue {
    .object([JSONValue.Member("delegations", .array(delegations.map(\.json)))])
  }

  func write(to page: inout Page) {
    guard !delegations.isEmpty else { return page.line(.noDelegations) }
    let writing = page.writing
    let heading = [Message.number, .service, .office, .region, .status, .until, .dailyCap, .reason].map {
      writing.text($0)
    }
    page.table(
      [heading]
        + delegations.map { delegation in
          [
            writing.number(delegation.number), writing.code(delegation.service),
            writing.code(delegation.office),
            writing.code(delegation.region), delegation.status[page.language],
            delegation.untilMilliseconds == 0
              ? writing.text(.forEver) : writing.time(milliseconds: delegation.untilMilliseconds),
            delegation.dailyCap == 0 ? "" : writing.number(delegation.dailyCap),
            writing.free(delegation.reason),
          ]
        })
  }
}

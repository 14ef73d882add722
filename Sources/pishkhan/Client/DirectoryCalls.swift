import libpishkhan

/// The calls that change services, agencies, calendars, offices, delegations and principals.
extension CounterClient {
  func put(_ agency: Agency, key: IdempotencyKey) throws(CallError) -> Change {
    try change { pool, client, change, error in
      var raw = pishkhan_agency_put()
      raw.size = MemoryLayout<pishkhan_agency_put>.size
      raw.idempotency_key = pool.key(key)
      raw.agency = pool.array([agency.raw(pool)])
      return pishkhan_put_agency(client, &raw, nil, change, error)
    }
  }

  func put(_ service: Service, publish: Bool, key: IdempotencyKey) throws(CallError) -> Change {
    try change { pool, client, change, error in
      var raw = pishkhan_service_put()
      raw.size = MemoryLayout<pishkhan_service_put>.size
      raw.idempotency_key = pool.key(key)
      raw.service = pool.array([service.raw(pool)])
      raw.publish = publish
      return pishkhan_put_service(client, &raw, nil, change, error)
    }
  }

  func publish(service code: String, version: UInt32, key: IdempotencyKey) throws(CallError) -> Change {
    try change { pool, client, change, error in
      var raw = pishkhan_service_publication()
      raw.size = MemoryLayout<pishkhan_service_publication>.size
      raw.idempotency_key = pool.key(key)
      raw.code = pool.text(code)
      raw.version = version
      return pishkhan_publish_service(client, &raw, nil, change, error)
    }
  }

  func retire(service code: String, reason: String?, key: IdempotencyKey) throws(CallError) -> Change {
    try change { pool, client, change, error in
      var raw = pishkhan_service_retirement()
      raw.size = MemoryLayout<pishkhan_service_retirement>.size
      raw.idempotency_key = pool.key(key)
      raw.code = pool.text(code)
      raw.reason = pool.text(reason)
      return pishkhan_retire_service(client, &raw, nil, change, error)
    }
  }

  func put(_ calendar: Calendar, replacing version: UInt32, key: IdempotencyKey) throws(CallError) -> Change {
    try change { pool, client, change, error in
      var raw = pishkhan_calendar_put()
      raw.size = MemoryLayout<pishkhan_calendar_put>.size
      raw.idempotency_key = pool.key(key)
      raw.calendar = pool.array([calendar.raw(pool)])
      raw.expected_version = version
      return pishkhan_put_calendar(client, &raw, nil, change, error)
    }
  }

  func put(_ office: Office, key: IdempotencyKey) throws(CallError) -> Change {
    try change { pool, client, change, error in
      var raw = pishkhan_office_put()
      raw.size = MemoryLayout<pishkhan_office_put>.size
      raw.idempotency_key = pool.key(key)
      raw.office = pool.array([office.raw(pool)])
      return pishkhan_put_office(client, &raw, nil, change, error)
    }
  }

  func grant(_ delegation: Delegation, key: IdempotencyKey) throws(CallError) -> Change {
    try change { pool, client, change, error in
      var raw = pishkhan_delegation_grant()
      raw.size = MemoryLayout<pishkhan_delegation_grant>.size
      raw.idempotency_key = pool.key(key)
      raw.delegation = pool.array([delegation.raw(pool)])
      return pishkhan_grant_delegation(client, &raw, nil, change, error)
    }
  }

  func set(
    delegation number: UInt32, _ status: pishkhan_delegation_status, reason: String?, key: IdempotencyKey
  ) throws(CallError) -> Change {
    try change { pool, client, change, error in
      var raw = pishkhan_delegation_change()
      raw.size = MemoryLayout<pishkhan_delegation_change>.size
      raw.idempotency_key = pool.key(key)
      raw.number = number
      raw.status = status
      raw.reason = pool.text(reason)
      return pishkhan_set_delegation(client, &raw, nil, change, error)
    }
  }

  /// Runs a change; what it makes in the pool lives as long as the call.
  func change(
    _ function: (
      CStringPool, OpaquePointer, UnsafeMutablePointer<UnsafeMutablePointer<pishkhan_change>?>,
      UnsafeMutablePointer<OpaquePointer?>
    ) -> pishkhan_status
  ) throws(CallError) -> Change {
    let pool = CStringPool()
    return try withExtendedLifetime(pool) { () throws(CallError) in
      try call(freedBy: pishkhan_change_free, { function(pool, $0, $1, $2) }, read: Change.init)
    }
  }
}

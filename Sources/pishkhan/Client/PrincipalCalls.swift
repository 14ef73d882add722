import libpishkhan

/// A principal to be added: the server sets its status.
struct NewPrincipal {
  let name: String
  let role: pishkhan_role
  let agency: String?
  let office: String?
  let level: UInt32
  let key: [UInt8]
}

extension CounterClient {
  func whoAmI() throws(CallError) -> Principal {
    try call(freedBy: pishkhan_principal_free, { pishkhan_who_am_i($0, nil, $1, $2) }, read: Principal.init)
  }

  /// All of them, page by page.
  func principals(role: pishkhan_role?, agency: String?, office: String?) throws(CallError) -> [Principal] {
    let pool = CStringPool()
    var query = pishkhan_principal_query()
    query.size = MemoryLayout<pishkhan_principal_query>.size
    query.role = role ?? PISHKHAN_ROLE_UNSPECIFIED
    query.agency = pool.text(agency)
    query.office = pool.text(office)
    query.page_size = 500
    return try pages { token throws(CallError) in
      query.page_token = pool.text(token)
      return try call(freedBy: pishkhan_principal_page_free) {
        pishkhan_list_principals($0, &query, nil, $1, $2)
      } read: {
        (values($0.principals, $0.principal_count, Principal.init), string($0.next_page_token))
      }
    }
  }

  func add(_ principal: NewPrincipal, key: IdempotencyKey) throws(CallError) -> Change {
    try change { pool, client, change, error in
      var raw = pishkhan_principal()
      raw.size = MemoryLayout<pishkhan_principal>.size
      raw.name = pool.text(principal.name)
      raw.role = principal.role
      raw.agency = pool.text(principal.agency)
      raw.office = pool.text(principal.office)
      raw.level = principal.level
      raw.keys = pool.array([pool.array(principal.key)])
      raw.key_count = 1
      var addition = pishkhan_principal_addition()
      addition.size = MemoryLayout<pishkhan_principal_addition>.size
      addition.idempotency_key = pool.key(key)
      addition.principal = pool.array([raw])
      return pishkhan_add_principal(client, &addition, nil, change, error)
    }
  }

  func add(key hash: [UInt8], to name: String, key: IdempotencyKey) throws(CallError) -> Change {
    try change { pool, client, change, error in
      var raw = keyChange(hash, name, key, pool)
      return pishkhan_add_key(client, &raw, nil, change, error)
    }
  }

  func remove(key hash: [UInt8], from name: String, key: IdempotencyKey) throws(CallError) -> Change {
    try change { pool, client, change, error in
      var raw = keyChange(hash, name, key, pool)
      return pishkhan_remove_key(client, &raw, nil, change, error)
    }
  }

  private func keyChange(
    _ hash: [UInt8], _ name: String, _ key: IdempotencyKey, _ pool: CStringPool
  ) -> pishkhan_key_change {
    pishkhan_key_change(
      size: MemoryLayout<pishkhan_key_change>.size, idempotency_key: pool.key(key), name: pool.text(name),
      key: pool.array(hash))
  }

  func set(
    principal name: String, _ status: pishkhan_principal_status, reason: String?, key: IdempotencyKey
  ) throws(CallError) -> Change {
    try change { pool, client, change, error in
      var raw = pishkhan_principal_status_change()
      raw.size = MemoryLayout<pishkhan_principal_status_change>.size
      raw.idempotency_key = pool.key(key)
      raw.name = pool.text(name)
      raw.status = status
      raw.reason = pool.text(reason)
      return pishkhan_set_principal_status(client, &raw, nil, change, error)
    }
  }
}

extension RequestRecord {
  /// Until when the claim holds after a renewal: it never becomes shorter, and one without a lease stays so.
  /// - Parameters:
  ///   - principal: the row of who asks.
  ///   - lease: milliseconds from now.
  ///   - now: Unix milliseconds.
  /// - Throws: `wrongState` once it is over, `notClaimedByCaller`, `leaseOver`.
  public func renewedLease(by principal: Int64, lease: Int64, now: Int64) throws(Rejection) -> Int64 {
    guard state.isOpen else { throw .wrongState(state, .claim) }
    guard assignee == principal, assignee != 0 else { throw .notClaimedByCaller }
    if leaseUntil == 0 { return 0 }
    let time = max(now, changed)
    try checkLease(at: time)
    return max(leaseUntil, later(time, milliseconds: lease))
  }

  /// While the request waits for somebody a lease may end: the work is with nobody else by then.
  func checkLease(at time: Int64) throws(Rejection) {
    guard state != .assigned || leaseUntil == 0 || time < leaseUntil else { throw .leaseOver }
  }
}

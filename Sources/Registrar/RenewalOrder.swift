public import Casework
import Journal

/// Asks for more time for a claim. It makes no event: the row alone changes.
public struct Renewal: Sendable {
  public var sequence: Int64
  public var code: TrackingCode
  /// The row of who asks.
  public var principal: Int64
  /// Milliseconds from now.
  public var lease: Int64

  public init(sequence: Int64, code: TrackingCode, principal: Int64, lease: Int64) {
    self.sequence = sequence
    self.code = code
    self.principal = principal
    self.lease = lease
  }
}

extension Registry {
  func write(_ renewal: Renewal, now: Int64) throws(JournalError) -> Outcome {
    guard var record = try journal.record(renewal.sequence, code: renewal.code) else {
      return .requestUnknown
    }
    do throws(Rejection) {
      record.leaseUntil = try record.renewedLease(by: renewal.principal, lease: renewal.lease, now: now)
    } catch { return .rejected(error) }
    try journal.storeLease(of: record)
    return .renewed(leaseUntil: record.leaseUntil)
  }
}

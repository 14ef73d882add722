/// What a loop's directory said when a submission came to its counter: under which delegation it is taken in. The writer
/// counts by it, and looks again where the directory has changed since.
public struct Admission: Sendable, Equatable {
  /// The position of the directory that was looked at.
  public var directory: Int64
  public var delegation: UInt32
  /// Submissions an office and local day; 0: as many as come.
  public var dailyCap: UInt32
  /// Local time minus UTC: when a day begins.
  public var offsetMinutes: Int32

  public init(directory: Int64, delegation: UInt32, dailyCap: UInt32, offsetMinutes: Int32) {
    self.directory = directory
    self.delegation = delegation
    self.dailyCap = dailyCap
    self.offsetMinutes = offsetMinutes
  }
}

/// Why a submission is not taken in at its counter. Nothing is stored.
public enum AdmissionRefusal: Error, Sendable, Equatable {
  case serviceNotPublished
  case officeNotActive
  case delegationMissing
  /// Suspended, revoked, over, or not yet begun.
  case delegationSuspended
  /// Milliseconds until the next local day.
  case dailyCapReached(left: Int64)
}

extension AdmissionRefusal {
  /// The refusal that a standing amounts to; nil where it is live.
  public init?(_ standing: DelegationStanding) {
    switch standing {
    case .live: return nil
    case .suspended: self = .delegationSuspended
    case .missing: self = .delegationMissing
    }
  }
}

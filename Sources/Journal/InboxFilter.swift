public import Casework

/// What of an agency's open requests is asked for, and in which order.
public struct InboxFilter: Sendable, Equatable {
  public enum Assignee: Sendable, Equatable {
    case anybody
    case nobody
    /// The principal's row.
    case principal(Int64)
  }

  public enum Order: Sendable, Equatable {
    case oldestFirst
    /// By due time; what has none now (paused, or without a target) is left out.
    case mostUrgentFirst
  }

  /// Rows of the services.
  public var services: [Int64]
  public var states: [RequestState]
  /// Empty: every region's.
  public var region: String
  public var assignee: Assignee
  /// Only what is due by then, in Unix milliseconds; nil: all.
  public var dueBy: Int64?
  public var order: Order

  public init(
    services: [Int64], states: [RequestState], region: String = "", assignee: Assignee = .anybody,
    dueBy: Int64? = nil, order: Order = .oldestFirst
  ) {
    self.services = services
    self.states = states
    self.region = region
    self.assignee = assignee
    self.dueBy = dueBy
    self.order = order
  }
}

/// Where a page of the inbox ends, in its order.
public struct InboxPlace: Sendable, Comparable {
  /// The due time, where that is the order; else 0.
  public var due: Int64
  public var sequence: Int64

  public init(due: Int64, sequence: Int64) {
    self.due = due
    self.sequence = sequence
  }

  public static let start = InboxPlace(due: 0, sequence: 0)

  public static func < (one: InboxPlace, other: InboxPlace) -> Bool {
    (one.due, one.sequence) < (other.due, other.sequence)
  }
}

/// One line of an agency's inbox.
public struct InboxRow: Sendable, Equatable {
  public var sequence: Int64
  public var version: UInt32
  public var state: RequestState
  public var service: Int64
  public var office: Int64
  public var region: String
  public var submitted: Int64
  public var changed: Int64
  public var assignee: Int64
  public var acknowledgeDue: Int64
  public var decideDue: Int64
  public var escalation: UInt8
  public var appealLevel: UInt8
  public var decidedBy: Int64
  public var leaseUntil: Int64

  /// The earlier of the due times; 0: there is none now.
  public var due: Int64 { CaseClock(acknowledgeDue: acknowledgeDue, decideDue: decideDue).due }

  /// Has a due time passed? The requests here are open.
  /// - Parameter now: Unix milliseconds.
  public func isOverdue(now: Int64) -> Bool { due != 0 && due <= now }
}

/// A page of the inbox. It may be short, or empty, though more follows: where a filter passes over many requests, the
/// search stops and goes on with the next page.
public struct InboxPage: Sendable, Equatable {
  public var rows: [InboxRow]
  /// Where the next page begins; nil: this was the last.
  public var next: InboxPlace?
}

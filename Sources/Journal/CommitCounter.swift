import Synchronization

/// Counts the commits of the one writer. A reader whose snapshot is older than the count takes a new one, so that who
/// submitted and at once asks sees the request.
public final class CommitCounter: Sendable {
  private let count = Atomic<UInt64>(0)

  public init() {}

  public var current: UInt64 { count.load(ordering: .acquiring) }

  /// Called by the writer after `commit` returned and before any answer leaves.
  public func advance() { count.add(1, ordering: .releasing) }
}

public import Casework
import Glibc
public import Journal
public import Sealing

/// The one writer: takes orders from any thread, decides and stores them in batches on its own thread, and gives each
/// its outcome after the fsync of the transaction that holds it.
public final class Registrar: Sendable {
  /// What the registrar tells; called on its thread, so it must be quick and must not wait.
  public struct Listener: Sendable {
    /// The outcomes of one batch for one desk.
    public var outcomes: @Sendable (_ desk: Int, [(ticket: UInt32, outcome: Outcome)]) -> Void
    /// The requests that a batch changed. Called after the commit is visible to readers.
    public var changed: @Sendable ([Int64]) -> Void
    /// The store failed; nothing more is taken in when `isFinal`.
    public var failed: @Sendable (JournalError, _ isFinal: Bool) -> Void

    public init(
      outcomes: @escaping @Sendable (Int, [(ticket: UInt32, outcome: Outcome)]) -> Void,
      changed: @escaping @Sendable ([Int64]) -> Void,
      failed: @escaping @Sendable (JournalError, Bool) -> Void
    ) {
      self.outcomes = outcomes
      self.changed = changed
      self.failed = failed
    }
  }

  private let queue: OrderQueue
  private let thread: WriterThread

  /// - Parameters:
  ///   - queueCapacity: orders that may wait; beyond it `put` refuses.
  ///   - batchLimit: orders in one transaction.
  ///   - clock: Unix milliseconds.
  ///   - directory: as it stands; asked on the writer's thread, for calendars and terms.
  public init(
    journal: sending JournalWriter, keys: KeyRing, commits: CommitCounter, desks: Int, queueCapacity: Int,
    batchLimit: Int, clock: @escaping @Sendable () -> Int64, directory: @escaping @Sendable () -> Directory,
    listener: Listener
  ) throws(SealingError) {
    let queue = OrderQueue(capacity: queueCapacity)
    self.queue = queue
    thread = WriterThread(
      try Registry(journal: journal, keys: keys, commits: commits, clock: clock, directory: directory), queue,
      batchLimit, desks, listener)
  }

  /// Hands an order to the writer. Any thread; never waits for the disk.
  /// - Returns: false when the queue is full or closed: nothing will be stored and no outcome comes.
  public func put(_ order: Order, for ticket: Ticket) -> Bool { queue.put((ticket, order)) }

  /// Stores what waits, then ends the writer's thread. Returns when it has ended.
  public func close() {
    queue.close()
    thread.join()
  }
}

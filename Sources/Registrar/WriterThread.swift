import Glibc
import Journal

/// The thread on which the registry lives. It owns the registry: nothing else ever touches it.
///
/// `@unchecked Sendable`: `context` is written once before the thread starts, and `handle` only in `init` and `join`.
final class WriterThread: @unchecked Sendable {
  private final class Context {
    let registry: Registry
    let queue: OrderQueue
    let batchLimit: Int
    let desks: Int
    let listener: Registrar.Listener

    init(
      _ registry: Registry, _ queue: OrderQueue, _ batchLimit: Int, _ desks: Int,
      _ listener: Registrar.Listener
    ) {
      self.registry = registry
      self.queue = queue
      self.batchLimit = batchLimit
      self.desks = desks
      self.listener = listener
    }
  }

  private var handle = pthread_t()

  init(
    _ registry: sending Registry, _ queue: OrderQueue, _ batchLimit: Int, _ desks: Int,
    _ listener: Registrar.Listener
  ) {
    let context = Context(registry, queue, batchLimit, desks, listener)
    let code = pthread_create(
      &handle, nil,
      { argument in
        let context = Unmanaged<Context>.fromOpaque(argument!).takeRetainedValue()
        WriterThread.run(context)
        return nil
      }, Unmanaged.passRetained(context).toOpaque())
    precondition(code == 0, "the system refused a thread for the writer")
  }

  func join() { pthread_join(handle, nil) }

  /// How long the writer waits for orders before it looks for what is due, in milliseconds: not by the wall clock, which may
  /// be set, but by this it is seen at least so often.
  private static let patience: Int64 = 1_000

  private static func run(_ context: Context) {
    var patience: Int64 = 0
    while let entries = context.queue.take(limit: context.batchLimit, patience: patience) {
      let batch = context.registry.commit(entries.map(\.order))
      patience = batch.hasMore ? 0 : Self.patience
      // What readers can see is told first: a watcher that wakes finds the event.
      if !batch.changed.isEmpty { context.listener.changed(batch.changed) }
      answer(entries, batch.outcomes, context)
      for notice in batch.notices { context.listener.failed(notice, false) }
      if let failure = batch.failure {
        context.listener.failed(failure, batch.isFinal)
        if batch.isFinal { return refuseTheRest(context) }
      }
    }
    do throws(JournalError) {
      try context.registry.close()
    } catch { context.listener.failed(error, false) }
  }

  private static func answer(_ entries: [OrderQueue.Entry], _ outcomes: [Outcome], _ context: Context) {
    var byDesk: [[(ticket: UInt32, outcome: Outcome)]] = Array(repeating: [], count: context.desks)
    for (entry, outcome) in zip(entries, outcomes) {
      byDesk[entry.ticket.desk].append((entry.ticket.number, outcome))
    }
    for (desk, answers) in byDesk.enumerated() where !answers.isEmpty {
      context.listener.outcomes(desk, answers)
    }
  }

  private static func refuseTheRest(_ context: Context) {
    context.queue.close()
    while let entries = context.queue.take(limit: .max, patience: 0) {
      answer(entries, entries.map { _ in .notStored }, context)
    }
  }
}

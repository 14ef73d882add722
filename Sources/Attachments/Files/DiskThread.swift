import Glibc

/// A thread on which work waits for the disk, in the order in which it came. Any thread gives it work.
///
/// Its queue is bounded by those who give: an upload or a download has at most three pieces of work waiting, and their number has
/// a limit (`AttachmentLimits.transfers`).
///
/// `@unchecked Sendable`: `queue` holds its own lock; `handle` is written in `init` and read in `join`.
final class DiskThread: @unchecked Sendable {
  typealias Work = @Sendable () -> Void

  private let queue = WorkQueue()
  private var handle = pthread_t()

  init() {
    let code = pthread_create(
      &handle, nil,
      { argument in
        let queue = Unmanaged<WorkQueue>.fromOpaque(argument!).takeRetainedValue()
        while let work = queue.take() { work() }
        return nil
      }, Unmanaged.passRetained(queue).toOpaque())
    precondition(code == 0, "the system refused a thread for the disk")
  }

  /// Runs work after all that waits. Nothing happens after `join` has begun.
  func run(_ work: @escaping Work) { queue.put(work) }

  /// Does what waits, then ends the thread. Returns when it has ended.
  func join() {
    queue.close()
    pthread_join(handle, nil)
  }
}

/// Work that waits for its thread.
///
/// `@unchecked Sendable`: everything is touched under `mutex` alone.
private final class WorkQueue: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let filled = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  /// In the order in which it came, from `next`.
  private var waiting: [DiskThread.Work?] = []
  private var next = 0
  private var isClosed = false

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(filled, nil)
  }

  deinit {
    pthread_cond_destroy(filled)
    pthread_mutex_destroy(mutex)
    filled.deallocate()
    mutex.deallocate()
  }

  func put(_ work: @escaping DiskThread.Work) {
    pthread_mutex_lock(mutex)
    if !isClosed { waiting.append(work) }
    pthread_mutex_unlock(mutex)
    pthread_cond_signal(filled)
  }

  /// - Returns: nil once the queue is closed and empty.
  func take() -> DiskThread.Work? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while next == waiting.count {
      waiting.removeAll(keepingCapacity: true)
      next = 0
      if isClosed { return nil }
      pthread_cond_wait(filled, mutex)
    }
    defer {
      waiting[next] = nil
      next += 1
    }
    return waiting[next]
  }

  func close() {
    pthread_mutex_lock(mutex)
    isClosed = true
    pthread_mutex_unlock(mutex)
    pthread_cond_signal(filled)
  }
}

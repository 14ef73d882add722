import Glibc

/// The bounded queue before the writer: many threads put, one takes all that waits.
///
/// `@unchecked Sendable`: all state is guarded by the mutex.
final class OrderQueue: @unchecked Sendable {
  typealias Entry = (ticket: Ticket, order: Order)

  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let filled = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let capacity: Int
  private var waiting: [Entry] = []
  private var isClosed = false
  private var takerSleeps = false

  init(capacity: Int) {
    self.capacity = capacity
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(filled, nil)
    waiting.reserveCapacity(min(capacity, 4_096))
  }

  deinit {
    pthread_cond_destroy(filled)
    pthread_mutex_destroy(mutex)
    filled.deallocate()
    mutex.deallocate()
  }

  /// - Returns: false when the queue is full or closed: nothing was taken in.
  func put(_ entry: Entry) -> Bool {
    pthread_mutex_lock(mutex)
    guard !isClosed, waiting.count < capacity else {
      pthread_mutex_unlock(mutex)
      return false
    }
    waiting.append(entry)
    let wake = takerSleeps
    pthread_mutex_unlock(mutex)
    if wake { pthread_cond_signal(filled) }
    return true
  }

  /// Waits for orders and takes up to `limit` of them, in the order in which they came.
  /// - Returns: nil once the queue is closed and empty.
  func take(limit: Int) -> [Entry]? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while waiting.isEmpty {
      if isClosed { return nil }
      takerSleeps = true
      pthread_cond_wait(filled, mutex)
      takerSleeps = false
    }
    if waiting.count <= limit {
      var taken: [Entry] = []
      taken.reserveCapacity(waiting.count)
      swap(&taken, &waiting)
      return taken
    }
    let taken = Array(waiting.prefix(limit))
    waiting.removeFirst(limit)
    return taken
  }

  /// No order is taken in any more; those that wait are still given out.
  func close() {
    pthread_mutex_lock(mutex)
    isClosed = true
    pthread_mutex_unlock(mutex)
    pthread_cond_signal(filled)
  }
}

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
    // Waits are measured by a clock that nobody sets.
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(filled, &attributes)
    pthread_condattr_destroy(&attributes)
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
  /// - Parameter patience: milliseconds to wait for them at the most.
  /// - Returns: none when the patience is over; nil once the queue is closed and empty.
  func take(limit: Int, patience: Int64) -> [Entry]? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    var end: timespec?
    while waiting.isEmpty {
      if isClosed { return nil }
      let until = end ?? Self.monotonicTime(after: patience)
      end = until
      takerSleeps = true
      let code = withUnsafePointer(to: until) { pthread_cond_timedwait(filled, mutex, $0) }
      takerSleeps = false
      if code == ETIMEDOUT && waiting.isEmpty { return isClosed ? nil : [] }
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

  private static func monotonicTime(after milliseconds: Int64) -> timespec {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    let nanoseconds = Int64(time.tv_nsec) + milliseconds % 1_000 * 1_000_000
    time.tv_sec += Int(milliseconds / 1_000 + nanoseconds / 1_000_000_000)
    time.tv_nsec = Int(nanoseconds % 1_000_000_000)
    return time
  }

  /// No order is taken in any more; those that wait are still given out.
  func close() {
    pthread_mutex_lock(mutex)
    isClosed = true
    pthread_mutex_unlock(mutex)
    pthread_cond_signal(filled)
  }
}

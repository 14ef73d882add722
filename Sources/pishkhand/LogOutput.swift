import Glibc

/// Writes lines to a descriptor from a thread of its own: a pipe that nobody reads stops that thread and no other.
///
/// `@unchecked Sendable`: all state is guarded by the mutex.
final class LogOutput: @unchecked Sendable {
  /// Bytes that may wait.
  static let capacity = 1 << 20

  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let descriptor: Int32
  private var waiting: [UInt8] = []
  private var lost = 0
  private var isWriting = false

  /// The thread lives as long as the process: a log is made once.
  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    pthread_mutex_init(mutex, nil)
    // A clock that is set must not lengthen a flush.
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(changed, &attributes)
    pthread_condattr_destroy(&attributes)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { argument in
        Unmanaged<LogOutput>.fromOpaque(argument!).takeRetainedValue().run()
        return nil
      }, Unmanaged.passRetained(self).toOpaque())
    precondition(code == 0, "the system refused a thread for the log")
    pthread_detach(thread)
  }

  /// Takes a line in, or counts it as lost where there is no room.
  func put(_ line: [UInt8]) {
    pthread_mutex_lock(mutex)
    if waiting.count + line.count > Self.capacity {
      lost += 1
    } else {
      if lost > 0 {
        waiting += Log.line(.warning, "log_lines_lost", ["count": .number(lost)], at: .now())
        lost = 0
      }
      waiting += line
      pthread_cond_broadcast(changed)
    }
    pthread_mutex_unlock(mutex)
  }

  /// Waits until nothing waits, at most so long.
  func flush(milliseconds: Int) {
    var end = timespec()
    clock_gettime(CLOCK_MONOTONIC, &end)
    end.tv_sec += milliseconds / 1_000
    end.tv_nsec += milliseconds % 1_000 * 1_000_000
    if end.tv_nsec >= 1_000_000_000 {
      end.tv_sec += 1
      end.tv_nsec -= 1_000_000_000
    }
    pthread_mutex_lock(mutex)
    while isWriting || !waiting.isEmpty {
      if pthread_cond_timedwait(changed, mutex, &end) == ETIMEDOUT { break }
    }
    pthread_mutex_unlock(mutex)
  }

  private func run() {
    while true {
      pthread_mutex_lock(mutex)
      isWriting = false
      pthread_cond_broadcast(changed)
      while waiting.isEmpty { pthread_cond_wait(changed, mutex) }
      var bytes: [UInt8] = []
      swap(&bytes, &waiting)
      isWriting = true
      pthread_mutex_unlock(mutex)
      writeOut(bytes)
    }
  }

  /// A closed descriptor loses what is written.
  private func writeOut(_ bytes: [UInt8]) {
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + offset, bytes.count - offset) }
      if count < 0 {
        switch errno {
        case EINTR: break
        // Whoever shares the descriptor may have made it non-blocking, which holds for all that share it.
        case EAGAIN: waitForRoom()
        default: return
        }
      }
      offset += max(0, count)
    }
  }

  private func waitForRoom() {
    var waited = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    poll(&waited, 1, -1)
  }
}

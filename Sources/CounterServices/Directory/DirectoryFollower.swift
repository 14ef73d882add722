import Glibc

/// The thread that reads the directory anew after changes, so that neither the writer nor a loop waits for it. Changes that come
/// while it reads share the next reading.
///
/// `@unchecked Sendable`: `waiting` and `isClosed` are guarded by the mutex; `handle` is written in `init` and read in `close`.
final class DirectoryFollower: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let filled = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let reload: @Sendable () -> Void
  private var waiting: [@Sendable () -> Void] = []
  private var isClosed = false
  private var handle = pthread_t()

  /// - Parameter reload: reads the directory anew; called on the follower's thread.
  init(reload: @escaping @Sendable () -> Void) {
    self.reload = reload
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(filled, nil)
    let code = pthread_create(
      &handle, nil,
      { argument in
        Unmanaged<DirectoryFollower>.fromOpaque(argument!).takeUnretainedValue().run()
        return nil
      }, Unmanaged.passUnretained(self).toOpaque())
    precondition(code == 0, "the system refused a thread for the directory")
  }

  deinit {
    pthread_cond_destroy(filled)
    pthread_mutex_destroy(mutex)
    filled.deallocate()
    mutex.deallocate()
  }

  /// The directory has changed on disk. `work` is done once it has been read anew. Any thread.
  func follow(_ work: @escaping @Sendable () -> Void) {
    pthread_mutex_lock(mutex)
    waiting.append(work)
    pthread_mutex_unlock(mutex)
    pthread_cond_signal(filled)
  }

  /// Does what waits and ends the thread. Nothing follows it. Once, before the last reference goes.
  func close() {
    pthread_mutex_lock(mutex)
    isClosed = true
    pthread_mutex_unlock(mutex)
    pthread_cond_signal(filled)
    pthread_join(handle, nil)
  }

  private func run() {
    while let works = take() {
      reload()
      for work in works { work() }
    }
  }

  private func take() -> [@Sendable () -> Void]? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while waiting.isEmpty {
      if isClosed { return nil }
      pthread_cond_wait(filled, mutex)
    }
    defer { waiting.removeAll() }
    return waiting
  }
}

import CUV
import Glibc
import Synchronization

/// A libuv loop with the thread that runs it.
///
/// All that belongs to a loop is confined to its thread; ``execute(_:)`` is the way in from elsewhere.
///
/// `@unchecked Sendable`: the mutable state is touched by the loop's thread alone, but for `inbox`, which a mutex
/// guards, and `uv_async_send`, which libuv allows from any thread.
public final class EventLoop: @unchecked Sendable {
  /// Work handed over by other threads, and whether the loop still takes any.
  private struct Inbox {
    var work: [@Sendable () -> Void] = []
    var isOpen = true
  }

  let raw: UnsafeMutablePointer<uv_loop_t>
  private let wake = UnsafeMutablePointer<uv_async_t>.allocate(capacity: 1)
  private let beforePoll = UnsafeMutablePointer<uv_prepare_t>.allocate(capacity: 1)
  private let afterPoll = UnsafeMutablePointer<uv_check_t>.allocate(capacity: 1)
  /// Keeps the loop from sleeping while `unread` is not empty.
  private let again = UnsafeMutablePointer<uv_idle_t>.allocate(capacity: 1)
  private let inbox = Mutex(Inbox())
  private var thread: pthread_t?
  /// Connections that stopped reading for fairness while TLS still held bytes: those never wake poll.
  private var unread: [TLSConnection] = []
  private var idleTimers: [UnsafeMutablePointer<uv_timer_t>] = []

  /// One TLS record's plaintext (RFC 8446 5.1), shared by all connections of the loop: bytes are consumed at once.
  let readBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16_384, alignment: 16)

  /// Called after each round of events and before the loop sleeps; what the round made is written here.
  public var endOfTick: () -> Void = {}

  /// - Throws: `SystemError` where the process has no descriptors or memory left.
  public init() throws(SystemError) {
    raw = .allocate(capacity: 1)
    // libuv's errors are the system's, negative.
    var result = uv_loop_init(raw)
    guard result == 0 else { throw SystemError("uv_loop_init", -result) }
    let owner = Unmanaged.passUnretained(self).toOpaque()
    result = uv_async_init(raw, wake, { EventLoop.owner(of: $0!).runInbox() })
    guard result == 0 else {
      uv_loop_close(raw)
      throw SystemError("uv_async_init", -result)
    }
    uv_prepare_init(raw, beforePoll)
    uv_check_init(raw, afterPoll)
    uv_idle_init(raw, again)
    wake.pointee.data = owner
    beforePoll.pointee.data = owner
    afterPoll.pointee.data = owner
    again.pointee.data = owner
    uv_prepare_start(beforePoll) { EventLoop.owner(of: $0!).endOfTick() }
    uv_check_start(afterPoll) { EventLoop.owner(of: $0!).endOfTick() }
  }

  deinit {
    // Nobody waited for the thread; it has ended, or is ending here.
    if let thread = startedThread.withLock({ $0 }) { pthread_detach(thread) }
    wake.deallocate()
    beforePoll.deallocate()
    afterPoll.deallocate()
    again.deallocate()
    raw.deallocate()
    readBuffer.deallocate()
  }

  private static func owner<Handle>(of handle: UnsafeMutablePointer<Handle>) -> EventLoop {
    let handle = UnsafeMutableRawPointer(handle).assumingMemoryBound(to: uv_handle_t.self)
    return Unmanaged<EventLoop>.fromOpaque(handle.pointee.data).takeUnretainedValue()
  }

  // MARK: Thread

  /// Starts the thread that runs the loop until ``stop()``.
  public func start(name: String) {
    let retained = Unmanaged.passRetained(self).toOpaque()
    var created = pthread_t()
    let result = pthread_create(
      &created, nil, { Unmanaged<EventLoop>.fromOpaque($0!).takeRetainedValue().run() }, retained)
    precondition(result == 0, "pthread_create failed")
    pthread_setname_np(created, name)
    startedThread.withLock { $0 = created }
  }

  private let startedThread = Mutex<pthread_t?>(nil)

  /// Blocks until the loop's thread has ended. Never on the loop's own thread.
  public func join() {
    let started = startedThread.withLock { started in
      defer { started = nil }
      return started
    }
    if let started { pthread_join(started, nil) }
  }

  private func run() -> UnsafeMutableRawPointer? {
    thread = pthread_self()
    uv_run(raw, UV_RUN_DEFAULT)
    // EBUSY would mean a handle that nobody closed: a bug in this module.
    precondition(uv_loop_close(raw) == 0, "a handle outlived its loop")
    return nil
  }

  /// Whether the caller is on the loop's thread.
  public var isCurrent: Bool {
    guard let thread else { return false }
    return pthread_equal(thread, pthread_self()) != 0
  }

  /// Ends the loop once the handles of others are closed. On the loop's thread.
  public func stop() {
    assert(isCurrent)
    inbox.withLock { $0.isOpen = false }
    runInbox()
    for timer in idleTimers { close(timer) }
    idleTimers = []
    uv_close(handle(wake), nil)
    uv_close(handle(beforePoll), nil)
    uv_close(handle(afterPoll), nil)
    uv_close(handle(again), nil)
  }

  // MARK: Work from elsewhere

  /// Runs `work` on the loop's thread, in order for one caller; several calls share one wake. From any thread. Work that
  /// comes after ``stop()`` is dropped.
  public func execute(_ work: @escaping @Sendable () -> Void) {
    let isFirst = inbox.withLock { inbox in
      guard inbox.isOpen else { return false }
      inbox.work.append(work)
      return inbox.work.count == 1
    }
    if isFirst { uv_async_send(wake) }
  }

  private func runInbox() {
    let work = inbox.withLock { inbox in
      defer { inbox.work = [] }
      return inbox.work
    }
    for item in work { item() }
  }

  // MARK: Time

  /// Milliseconds of a clock that only goes forward, as of the start of this round of events.
  public var now: UInt64 { uv_now(raw) }

  /// The same clock as a plain value, for code that runs for every frame.
  public var clock: LoopClock { LoopClock(raw: raw) }

  /// Nanoseconds of CLOCK_MONOTONIC, read now.
  public static var monotonicNanoseconds: UInt64 { uv_hrtime() }

  func takeTimer() -> UnsafeMutablePointer<uv_timer_t> {
    if let timer = idleTimers.popLast() { return timer }
    let timer = UnsafeMutablePointer<uv_timer_t>.allocate(capacity: 1)
    uv_timer_init(raw, timer)
    return timer
  }

  func giveBack(_ timer: UnsafeMutablePointer<uv_timer_t>) {
    uv_timer_stop(timer)
    if idleTimers.count < 1_024 && inbox.withLock({ $0.isOpen }) {
      idleTimers.append(timer)
    } else {
      close(timer)
    }
  }

  private func close(_ timer: UnsafeMutablePointer<uv_timer_t>) {
    uv_close(handle(timer)) { UnsafeMutableRawPointer($0!).deallocate() }
  }

  // MARK: Bytes that TLS holds

  /// Lets the connection read on in the next round though its descriptor may stay silent.
  func readAgain(_ connection: TLSConnection) {
    stayAwake()
    unread.append(connection)
  }

  /// The next round begins without waiting for an event.
  public func stayAwake() {
    uv_idle_start(again) { EventLoop.owner(of: $0!).readUnread() }
  }

  private func readUnread() {
    let connections = unread
    unread = []
    uv_idle_stop(again)
    for connection in connections { connection.readOn() }
  }
}

/// libuv's handles share their first fields, which its API reaches through this type.
func handle<Handle>(_ handle: UnsafeMutablePointer<Handle>) -> UnsafeMutablePointer<uv_handle_t> {
  UnsafeMutableRawPointer(handle).assumingMemoryBound(to: uv_handle_t.self)
}

/// A loop's clock; usable while the loop is. Reading it touches no reference count.
public struct LoopClock {
  let raw: UnsafeMutablePointer<uv_loop_t>

  /// As ``EventLoop/now``.
  public var now: UInt64 { uv_now(raw) }
}

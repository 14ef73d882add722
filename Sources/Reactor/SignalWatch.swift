import CUV
import Glibc

/// Runs code on a loop's thread when the process gets a signal. Confined to the loop's thread.
public final class SignalWatch {
  private let raw = UnsafeMutablePointer<uv_signal_t>.allocate(capacity: 1)
  private let action: () -> Void
  private let signal: Int32

  /// Begins to watch at once, until ``stop()``. A signal that is blocked in all threads is let through on this loop's, so
  /// that one which came before waits for its watch.
  public init(loop: EventLoop, signal: Int32, action: @escaping () -> Void) {
    self.action = action
    self.signal = signal
    uv_signal_init(loop.raw, raw)
    raw.pointee.data = Unmanaged.passRetained(self).toOpaque()
    uv_signal_start(
      raw, { raw, _ in Unmanaged<SignalWatch>.fromOpaque(raw!.pointee.data).takeUnretainedValue().action() },
      signal)
    // A signal is no work: the loop may end while it is watched.
    uv_unref(handle(raw))
    Self.mask(signal, SIG_UNBLOCK)
  }

  /// Ends the watch. Where all other threads block the signal, it has no effect from here on.
  public func stop() {
    Self.mask(signal, SIG_BLOCK)
    uv_close(handle(raw)) { handle in
      let owner = Unmanaged<SignalWatch>.fromOpaque(handle!.pointee.data).takeRetainedValue()
      owner.raw.deallocate()
    }
  }

  private static func mask(_ signal: Int32, _ how: Int32) {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, signal)
    pthread_sigmask(how, &set, nil)
  }

  /// A write to a peer that has gone must fail with EPIPE rather than end the process: OpenSSL's socket BIO uses write(2).
  public static func ignoreBrokenPipes() {
    Glibc.signal(SIGPIPE, SIG_IGN)
  }
}

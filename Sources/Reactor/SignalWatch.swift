import CUV
import Glibc

/// Runs code on a loop's thread when the process gets a signal. Confined to the loop's thread.
public final class SignalWatch {
  private let raw = UnsafeMutablePointer<uv_signal_t>.allocate(capacity: 1)
  private let action: () -> Void

  /// Begins to watch at once, until ``stop()``.
  public init(loop: EventLoop, signal: Int32, action: @escaping () -> Void) {
    self.action = action
    uv_signal_init(loop.raw, raw)
    raw.pointee.data = Unmanaged.passRetained(self).toOpaque()
    uv_signal_start(
      raw, { raw, _ in Unmanaged<SignalWatch>.fromOpaque(raw!.pointee.data).takeUnretainedValue().action() },
      signal)
    // A signal is no work: the loop may end while it is watched.
    uv_unref(handle(raw))
  }

  /// Gives the signal its former effect again.
  public func stop() {
    uv_close(handle(raw)) { handle in
      let owner = Unmanaged<SignalWatch>.fromOpaque(handle!.pointee.data).takeRetainedValue()
      owner.raw.deallocate()
    }
  }

  /// A write to a peer that has gone must fail with EPIPE rather than end the process: OpenSSL's socket BIO uses write(2).
  public static func ignoreBrokenPipes() {
    Glibc.signal(SIGPIPE, SIG_IGN)
  }
}

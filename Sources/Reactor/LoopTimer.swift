import CUV

/// A timer of one loop, armed and disarmed any number of times. Confined to the loop's thread.
public final class LoopTimer {
  private let loop: EventLoop
  private let fired: () -> Void
  /// Taken from the loop while armed, so that an idle object costs no handle.
  private var raw: UnsafeMutablePointer<uv_timer_t>?

  /// - Parameter fired: called each time the timer runs out.
  public init(loop: EventLoop, fired: @escaping () -> Void) {
    self.loop = loop
    self.fired = fired
  }

  deinit {
    disarm()
  }

  public var isArmed: Bool { raw != nil }

  /// Runs out once after so many milliseconds, or again and again when `repeating`; replaces what was armed.
  public func arm(milliseconds: UInt64, repeating: Bool = false) {
    let timer = raw ?? loop.takeTimer()
    raw = timer
    timer.pointee.data = Unmanaged.passUnretained(self).toOpaque()
    uv_timer_start(
      timer,
      { timer in
        let owner = Unmanaged<LoopTimer>.fromOpaque(timer!.pointee.data).takeUnretainedValue()
        if timer!.pointee.repeat == 0 { owner.disarm() }
        owner.fired()
      }, milliseconds, repeating ? milliseconds : 0)
  }

  public func disarm() {
    guard let timer = raw else { return }
    raw = nil
    loop.giveBack(timer)
  }
}

internal import Reactor

/// With this a handler that completes later, from another thread, finds its call again.
public struct CallReference: Sendable {
  /// The loop that owns the call: `reference.loop.execute { reference.call()?.respond(...) }`.
  public let loop: LoopReference
  let slot: UInt32
  let generation: UInt32

  /// The call, or nil once it has ended. Only on the loop's own thread; elsewhere the process stops.
  public func call() -> ServerCall? {
    precondition(loop.host.loop.isCurrent, "a call belongs to its loop's thread")
    return loop.host.find(slot: slot, generation: generation)
  }
}

/// One event loop of a server; from any thread.
public struct LoopReference: Sendable, Hashable {
  /// 0 to `loops` - 1.
  public let index: Int
  let host: LoopServer

  /// Runs `work` on the loop's thread, in order of the calls from one thread; wakes are joined. After the server has
  /// stopped it is dropped.
  public func execute(_ work: @escaping @Sendable () -> Void) {
    host.loop.execute(work)
  }

  /// Runs `work` once, on the loop's thread, after at least so many milliseconds. Only on the loop's own thread.
  public func after(milliseconds: Int, _ work: @escaping () -> Void) {
    precondition(host.loop.isCurrent, "a timer belongs to its loop's thread")
    host.after(milliseconds: milliseconds, work)
  }

  public static func == (one: LoopReference, other: LoopReference) -> Bool {
    one.host === other.host
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(host))
  }
}

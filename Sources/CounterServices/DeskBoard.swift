import GRPCServer
import Synchronization

/// Finds a loop's desk from another thread: work for it is run on its own loop.
final class DeskBoard: Sendable {
  /// `@unchecked Sendable`: the desk is used only in closures that its own loop executes.
  private struct Seat: @unchecked Sendable {
    let loop: LoopReference
    let desk: Desk
  }

  private let seats: Mutex<[Seat?]>

  init(count: Int) { seats = Mutex(Array(repeating: nil, count: count)) }

  func seat(_ desk: Desk, at loop: LoopReference) {
    seats.withLock { $0[loop.index] = Seat(loop: loop, desk: desk) }
  }

  func onDesk(_ index: Int, _ work: @escaping @Sendable (Desk) -> Void) {
    guard let seat = seats.withLock({ $0[index] }) else { return }
    seat.loop.execute { work(seat.desk) }
  }

  func onEveryDesk(_ work: @escaping @Sendable (Desk) -> Void) {
    for seat in seats.withLock({ $0 }) {
      if let seat { seat.loop.execute { work(seat.desk) } }
    }
  }
}

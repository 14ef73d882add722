import Synchronization

/// How many streams watch a request, on all loops: while it is zero the writer wakes nobody.
final class WatcherCount: Sendable {
  private let count = Atomic<Int>(0)

  var isAny: Bool { count.load(ordering: .acquiring) > 0 }
  func add() { count.add(1, ordering: .acquiringAndReleasing) }
  func remove() { count.subtract(1, ordering: .acquiringAndReleasing) }
}

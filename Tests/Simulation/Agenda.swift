/// What comes when, soonest first; of one time in the order in which it was put. A binary heap.
struct Agenda<Entry> {
  private var heap: [(time: Int64, turn: UInt64, entry: Entry)] = []
  private var turns: UInt64 = 0

  /// When the next comes; nil: nothing does.
  var nextTime: Int64? { heap.first?.time }

  mutating func put(_ entry: Entry, at time: Int64) {
    turns += 1
    heap.append((time, turns, entry))
    var place = heap.count - 1
    while place > 0, isSooner(place, (place - 1) / 2) {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  /// Takes the next where it comes by then.
  mutating func take(by time: Int64) -> Entry? {
    guard let first = heap.first, first.time <= time else { return nil }
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var place = 0
    while case var child = 2 * place + 1, child < heap.count {
      if child + 1 < heap.count, isSooner(child + 1, child) { child += 1 }
      guard isSooner(child, place) else { break }
      heap.swapAt(child, place)
      place = child
    }
    return first.entry
  }

  private func isSooner(_ one: Int, _ other: Int) -> Bool {
    (heap[one].time, heap[one].turn) < (heap[other].time, heap[other].turn)
  }
}

import Casework
import GRPCServer

/// The work streams of one loop, and the one place from which they look for work.
///
/// Each commit may have brought work, and each makes many streams look. So they look together: of streams that wait for the
/// same only one has to find nothing, and after a look that found nothing the next comes `restMilliseconds` later at the
/// earliest. Confined to its loop's thread.
struct WorkFloor {
  static let restMilliseconds = 10

  private(set) var streams: [WorkStream] = []
  /// Who has a request out.
  private var holders: [Int64: WorkStream] = [:]
  private var isResting = false
  private var wasCalled = false

  mutating func add(_ stream: WorkStream) { streams.append(stream) }

  mutating func remove(_ stream: WorkStream) {
    streams.removeAll { $0 === stream }
    holders = holders.filter { $0.value !== stream }
  }

  mutating func hold(_ sequence: Int64, _ stream: WorkStream) { holders[sequence] = stream }

  mutating func letGo(_ sequence: Int64, _ stream: WorkStream) {
    if holders[sequence] === stream { holders[sequence] = nil }
  }

  func holder(_ sequence: Int64) -> WorkStream? { holders[sequence] }

  /// - Returns: the streams, another one first each time; nil while they rest: they look when the rest is over.
  mutating func begin() -> [WorkStream]? {
    if isResting {
      wasCalled = true
      return nil
    }
    if let first = streams.first {
      streams.removeFirst()
      streams.append(first)
    }
    return streams
  }

  mutating func rest(isUnfinished: Bool) {
    isResting = true
    wasCalled = isUnfinished
  }

  /// - Returns: was somebody called meanwhile?
  mutating func wake() -> Bool {
    isResting = false
    return wasCalled
  }
}

extension Desk {
  /// Lets the streams with free hands look for work.
  func lookForWork() {
    guard let streams = workFloor.begin() else { return }
    var foundNothing: Set<WorkInterest> = []
    var foundNothingSuitable: Set<WorkSearch> = []
    var isUnfinished = false
    for stream in streams where stream.wantsWork && !foundNothing.contains(stream.interest) {
      if foundNothingSuitable.contains(stream.search) { continue }
      switch stream.claimFree() {
      case .enough: break
      case .nothing: foundNothing.insert(stream.interest)
      case .nothingSuitable: foundNothingSuitable.insert(stream.search)
      case .unfinished: isUnfinished = true
      }
    }
    guard isUnfinished || !foundNothing.isEmpty || !foundNothingSuitable.isEmpty else { return }
    workFloor.rest(isUnfinished: isUnfinished)
    loop.after(milliseconds: WorkFloor.restMilliseconds) { [unowned self] in
      if workFloor.wake() { lookForWork() }
    }
  }

  /// The writer stored events of these requests: hands may have become free, and work may have come.
  func workChanged(_ sequences: [Int64]) {
    if workFloor.streams.isEmpty { return }
    for sequence in sequences { workFloor.holder(sequence)?.look(at: sequence) }
    lookForWork()
  }
}

import Casework
import Journal
import TestJournal
import TestSupport
import Testing

@testable import Registrar

/// The batch that is put through every fault, over two requests that are there already. The counter itself escalates the
/// second one in it.
private struct Batch {
  /// Requests and events before the batch, and what it adds.
  static let before: (requests: Int64, events: Int64) = (2, 3)
  static let after: (requests: Int64, events: Int64) = (4, 8)

  static func orders(_ maker: FilingMaker, _ request: Acceptance) -> [Order] {
    [
      .file(maker.submission(10)),
      .file(maker.act(.acknowledge, on: request, seeing: 1, by: FilingMaker.registry, number: 11)),
      .file(maker.act(.claim(lease: 0), on: request, seeing: 2, by: FilingMaker.registry, number: 12)),
      .recordGuess(.code(77), GuessCount(wrong: 2, last: 5)),
      // Values that do not fit into one page.
      .file(maker.submission(13, noteBytes: 9_000)),
    ]
  }

  static func filings(_ orders: [Order]) -> [Filing] {
    orders.compactMap { if case .file(let filing) = $0 { filing } else { nil } }
  }
}

/// How a step fails.
struct StepFault: Sendable, CustomTestStringConvertible {
  let fault: Disk.Fault
  let extent: Disk.Extent

  var testDescription: String { "\(fault), done: \(extent)" }

  /// A disk that says it is full has not written all of it.
  static let all = [
    StepFault(fault: .inputOutput, extent: .nothing), StepFault(fault: .inputOutput, extent: .half),
    StepFault(fault: .inputOutput, extent: .all), StepFault(fault: .full, extent: .nothing),
    StepFault(fault: .full, extent: .half),
  ]
}

@Suite("A batch whose disk fails at any one step")
struct FaultTests {
  /// A journal with two requests, opened over a disk, ready for the batch.
  private struct Scene {
    let journal: SmallJournal
    let disk: Disk
    let clock = SetClock(Self.saturdayAtNine)
    let request: Acceptance
    let orders: [Order]
    /// When the second request is escalated.
    let due: Int64

    /// 3 January 1970 in Iran.
    private static let saturdayAtNine: Int64 = 192_600_000
    private static let saturdayAtEight: Int64 = 189_000_000

    init() throws {
      journal = try SmallJournal()
      disk = Disk(under: journal.folder.path)
      let open = try OpenRegistry(journal, time: { [clock] in clock.now })
      request = try #require(open.submit(1...1).first)
      clock.set(Self.saturdayAtEight)
      _ = open.submit(2...2)
      clock.set(try JournalScan(path: journal.path).nextDue(2))
      #expect(open.registry.commit([]).changed == [2], "the second is warned about, the first not yet")
      due = try JournalScan(path: journal.path).nextDue(2)
      orders = Batch.orders(open.maker, request)
    }

    func open(_ path: String? = nil) throws -> OpenRegistry {
      try OpenRegistry(path ?? journal.path, keys: journal.keys, time: { [clock] in clock.now })
    }

    /// Begins the log, so that the batch takes the same steps in every run; then lets the second request come due.
    func warmUp(_ open: OpenRegistry) {
      _ = open.registry.commit([.recordGuess(.code(1), GuessCount(wrong: 1, last: 1))])
      clock.set(due)
    }

    func stepCount() throws -> Int {
      let open = try open()
      warmUp(open)
      disk.start()
      #expect(open.registry.commit(orders).failure == nil)
      return disk.steps.count
    }
  }

  /// All steps of a batch, counted in a run without fault.
  private static let stepCount: Int = {
    do { return try Scene().stepCount() } catch { preconditionFailure("\(error)") }
  }()

  @Test("has steps to fail at")
  func hasSteps() {
    #expect(Self.stepCount > 10)
  }

  @Test("is stored wholly or not at all, is answered truly, and can be sent again", arguments: StepFault.all)
  func isAllOrNothing(_ how: StepFault) throws {
    for step in 0..<Self.stepCount {
      let scene = try Scene()
      let remains = TemporaryFolder.inMemory()
      let outcomes = try fail(scene, at: step, how, remains)
      // A process that dies right after the failure, and one that closes in order.
      for path in [remains.file("journal.db"), scene.journal.path] {
        try expectSound(path, scene, outcomes, "\(how.testDescription) at step \(step)")
        try sendAgain(path, scene, "\(how.testDescription) at step \(step)")
      }
    }
  }

  /// Commits the batch with a step that fails, and looks at what is answered.
  private func fail(
    _ scene: Scene, at step: Int, _ how: StepFault, _ remains: TemporaryFolder
  ) throws -> [Outcome] {
    let open = try scene.open()
    scene.warmUp(open)
    let commits = open.commits.current
    scene.disk.start(failing: step, how.fault, done: how.extent)
    let result = open.registry.commit(scene.orders)
    scene.disk.copyRemains(database: .written, log: .written, to: remains)
    scene.disk.start()
    guard let failure = result.failure else {
      #expect(!result.outcomes.contains(.notStored) && !result.outcomes.contains(.perhapsStored))
      return result.outcomes
    }
    #expect(result.changed.isEmpty && open.commits.current == commits)
    #expect(result.outcomes.count == scene.orders.count)
    #expect(Set(result.outcomes.map { "\($0)" }).count == 1, "all of a batch end alike")
    #expect(failure.kind == (how.fault == .full ? .diskFull : .inputOutput))
    #expect(result.isFinal == (how.fault != .full), "only a full disk may pass")
    return result.outcomes
  }

  private func expectSound(
    _ path: String, _ scene: Scene, _ outcomes: [Outcome], _ step: String
  ) throws {
    let report = try audit(path, scene.journal.keys)
    #expect(report.findings == [], "\(step)")
    let isStored = report.events == Batch.after.events
    let expected = isStored ? Batch.after : Batch.before
    #expect(report.requests == expected.requests && report.events == expected.events, "\(step)")
    if outcomes.contains(.notStored) { #expect(!isStored, "\(step)") }
    let hashes = try storedHashes(path)
    for acceptance in outcomes.compactMap(\.acceptance) {
      let id = EventId(sequence: acceptance.sequence, number: acceptance.number)
      #expect(hashes[id] == acceptance.hash, "\(step)")
    }
  }

  /// Starts again on what is left and sends all once more: whatever was stored is found, the rest is stored now.
  private func sendAgain(_ path: String, _ scene: Scene, _ step: String) throws {
    let stored = try storedHashes(path)
    do {
      let open = try scene.open(path)
      let outcomes = open.registry.commit(scene.orders).outcomes
      #expect(outcomes.compactMap(\.acceptance).count == 4, "\(step)")
      for acceptance in outcomes.compactMap(\.acceptance) {
        let id = EventId(sequence: acceptance.sequence, number: acceptance.number)
        #expect(acceptance.isRepeated == (stored[id] != nil), "\(step)")
        if let hash = stored[id] { #expect(hash == acceptance.hash, "\(step)") }
      }
    }
    let report = try audit(path, scene.journal.keys)
    #expect(report.findings == [], "\(step)")
    #expect(report.requests == Batch.after.requests && report.events == Batch.after.events, "\(step)")
  }

  @Test("goes on in the same process once a full disk has room again")
  func passesFullDisk() throws {
    for step in 0..<Self.stepCount {
      let scene = try Scene()
      let open = try scene.open()
      scene.warmUp(open)
      scene.disk.start(failing: step, .full, done: .half)
      let failed = open.registry.commit(scene.orders)
      scene.disk.start()
      let again = open.registry.commit(scene.orders)
      #expect(again.failure == nil && !again.isFinal)
      let accepted = again.outcomes.compactMap(\.acceptance)
      #expect(accepted.count == 4)
      if failed.failure != nil { #expect(!accepted.contains { $0.isRepeated }, "step \(step)") }
      let report = try audit(scene.journal.path, scene.journal.keys)
      #expect(report.findings == [] && report.events == Batch.after.events, "step \(step)")
    }
  }
}

import Casework
import Journal
import Synchronization
import TestJournal
import TestSupport
import Testing

@testable import Registrar

/// A batch that changes the directory in every way and submits under it.
private struct ChangingBatch {
  static let changes: [DirectoryChange] = [
    .putAgency(Agency(id: "moon", name: LocalizedName(persian: "ماه", english: "Moon"))),
    .putService(DirectoryOrders.service(agency: "moon"), publish: true),
    .putOffice(DirectoryOrders.office("m-1", at: Position(latitude: 1, longitude: 2))),
    .grantDelegation(NewDelegation(service: "passport", office: "m-1", dailyCap: 3)),
    .putCalendar(
      RegionCalendar(
        region: "IR-07", version: 0, put: 0, offsetMinutes: 210, minutesPerDay: 480,
        hours: [WeeklyHours(weekday: 1, from: 480, until: 960)],
        days: (20_000..<20_200).map {
          ExceptionalDay(day: CivilDay(number: $0), name: LocalizedName(english: "x"))
        },
        first: CivilDay(number: 19_000), last: CivilDay(number: 21_000)), expectedVersion: 0),
    .addPrincipal(NewPrincipal(name: "m", role: .office, office: "m-1", key: SmallJournal.key(99))),
    .addKey(name: "post-1", key: SmallJournal.key(98)),
    .setPrincipalStatus(name: "registry-2", .revoked, reason: "lost"),
  ]

  static func orders(_ open: OpenRegistry, _ admission: Admission) throws -> [Order] {
    let orders = try DirectoryOrders(open.maker)
    var filing = open.maker.submission(50)
    filing.admission = admission
    return changes.enumerated().map { orders.order($1, UInt64($0 + 1)) } + [.file(filing)]
  }

  /// All of the directory, in words.
  static func summary(_ path: String) throws -> [String] {
    let directory = try DirectoryTables.load(path: path)
    return [
      "\(directory.position)", "\(directory.agencies)", "\(directory.services)", "\(directory.offices)",
      "\(directory.delegations)", "\(directory.calendars)", "\(directory.principals)",
      "\(directory.keys.count)",
    ]
  }
}

@Suite("A batch that changes the directory")
struct DirectoryFaultTests {
  private static func admission(_ path: String) throws -> Admission {
    Admission(
      directory: try DirectoryTables.load(path: path).position, delegation: 1, dailyCap: 5, offsetMinutes: 210
    )
  }

  /// Begins the log, so that the batch takes the same steps in every run.
  private static func warmUp(_ open: OpenRegistry) {
    _ = open.registry.commit([.recordGuess(.code(1), GuessCount(wrong: 1, last: 1))])
  }

  /// The directory before and after the batch, and how many steps it takes without a fault.
  private static let course = Result {
    let journal = try SmallJournal()
    let disk = Disk(under: journal.folder.path)
    let before = try ChangingBatch.summary(journal.path)
    var steps = 0
    do {
      let open = try OpenRegistry(journal)
      warmUp(open)
      disk.start()
      let result = open.registry.commit(try ChangingBatch.orders(open, admission(journal.path)))
      try #require(result.failure == nil)
      try #require(result.outcomes.allSatisfy { $0.isStored })
      steps = disk.steps.count
    }
    return (steps: steps, before: before, after: try ChangingBatch.summary(journal.path))
  }

  @Test("is stored wholly or not at all, and can be sent again", arguments: StepFault.all)
  func isAllOrNothing(_ how: StepFault) throws {
    let course = try Self.course.get()
    #expect(course.steps > 10)
    for step in 0..<course.steps {
      let journal = try SmallJournal()
      let disk = Disk(under: journal.folder.path)
      let admission = try Self.admission(journal.path)
      let remains = TemporaryFolder.inMemory()
      do {
        let open = try OpenRegistry(journal)
        Self.warmUp(open)
        disk.start(failing: step, how.fault, done: how.extent)
        let result = open.registry.commit(try ChangingBatch.orders(open, admission))
        disk.copyRemains(database: .written, log: .written, to: remains)
        disk.start()
        #expect((result.failure == nil) == result.outcomes.allSatisfy { $0.isStored }, "step \(step)")
      }
      for path in [remains.file("journal.db"), journal.path] {
        try Self.expectWhole(path, journal, admission, course.before, course.after, "step \(step)")
      }
    }
  }

  /// Looks at what is left and sends all once more: whatever was stored is found, the rest is stored now.
  private static func expectWhole(
    _ path: String, _ journal: SmallJournal, _ admission: Admission, _ before: [String], _ after: [String],
    _ place: String
  ) throws {
    do {
      let open = try OpenRegistry(path, keys: journal.keys)
      let found = try ChangingBatch.summary(path)
      #expect(found == before || found == after, "\(place)")
      let again = open.registry.commit(try ChangingBatch.orders(open, admission)).outcomes
      #expect(again.allSatisfy { found == after ? $0.isRepeated : $0.isStored && !$0.isRepeated }, "\(place)")
    }
    #expect(try ChangingBatch.summary(path) == after, "\(place)")
    #expect(try audit(path, journal.keys).findings == [], "\(place)")
  }

  @Test(
    "is there wholly or not at all after a crash, whether the process or the power goes",
    arguments: [(.written, .written), (.synced, .synced)] as [(Disk.Remains, Disk.Remains)])
  func survivesCrash(database: Disk.Remains, log: Disk.Remains) throws {
    let course = try Self.course.get()
    let journal = try SmallJournal()
    let admission = try Self.admission(journal.path)
    let disk = Disk(under: journal.folder.path)
    let wrecks = Mutex<[(folder: TemporaryFolder, isAnswered: Bool)]>([])
    let isAnswered = Atomic(false)
    do {
      let open = try OpenRegistry(journal)
      Self.warmUp(open)
      disk.beforeEachStep { [unowned disk] _ in
        let folder = TemporaryFolder.inMemory()
        disk.copyRemains(database: database, log: log, to: folder)
        wrecks.withLock { $0.append((folder, isAnswered.load(ordering: .relaxed))) }
      }
      let result = open.registry.commit(try ChangingBatch.orders(open, admission))
      #expect(result.outcomes.allSatisfy { $0.isStored })
      isAnswered.store(true, ordering: .relaxed)
      // Closing folds the log: more steps, at which all is promised.
      try open.registry.close()
      disk.beforeEachStep(nil)
    }
    let all = wrecks.withLock { $0 }
    #expect(all.contains { $0.isAnswered } && !all.allSatisfy { $0.isAnswered })
    for (index, wreck) in all.enumerated() {
      let path = wreck.folder.file("journal.db")
      if wreck.isAnswered {
        // The writer is the first to open what is left, as after a restart.
        _ = try OpenRegistry(path, keys: journal.keys)
        #expect(try ChangingBatch.summary(path) == course.after, "wreck \(index)")
      }
      try Self.expectWhole(path, journal, admission, course.before, course.after, "wreck \(index)")
    }
  }
}

extension Outcome {
  /// It is on disk, now or by an earlier call.
  fileprivate var isStored: Bool {
    switch self {
    case .accepted, .directoryChanged: true
    default: false
    }
  }

  fileprivate var isRepeated: Bool {
    switch self {
    case .accepted(let acceptance): acceptance.isRepeated
    case .directoryChanged(_, let isRepeated): isRepeated
    default: false
    }
  }
}

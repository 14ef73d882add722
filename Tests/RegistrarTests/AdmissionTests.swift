import Casework
import Journal
import TestJournal
import TestSupport
import Testing

@testable import Registrar

@Suite("The admission of a submission")
struct AdmissionTests {
  private let journal: SmallJournal
  private let clock = SetClock(1_742_500_000_000)

  init() throws { journal = try SmallJournal() }

  /// What a loop reads of the directory as it stands: the first delegation is office 1's for the service in row 1.
  private func admission(delegation: UInt32 = 1, cap: UInt32 = 0) throws -> Admission {
    Admission(
      directory: try DirectoryTables.load(path: journal.path).position, delegation: delegation, dailyCap: cap,
      offsetMinutes: 210)
  }

  private func submit(
    _ open: OpenRegistry, _ number: UInt64, _ admission: Admission, content: UInt64 = 0
  ) -> Outcome {
    var filing = open.maker.submission(number, content: content)
    filing.admission = admission
    return open.commit([filing])[0]
  }

  private func change(_ open: OpenRegistry, _ changes: DirectoryChange...) throws {
    let orders = try DirectoryOrders(open.maker)
    let result = open.registry.commit(
      changes.enumerated().map { orders.order($1, UInt64(open.commits.current) * 100 + UInt64($0)) })
    #expect(
      result.outcomes.allSatisfy {
        if case .directoryChanged(_, isRepeated: false) = $0 { true } else { false }
      })
  }

  private static var suspended: Office {
    var office = SmallJournal.offices[0]
    office.status = .suspended
    return office
  }

  @Test(
    "is looked at again where the directory has changed since the loop looked",
    arguments: [
      (.setDelegation(number: 1, .suspended, reason: "x"), .delegationSuspended),
      (.setDelegation(number: 1, .revoked, reason: "x"), .delegationSuspended),
      (.putOffice(suspended), .officeNotActive),
      (.retireService(code: "id-card", reason: ""), .serviceNotPublished),
      (.putService(SmallJournal.services[0], publish: true), .serviceNotPublished),
      (.putAgency(SmallJournal.agencies[0]), nil),
      (.grantDelegation(NewDelegation(service: "id-card", region: "IR-07")), nil),
    ] as [(DirectoryChange, AdmissionRefusal?)])
  func followsDirectory(change: DirectoryChange, refusal: AdmissionRefusal?) throws {
    let open = try OpenRegistry(journal)
    let before = try admission()
    #expect(submit(open, 1, before).acceptance != nil)
    try self.change(open, change)
    let outcome = submit(open, 2, before)
    if let refusal {
      #expect(outcome == .notAdmitted(refusal))
      #expect(try audit(journal.path, journal.keys).requests == 1)
      // The same key still has its receipt.
      #expect(submit(open, 1, before).acceptance?.isRepeated == true)
    } else {
      #expect(outcome.acceptance != nil)
    }
  }

  @Test("is refused in the same batch in which its delegation ends")
  func followsBatch() throws {
    let open = try OpenRegistry(journal)
    let orders = try DirectoryOrders(open.maker)
    var filings = (1...2).map { open.maker.submission($0) }
    for index in filings.indices { filings[index].admission = try admission() }
    let outcomes = open.registry.commit([
      .file(filings[0]), orders.order(.setDelegation(number: 1, .suspended, reason: "x"), 1),
      .file(filings[1]),
    ]).outcomes
    #expect(outcomes[0].acceptance != nil && outcomes[2] == .notAdmitted(.delegationSuspended))
  }

  @Test("follows a command on the data folder as soon as one loop has read what it changed")
  func followsCommand() throws {
    let open = try OpenRegistry(journal)
    let before = try admission()
    #expect(submit(open, 1, before).acceptance != nil)
    let refused = try DirectoryCommand.apply(path: journal.path, at: 1) { _ in
      [.setDelegation(number: 1, .suspended, reason: "x")]
    }
    #expect(refused == nil)
    let other = try admission(delegation: 2)
    #expect(other.directory == before.directory + 1)
    #expect(submit(open, 2, other).acceptance != nil)
    #expect(submit(open, 3, before) == .notAdmitted(.delegationSuspended))
  }

  @Test("is refused where there never was a delegation")
  func refusesMissing() throws {
    try runSQL("DELETE FROM delegation", on: journal.path)
    let open = try OpenRegistry(journal)
    var stale = try admission()
    stale.directory -= 1
    #expect(submit(open, 1, stale) == .notAdmitted(.delegationMissing))
  }

  // 1_742_500_000_000 is 2025-03-20T19:46:40Z: 43 minutes and 20 seconds before midnight in Iran.
  private static let untilMidnight: Int64 = 43 * 60_000 + 20_000

  @Test("counts up to the day's cap, and begins anew at local midnight")
  func countsCap() throws {
    let open = try OpenRegistry(journal, time: { [clock] in clock.now })
    let capped = try admission(cap: 2)
    let full = Outcome.notAdmitted(.dailyCapReached(left: Self.untilMidnight))
    #expect(submit(open, 1, capped).acceptance != nil)
    #expect(submit(open, 1, capped).acceptance?.isRepeated == true)
    #expect(submit(open, 1, capped, content: 1) == .keyReused)
    #expect(submit(open, 2, capped).acceptance != nil)
    #expect(submit(open, 3, capped) == full)
    #expect(submit(open, 2, capped).acceptance?.isRepeated == true)
    // Another delegation counts for itself.
    let other = try admission(delegation: 2, cap: 1)
    #expect(submit(open, 4, other).acceptance != nil)
    clock.set(clock.now + Self.untilMidnight - 1)
    #expect(submit(open, 5, capped) == .notAdmitted(.dailyCapReached(left: 1)))
    clock.set(clock.now + 1)
    #expect(submit(open, 6, capped).acceptance != nil)
    #expect(submit(open, 7, capped).acceptance != nil)
    #expect(submit(open, 8, capped) == .notAdmitted(.dailyCapReached(left: 86_400_000)))
    #expect(try audit(journal.path, journal.keys).findings == [])
  }

  @Test("does not count what is rejected or not stored")
  func countsStoredAlone() throws {
    let disk = Disk(under: journal.folder.path)
    let capped = try admission(cap: 1)
    do {
      let open = try OpenRegistry(journal)
      disk.start(failing: 0, .full, done: .nothing)
      #expect(submit(open, 1, capped) == .notStored)
      disk.start()
      #expect(submit(open, 2, capped).acceptance != nil)
    }
    let open = try OpenRegistry(journal)
    guard case .notAdmitted(.dailyCapReached) = submit(open, 3, capped) else {
      Issue.record("a restart has forgotten the count")
      return
    }
  }
}

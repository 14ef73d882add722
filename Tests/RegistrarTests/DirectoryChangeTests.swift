import Casework
import Journal
import TestJournal
import Testing

@testable import Registrar

@Suite("A change of the directory")
struct DirectoryChangeTests {
  private let journal: SmallJournal

  init() throws { journal = try SmallJournal() }

  private func directory() throws -> Directory { try DirectoryTables.load(path: journal.path) }

  private static func stored(_ number: UInt32) -> Outcome { .directoryChanged(number, isRepeated: false) }

  @Test("is on disk when it is answered, with who, when and what")
  func isStored() throws {
    let open = try OpenRegistry(journal, time: { 77 })
    let orders = try DirectoryOrders(open.maker)
    let before = try directory().position
    let outcomes = open.registry.commit([
      orders.order(.putService(DirectoryOrders.service(), publish: false), 1),
      orders.order(.publishService(code: "passport", version: 1), 2),
      orders.order(.grantDelegation(NewDelegation(service: "passport", region: "IR-07")), 3),
    ]).outcomes
    #expect(outcomes == [Self.stored(1), Self.stored(0), Self.stored(7)])
    let directory = try directory()
    #expect(directory.position == before + 3)
    #expect(directory.service(code: "passport")?.status == .published)
    let row = "time || ' ' || principal || ' ' || actor || ' ' || kind || ' ' || result"
    let last = try readSQL(
      "SELECT \(row) FROM directory_change ORDER BY position DESC LIMIT 3", on: journal.path)
    #expect(
      last == [
        "77 3 registry-1 grant_delegation 7", "77 3 registry-1 publish_service 0",
        "77 3 registry-1 put_service 1",
      ])
  }

  @Test("is made once, and gives its first answer in its batch, later and after a restart")
  func repeats() throws {
    func commit() throws -> [Outcome] {
      let open = try OpenRegistry(journal)
      let orders = try DirectoryOrders(open.maker)
      let put = orders.order(.putService(DirectoryOrders.service(), publish: true), 1)
      return open.registry.commit([put, put]).outcomes
        + open.registry.commit([put, orders.order(.retireService(code: "passport", reason: ""), 2), put])
        .outcomes
    }
    let repeated = Outcome.directoryChanged(1, isRepeated: true)
    #expect(try commit() == [Self.stored(1), repeated, repeated, Self.stored(0), repeated])
    #expect(
      try commit() == [repeated, repeated, repeated, .directoryChanged(0, isRepeated: true), repeated])
    #expect(try directory().services.count { $0.code == "passport" } == 1)
  }

  @Test("is refused under a key that was used for another")
  func refusesReusedKey() throws {
    let open = try OpenRegistry(journal)
    let orders = try DirectoryOrders(open.maker)
    let agency = DirectoryChange.putAgency(Agency(id: "moon", name: LocalizedName(english: "Moon")))
    #expect(open.registry.commit([orders.order(agency, 1)]).outcomes == [Self.stored(0)])
    let before = try directory().position
    #expect(open.registry.commit([orders.order(agency, 1, content: 1)]).outcomes == [.keyReused])
    #expect(try directory().position == before)
  }

  @Test("that is rejected leaves nothing, and its key is free for another try")
  func rejectedLeavesNothing() throws {
    let open = try OpenRegistry(journal)
    let orders = try DirectoryOrders(open.maker)
    let before = try directory().position
    let rejected: [(DirectoryChange, DirectoryRejection)] = [
      (.putService(DirectoryOrders.service(agency: "moon"), publish: true), .agencyUnknown),
      (.putService(DirectoryOrders.service("parcel"), publish: true), .codeTaken),
      (.publishService(code: "parcel", version: 1), .notADraft),
      (.publishService(code: "parcel", version: 2), .serviceUnknown),
      (.retireService(code: "moon", reason: ""), .serviceUnknown),
      (.putOffice(Self.elsewhere), .regionUnknown),
      (.grantDelegation(NewDelegation(service: "moon", office: "tehran-17")), .serviceUnknown),
      (.grantDelegation(NewDelegation(service: "parcel", office: "moon")), .officeUnknown),
      (.grantDelegation(NewDelegation(service: "parcel", region: "moon")), .regionUnknown),
      (.setDelegation(number: 99, .suspended, reason: ""), .delegationUnknown),
      (.setPrincipalStatus(name: "moon", .suspended, reason: ""), .principalNameUnknown),
    ]
    for (change, rejection) in rejected {
      let result = open.registry.commit([orders.order(change, 1)])
      #expect(result.outcomes == [.directoryRejected(rejection)], "\(change.kind)")
    }
    #expect(try directory().position == before)
    let agency = DirectoryChange.putAgency(Agency(id: "moon", name: LocalizedName(english: "Moon")))
    #expect(open.registry.commit([orders.order(agency, 1)]).outcomes == [Self.stored(0)])
  }

  private static var elsewhere: Office {
    var office = DirectoryOrders.office("x", at: nil)
    office.region = "IR-99"
    return office
  }

  @Test("of an office keeps the index of places in step")
  func keepsPlaces() throws {
    let open = try OpenRegistry(journal)
    let orders = try DirectoryOrders(open.maker)
    let places = [
      Position(latitude: 35_700_000, longitude: 51_400_000), Position(latitude: -1, longitude: -180_000_000),
      nil,
      Position(latitude: 90_000_000, longitude: 180_000_000),
    ]
    for (number, place) in places.enumerated() {
      let put = orders.order(.putOffice(DirectoryOrders.office("o", at: place)), UInt64(number + 1))
      #expect(open.registry.commit([put]).outcomes == [Self.stored(0)])
      #expect(try directory().office(id: "o")?.position == place)
      #expect(try audit(journal.path, journal.keys).findings == [])
    }
    try runSQL("UPDATE office_place SET south = 5", on: journal.path)
    #expect(
      try audit(journal.path, journal.keys).findings == [
        "1 offices are not where the index of places has them"
      ])
  }

  @Test("of a calendar is refused where somebody put a newer one")
  func refusesStaleCalendar() throws {
    let open = try OpenRegistry(journal)
    let orders = try DirectoryOrders(open.maker)
    func put(_ region: String, expecting version: UInt32, _ number: UInt64) -> Outcome {
      let calendar = RegionCalendar(
        region: region, version: 0, put: 0, offsetMinutes: 210, minutesPerDay: 480,
        hours: [WeeklyHours(weekday: 1, from: 480, until: 960)],
        days: [ExceptionalDay(day: CivilDay(number: 20_000), name: LocalizedName(), hours: [])],
        first: CivilDay(number: 19_000), last: CivilDay(number: 21_000))
      return open.registry.commit([
        orders.order(.putCalendar(calendar, expectedVersion: version), number)
      ]).outcomes[0]
    }
    #expect(put("IR", expecting: 0, 1) == Self.stored(1))
    #expect(put("IR", expecting: 0, 2) == .directoryRejected(.stale(current: 1)))
    #expect(put("IR-07", expecting: 1, 3) == .directoryRejected(.stale(current: 0)))
    #expect(put("IR-07", expecting: 0, 4) == Self.stored(2))
    #expect(put("IR", expecting: 1, 5) == Self.stored(3))
    #expect(put("IR-07", expecting: 2, 6) == Self.stored(4))
    #expect(put("IR-99", expecting: 0, 7) == .directoryRejected(.regionUnknown))
    #expect(try directory().calendars.map(\.version) == [1, 3, 2, 4])
    #expect(try directory().calendars.allSatisfy { $0.days.count == 1 && $0.put == 1_000_000 })
  }
}

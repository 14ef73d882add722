import Testing

@testable import Casework

@Suite("The directory")
struct DirectoryTests {
  private func directory(_ services: [ServiceDefinition] = [], _ calendars: [RegionCalendar] = [])
    -> Directory
  {
    Directory(
      agencies: [], services: services, regions: [], offices: [], principals: [], keys: [:],
      calendars: calendars)
  }

  private func service(_ version: UInt32, _ status: ServiceStatus) -> ServiceDefinition {
    ServiceDefinition(
      number: version, code: "letter", version: version, agencyId: "post", name: LocalizedName(),
      status: status)
  }

  @Test(
    "means by a service's code the published version, else the latest",
    arguments: [
      ([.published], 1), ([.published, .draft], 1), ([.retired, .published], 2),
      ([.retired, .published, .draft], 2),
      ([.draft], 1), ([.retired, .draft], 2), ([.retired, .retired], 2),
    ] as [([ServiceStatus], UInt32)])
  func currentService(statuses: [ServiceStatus], version: UInt32) {
    let services = statuses.enumerated().map { service(UInt32($0.offset + 1), $0.element) }
    #expect(directory(services).service(code: "letter")?.version == version)
    #expect(directory(services.reversed()).service(code: "letter")?.version == version)
    for service in services {
      #expect(directory(services).service(code: "letter", version: service.version) == service)
    }
    #expect(directory(services).service(code: "letter", version: 9) == nil)
    #expect(directory(services).service(code: "line", version: 1) == nil)
  }

  private func calendar(_ region: String, _ version: UInt32) -> RegionCalendar {
    RegionCalendar(
      region: region, version: version, put: 0, offsetMinutes: 210, minutesPerDay: 480, hours: [], days: [],
      first: CivilDay(number: 0), last: CivilDay(number: 1))
  }

  @Test("gives a region its own calendar, else the country's, and every version for ever")
  func calendars() {
    let directory = directory(
      [], [calendar("IR", 2), calendar("IR", 1), calendar("IR-21", 3), calendar("IR", 4)])
    #expect(directory.calendar(region: "IR-04")?.version == 4)
    #expect(directory.calendar(region: "IR-21")?.version == 3)
    #expect(directory.calendar(region: "IR-21", version: 2)?.region == "IR")
    #expect(directory.calendar(region: "IR-21", version: 3)?.region == "IR-21")
    #expect(directory.calendar(region: "IR-21", version: 4)?.region == "IR")
    #expect(directory.calendar(region: "IR-04", version: 3) == nil)
    #expect(directory.calendar(region: "IR-04", version: 5) == nil)
    #expect(directory.calendars.map(\.version) == [1, 2, 4, 3])
    #expect(self.directory().calendar(region: "IR") == nil)
  }

  // 2025-03-19 is a Wednesday; 08:00 in Iran is 04:30 UTC.
  private static let eight: Int64 = 1_742_358_600_000
  private static let hours = [
    WeeklyHours(weekday: 5, from: 480, until: 720), WeeklyHours(weekday: 5, from: 780, until: 960),
  ]

  @Test(
    "knows when an office is open",
    arguments: [
      (0, [], true), (-1, [], false), (240, [], false), (239, [], true), (300, [], true), (480, [], false),
      (1_440, [], false),
      // A holiday closes, and other hours of a day narrow the office's own.
      (0, [ExceptionalDay(day: CivilDay(number: 20_166), name: LocalizedName())], false),
      (0, [ExceptionalDay(day: CivilDay(number: 20_167), name: LocalizedName())], true),
      (
        0,
        [
          ExceptionalDay(
            day: CivilDay(number: 20_166), name: LocalizedName(), hours: [DayHours(from: 480, until: 500)])
        ], true
      ),
      (
        20,
        [
          ExceptionalDay(
            day: CivilDay(number: 20_166), name: LocalizedName(), hours: [DayHours(from: 480, until: 500)])
        ], false
      ),
    ] as [(Int64, [ExceptionalDay], Bool)])
  func openingHours(minutes: Int64, exceptions: [ExceptionalDay], isOpen: Bool) {
    var calendar = calendar("IR", 1)
    calendar.days = exceptions
    var office = Office(
      row: 1, id: "1", licence: "", kind: .counter, region: "IR-21", status: .active, name: LocalizedName(),
      hours: Self.hours)
    let moment = LocalMoment(Self.eight + minutes * 60_000, in: calendar)
    #expect(office.isOpen(moment) == isOpen)
    office.hours = []
    #expect(!office.isOpen(moment), "hours that nobody knows are not open")
  }
}

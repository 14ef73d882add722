import Casework
import Testing

@testable import Catalogue

@Suite("A catalogue file")
struct CatalogueFileTests {
  private static let names = LocalizedName(persian: "نامِ \"کامل\"", english: "A \\ name")
  private static let hours = [
    WeeklyHours(weekday: 1, from: 0, until: 1_440), WeeklyHours(weekday: 7, from: 5, until: 6),
  ]

  /// One of everything, with all that each can hold.
  static let whole = CatalogueContents(
    agencies: [Agency(id: "post", name: names), Agency(id: "a-1", name: LocalizedName(english: "One"))],
    services: [
      ServiceDefinition(
        number: 0, code: "letter", version: 0, agencyId: "post", name: names, acknowledgeWorkingDays: 1,
        decideWorkingDays: 2, feeRial: 3,
        attributes: [
          Attribute(
            code: "kind", type: .multiValueList, isRequired: true, allowedValues: ["A", "B b"], label: names,
            help: names, valueLabels: [ValueLabel(value: "B b", label: names)]),
          Attribute(code: "iban", type: .string, format: .iban, lengthMax: 40),
          Attribute(code: "scan", type: .file, mediaTypes: ["image/png", "application/pdf"], bytesMax: 5),
        ], documents: ["photo", "deed"], status: .published, retentionDays: 4, answerDays: 5, remedyDays: 6,
        pauseCapWorkingDays: 7, channels: [.counter, .ruralICT, .kiosk, .callCentre, .agency, .online]),
      ServiceDefinition(
        number: 0, code: "letter", version: 0, agencyId: "post", name: names, status: .draft),
    ],
    calendars: [
      RegionCalendar(
        region: "IR", version: 0, put: 0, offsetMinutes: -90, minutesPerDay: 480, hours: hours,
        days: [
          ExceptionalDay(day: CivilDay(number: 20_000), name: names),
          ExceptionalDay(
            day: CivilDay(number: 20_001), name: LocalizedName(), hours: [DayHours(from: 1, until: 2)]),
        ], first: CivilDay(number: 19_000), last: CivilDay(number: 21_000))
    ],
    offices: [
      Office(
        row: 0, id: "1001", licence: "72-1", kind: .ruralICT, region: "IR-07", status: .suspended,
        name: names,
        address: names, position: Position(latitude: -35_689_200, longitude: 7), hours: hours,
        accessibility: [.stepFree, .inductionLoop, .signLanguage, .braille, .toilet],
        languages: ["fa", "az-IR"],
        counters: 3),
      Office(row: 0, id: "x", licence: "", kind: .kiosk, region: "IR-07", status: .active, name: names),
    ],
    delegations: [
      NewDelegation(service: "letter", office: "1001", from: 5, until: 9_000_000_000_000, dailyCap: 7),
      NewDelegation(service: "letter", region: "IR-07"),
    ])

  @Test("comes back whole from its text")
  func comesBack() throws {
    let file = try CatalogueFile(Array(Self.whole.text.utf8))
    #expect(file.contents == Self.whole)
    #expect(file.contents.text == Self.whole.text)
    #expect(file.services.map(\.path) == ["services[0]", "services[1]"])
    #expect(file.services[1].line > file.services[0].line)
  }

  @Test("may be empty")
  func mayBeEmpty() throws {
    #expect(try CatalogueFile(Array("{}".utf8)).contents == CatalogueContents())
    #expect(CatalogueContents().text == "{}\n")
  }

  @Test("tells everything that is wrong with it together, each with its line")
  func tellsEverything() {
    let text = """
      {"agencies": [
        {"id": "UPPER", "names": {"en": "x"}},
        {"id": "ok", "names": {}}],
       "services": [
        {"code": "s", "agency": "ok", "names": {"en": "x"}, "channels": ["window"]},
        {"code": "s", "agency": "ok", "names": {"en": "x"},
         "attributes": [{"code": "a", "type": "string"},
           {"code": "a", "type": "file"}]}],
       "offices": 5}
      """
    let faults = #expect(throws: CatalogueFaults.self) { try CatalogueFile(Array(text.utf8)) }
    let lines = faults?.description.split(separator: "\n").map { $0.prefix(48) } ?? []
    #expect(
      lines
        == [
          "line 2: agencies[0].id: There is a character that",
          "line 3: agencies[1].names: This is needed.",
          "line 5: services[0].channels[0]: \"window\" is none",
          "line 8: services[1].attributes[1].code: This was ",
          "line 9: offices: a list is needed here",
        ].map { $0.prefix(48) })
  }

  @Test(
    "has degrees without loss",
    arguments: [
      ("35.6892", 35_689_200), ("-0.000001", -1), ("180", 180_000_000), ("-180.000000", -180_000_000),
      ("0.5", 500_000),
      ("0", 0),
    ] as [(String, Int32)])
  func readsDegrees(text: String, micro: Int32) {
    #expect(microdegrees(text) == micro)
    #expect(microdegrees(degrees(micro)) == micro)
  }

  @Test(
    "has no degrees that are none",
    arguments: ["1.1234567", "1e2", "361", "1.", "--1", "", "1.-5", "99999999999"])
  func refusesDegrees(text: String) {
    #expect(microdegrees(text) == nil)
  }
}

@Suite("The plan for a catalogue file")
struct CataloguePlanTests {
  private func file(_ contents: CatalogueContents) throws -> CatalogueFile {
    try CatalogueFile(Array(contents.text.utf8))
  }

  private func directory(_ change: (inout CatalogueContents) -> Void = { _ in }) -> Directory {
    var contents = CatalogueFileTests.whole
    change(&contents)
    let offices = contents.offices.enumerated().map { index, office in
      var office = office
      office.row = Int64(index + 1)
      return office
    }
    return Directory(
      agencies: contents.agencies,
      services: contents.services.enumerated().map { index, service in
        var service = service
        (service.number, service.version) = (UInt32(index + 1), UInt32(index + 1))
        return service
      }, regions: ["IR-07"], offices: offices, principals: [], keys: [:],
      delegations: contents.delegations.enumerated().map { index, delegation in
        Delegation(
          number: UInt32(index + 1), service: delegation.service,
          office: offices.first { $0.id == delegation.office }?.row ?? 0, region: delegation.region,
          from: delegation.from, until: delegation.until, dailyCap: delegation.dailyCap)
      },
      calendars: contents.calendars.map {
        var calendar = $0
        (calendar.version, calendar.put) = (4, 9)
        return calendar
      })
  }

  @Test("changes nothing that is there already, and gives the file back from it")
  func changesNothing() throws {
    let plan = CataloguePlan(try file(CatalogueFileTests.whole), for: directory())
    #expect(plan.changes.isEmpty)
    #expect(CatalogueContents(directory()).text == CatalogueFileTests.whole.text)
  }

  @Test("makes everything where there is nothing, in an order in which each finds what it names")
  func makesEverything() throws {
    let nothing = Directory(agencies: [], services: [], regions: [], offices: [], principals: [], keys: [:])
    let kinds = CataloguePlan(try file(CatalogueFileTests.whole), for: nothing).changes.map(\.value.kind)
    #expect(
      kinds == [
        "put_agency", "put_agency", "put_service", "put_service", "put_calendar", "put_office", "put_office",
        "grant_delegation", "grant_delegation",
      ])
  }

  private typealias Change = @Sendable (inout CatalogueContents) -> Void

  private static let differences: [(change: Change, kind: String)] = [
    ({ @Sendable in $0.agencies[0].name.english = "Other" }, "put_agency"),
    ({ @Sendable in $0.services[0].feeRial = 9 }, "put_service"),
    ({ @Sendable in $0.services[1].feeRial = 9 }, "put_service"),
    ({ @Sendable in $0.services[0].status = .retired }, "put_service"),
    ({ @Sendable in $0.calendars[0].days = [] }, "put_calendar"),
    ({ @Sendable in $0.offices[0].status = .active }, "put_office"),
    ({ @Sendable in $0.offices[1].position = Position(latitude: 1, longitude: 1) }, "put_office"),
    ({ @Sendable in $0.delegations[1].dailyCap = 5 }, "grant_delegation"),
    ({ @Sendable in $0.delegations.removeLast() }, "grant_delegation"),
  ]

  @Test("changes what differs, and nothing else", arguments: differences.indices)
  func changesWhatDiffers(index: Int) throws {
    let (change, kind) = Self.differences[index]
    let plan = CataloguePlan(try file(CatalogueFileTests.whole), for: directory(change))
    #expect(plan.changes.map(\.value.kind) == [kind])
    if case .putCalendar(_, let expected) = plan.changes[0].value { #expect(expected == 4) }
  }
}

import Casework
import Testing

/// What a check is to find: paths and reasons, in their order.
private func found(_ violations: [FieldViolation]) -> [String] {
  violations.map { "\($0.field) \($0.reason)" }
}

@Suite("The check of a directory's values")
struct DirectoryCheckTests {
  static let name = LocalizedName(persian: "دفتر", english: "Office")

  static let delegations: [(NewDelegation, [String])] = [
    (NewDelegation(service: "id-card", office: "markaz-1"), []),
    (NewDelegation(service: "id-card", region: "IR-07", from: 5, until: 6), []),
    (NewDelegation(service: ""), ["d.service required", "d.office required"]),
    (NewDelegation(service: "id-card", office: "markaz-1", region: "IR-07"), ["d.region notAsked"]),
    (NewDelegation(service: "id-card", office: "markaz-1", from: -1), ["d.from_ms range"]),
    (NewDelegation(service: "id-card", office: "markaz-1", from: 6, until: 6), ["d.until_ms range"]),
  ]

  @Test("names what is wrong with a delegation", arguments: delegations)
  func checksDelegations(_ delegation: NewDelegation, _ expected: [String]) {
    #expect(found(delegation.violations("d")) == expected)
  }

  private static func office(_ change: (inout Office) -> Void = { _ in }) -> Office {
    var office = Office(
      row: 0, id: "markaz-1", licence: "72-1", kind: .counter, region: "IR-07", status: .active, name: name)
    change(&office)
    return office
  }

  static let offices: [(Office, [String])] = [
    (office(), []),
    (
      office {
        $0.position = Position(latitude: 35_689_200, longitude: 51_389_000)
        $0.languages = ["fa", "en-GB"]
        $0.hours = [
          WeeklyHours(weekday: 1, from: 480, until: 720), WeeklyHours(weekday: 1, from: 720, until: 960),
        ]
      }, []
    ),
    (office { $0.id = "" }, ["o.id required"]),
    (office { $0.id = "markaz 1" }, ["o.id character"]),
    (office { $0.licence = "72\n1" }, ["o.licence multiLine"]),
    (office { $0.licence = String(repeating: "7", count: 65) }, ["o.licence tooLong"]),
    (office { $0.kind = .online }, ["o.kind notInList"]),
    (office { $0.region = "" }, ["o.region required"]),
    (office { $0.name = LocalizedName() }, ["o.names required"]),
    (
      office { $0.position = Position(latitude: .max, longitude: .min) },
      ["o.position.latitude range", "o.position.longitude range"]
    ),
    (office { $0.languages = ["fa", "fa"] }, ["o.languages duplicate"]),
    (office { $0.languages = ["fa_IR"] }, ["o.languages[0] character"]),
    (office { $0.counters = 10_001 }, ["o.counters range"]),
    (
      office { $0.hours = [WeeklyHours(weekday: 8, from: 720, until: 480)] },
      ["o.hours[0].weekday range", "o.hours[0].until range"]
    ),
    (
      office {
        $0.hours = [
          WeeklyHours(weekday: 2, from: 480, until: 720), WeeklyHours(weekday: 2, from: 700, until: 800),
        ]
      }, ["o.hours[1] overlap"]
    ),
  ]

  @Test("names what is wrong with an office", arguments: offices)
  func checksOffices(_ office: Office, _ expected: [String]) {
    #expect(found(office.violations("o")) == expected)
  }

  static let principals: [(Role, agency: String, office: String, level: UInt8, [String])] = [
    (.agency, "post", "", 2, []),
    (.agency, "", "markaz-1", 3, ["p.agency required", "p.office notAsked", "p.level range"]),
    (.office, "", "markaz-1", 0, []),
    (.kiosk, "post", "", 1, ["p.office required", "p.agency notAsked", "p.level range"]),
    (.auditor, "", "", 0, []),
    (.operator, "post", "markaz-1", 0, ["p.agency notAsked", "p.office notAsked"]),
    (.citizen, "", "", 0, ["p.role notInList"]),
    (.system, "", "", 0, ["p.role notInList"]),
  ]

  @Test("names what is wrong with a principal", arguments: principals)
  func checksPrincipals(_ row: (Role, agency: String, office: String, level: UInt8, [String])) {
    let principal = NewPrincipal(
      name: "one", role: row.0, agency: row.agency, office: row.office, level: row.level, key: Digest())
    #expect(found(principal.violations("p")) == row.4)
  }

  static let mediaTypes = [
    ("image/png", true), ("application/vnd.ms-excel+xml", true), ("image", false), ("image/", false),
    ("Image/PNG", false), ("image/png/x", false), ("image/p n", false),
  ]

  @Test("takes media types as RFC 6838 has them, in lower case", arguments: mediaTypes)
  func checksMediaTypes(_ text: String, _ isTaken: Bool) {
    let photo = Attribute(
      code: "photo", type: .file, format: nil, isRequired: true, allowedValues: [], label: Self.name,
      mediaTypes: [text])
    let service = ServiceDefinition(
      number: 0, code: "id-card", version: 1, agencyId: "registry", name: Self.name,
      attributes: [photo, photo])
    let expected = isTaken ? [] : [0, 1].map { "s.attributes[\($0)].media_types[0] character" }
    #expect(Set(found(service.violations("s"))) == Set(expected + ["s.attributes[1].code duplicate"]))
  }

  @Test("stops after as many faults as a form may have")
  func isBounded() {
    let hours = (0..<56).map { _ in WeeklyHours(weekday: 9, from: 2_000, until: 1) }
    let office = Self.office { $0.hours = hours }
    #expect(office.violations("o").count == FormCheck.violationsMax)
  }
}

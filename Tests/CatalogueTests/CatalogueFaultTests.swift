import Casework
import Testing

@testable import Catalogue

@Suite("A catalogue file that is not right")
struct CatalogueFaultTests {
  private static let faults: [(text: String, fault: String)] = [
    ("5", "line 1: an object is needed here"),
    (#"{"agency": []}"#, "line 1: there is no field \"agency\" here; there are note, agencies, services"),
    (#"{"agencies": {}}"#, "line 1: agencies: a list is needed here"),
    (#"{"agencies": [5]}"#, "line 1: agencies[0]: an object is needed here"),
    (
      #"{"agencies": [{"id": "a", "names": {"en": "A", "de": "A"}}]}"#,
      "line 1: agencies[0].names: there is no field \"de\" here; there are fa, en"
    ),
    (#"{"agencies": [{"id": 5, "names": {"en": "A"}}]}"#, "line 1: agencies[0].id: a text is needed here"),
    (
      service(#""status": "retired""#),
      "line 1: services[0].status: a file holds what is published or a draft"
    ),
    (service(#""status": "open""#), "line 1: services[0].status: \"open\" is none of"),
    (service(#""fee_rial": "1""#), "line 1: services[0].fee_rial: a whole number of"),
    (service(#""answer_days": 4294967296"#), "line 1: services[0].answer_days: a whole number of 0 to"),
    (service(#""documents": [1]"#), "line 1: services[0].documents[0]: a text is needed here"),
    (service(#""channels": ["window"]"#), "line 1: services[0].channels[0]: \"window\" is none of"),
    (service(#""attributes": [{"code": "x"}]"#), "line 1: services[0].attributes[0].type: this is needed"),
    (
      service(#""attributes": [{"code": "x", "type": "string", "required": 1}]"#),
      "line 1: services[0].attributes[0].required: true or false is needed here"
    ),
    (
      service(#""attributes": [{"code": "x", "type": "string", "format": "phone"}]"#),
      "line 1: services[0].attributes[0].format: \"phone\" is none of"
    ),
    (
      service(#""attributes": [{"code": "x", "type": "string", "value_labels": [{"text": "x"}]}]"#),
      "line 1: services[0].attributes[0].value_labels[0]: there is no field \"text\" here"
    ),
    (calendar(#""from": "2025-13-01""#), "line 1: calendars[0].from: a day as YYYY-MM-DD is needed here"),
    (calendar(#""from": "2025-01-01""#), "line 1: calendars[0].until: a day as YYYY-MM-DD is needed here"),
    (
      calendar(#""hours": [{"weekday": 300}]"#),
      "line 1: calendars[0].hours[0].weekday: a whole number of 0 to"
    ),
    (
      calendar(#""days": [{"date": "2025-01-01", "hours": [{"from": "x"}]}]"#),
      "line 1: calendars[0].days[0].hours[0].from: a whole number of 0 to"
    ),
    (office(#""kind": null"#), "line 1: offices[0].kind: this is needed"),
    (office(#""kind": "shop""#), "line 1: offices[0].kind: \"shop\" is none of"),
    (
      office(#""kind": "counter", "accessibility": ["braille",\#n"ramp"]"#),
      "line 2: offices[0].accessibility[1]: \"ramp\" is none of"
    ),
    (
      office(#""kind": "counter", "position": {"latitude": 1}"#),
      "line 1: offices[0].position.longitude: this is needed"
    ),
    (
      office(#""kind": "counter", "position": {"latitude": "1", "longitude": 1}"#),
      "line 1: offices[0].position.latitude: degrees with at most six decimals are needed here"
    ),
    (
      #"{"delegations": [{"service": "s", "to": "x"}]}"#,
      "line 1: delegations[0]: there is no field \"to\" here; there are service, office, region"
    ),
    (
      #"{"delegations": [{"service": "s", "daily_cap": -1}]}"#,
      "line 1: delegations[0].daily_cap: a whole number"
    ),
  ]

  private static func service(_ members: String) -> String {
    #"{"services": [{"code": "s", "agency": "a", "names": {"en": "S"}, \#(members)}]}"#
  }

  private static func calendar(_ members: String) -> String {
    #"{"calendars": [{"region": "IR", \#(members)}]}"#
  }

  private static func office(_ members: String) -> String {
    #"{"offices": [{"id": "o", "region": "IR-07", "names": {"en": "O"}, \#(members)}]}"#
  }

  @Test("is refused with line, field and what is needed", arguments: faults)
  func refuses(text: String, fault: String) {
    let faults = #expect(throws: CatalogueFaults.self) { try CatalogueFile(Array(text.utf8)) }
    #expect(faults?.faults.count == 1 && faults?.description.hasPrefix(fault) == true, "\(faults as Any)")
  }
}

@Suite("The record of changes")
struct DirectoryChangeTextTests {
  private static let key = Digest([UInt8](repeating: 0xAB, count: Digest.byteCount)) ?? Digest()
  private static let hex = String(repeating: "ab", count: Digest.byteCount)

  private static let changes: [(change: DirectoryChange, text: String)] = [
    (.putAgency(Agency(id: "post", name: LocalizedName(english: "P"))), #"{"id":"post","names":{"en":"P"}}"#),
    (.publishService(code: "letter", version: 3), #"{"code":"letter","version":3}"#),
    (.retireService(code: "letter", reason: "OLD"), #"{"code":"letter","reason":"OLD"}"#),
    (.retireService(code: "letter", reason: ""), #"{"code":"letter"}"#),
    (
      .grantDelegation(NewDelegation(service: "letter", office: "1001", dailyCap: 7)),
      #"{"service":"letter","office":"1001","daily_cap":7}"#
    ),
    (.setDelegation(number: 4, .suspended, reason: "R"), #"{"number":4,"status":"suspended","reason":"R"}"#),
    (.setDelegation(number: 4, .revoked, reason: ""), #"{"number":4,"status":"revoked"}"#),
    (.setDelegation(number: 4, .granted, reason: ""), #"{"number":4,"status":"granted"}"#),
    (.addKey(name: "p", key: key), #"{"name":"p","key":"\#(hex)"}"#),
    (.removeKey(name: "p", key: key), #"{"name":"p","key":"\#(hex)"}"#),
    (.setPrincipalStatus(name: "p", .active, reason: ""), #"{"name":"p","status":"active"}"#),
    (.setPrincipalStatus(name: "p", .suspended, reason: ""), #"{"name":"p","status":"suspended"}"#),
    (.setPrincipalStatus(name: "p", .revoked, reason: "R"), #"{"name":"p","status":"revoked","reason":"R"}"#),
    (
      .addPrincipal(NewPrincipal(name: "p", role: .agency, agency: "post", level: 2, key: key)),
      #"{"name":"p","role":"agency","agency":"post","level":2,"key":"\#(hex)"}"#
    ),
  ]

  @Test("tells each change in its own words", arguments: changes.indices)
  func tellsChanges(index: Int) {
    #expect(Self.changes[index].change.json.line.filter { $0 != " " } == Self.changes[index].text)
  }

  @Test("tells a service with whether it was published, and a calendar with the version that was seen")
  func tellsWhole() throws {
    let service = CatalogueFileTests.whole.services[0]
    let calendar = CatalogueFileTests.whole.calendars[0]
    for (change, members) in [
      (DirectoryChange.putService(service, publish: true), ["service", "publish"]),
      (.putCalendar(calendar, expectedVersion: 2), ["calendar", "expected_version"]),
      (.putOffice(CatalogueFileTests.whole.offices[0]), ["id", "licence", "kind"]),
    ] {
      let text = try JSONReader.read(Array(change.json.line.utf8))
      #expect(members.allSatisfy { text[$0] != nil })
    }
  }

  @Test("has a word for every role", arguments: Role.allCases)
  func hasWords(role: Role) throws {
    let change = DirectoryChange.addPrincipal(NewPrincipal(name: "p", role: role, key: Self.key))
    let text = try JSONReader.read(Array(change.json.line.utf8))
    #expect(text["role"]?.value == .string("\(role)"))
  }
}

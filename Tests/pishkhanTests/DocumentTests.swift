import Testing
import libpishkhan

@testable import pishkhan

@Suite("Services, offices and calendars as documents")
struct DocumentTests {
  private func read(_ text: String) throws -> JSONValue { try JSONReader.read(Array(text.utf8)) }

  private let service = #"""
    {"code":"ncr-birthcert","version":3,"agency":"ncr","names":{"fa":"شناسنامه","en":"Birth certificate"},
     "acknowledge_working_days":1,"decide_working_days":15,"fee_rial":300000,"status":"PUBLISHED","retention_days":90,
     "answer_days":20,"remedy_days":10,"pause_cap_working_days":5,"channels":["COUNTER","KIOSK"],
     "attributes":[{"code":"scan","type":"FILE","format":null,"required":true,"allowed_values":[],
       "labels":{"en":"Scan"},"order":2,"help":{"en":"Both sides"},"media_types":["application/pdf"],
       "bytes_max":1000000,"length_max":0,"value_labels":[]},
      {"code":"reason","type":"SINGLE_VALUE_LIST","format":null,"required":false,"allowed_values":["LOST"],
       "labels":{},"order":1,"help":{},"media_types":[],"bytes_max":0,"length_max":0,
       "value_labels":[{"value":"LOST","labels":{"en":"It is lost"}}]}],
     "documents":["photo"]}
    """#
  private let office = #"""
    {"id":"1001","licence":"L-7","kind":"COUNTER","region":"IR-23","status":"ACTIVE","names":{"fa":"دفتر"},
     "addresses":{"en":"1 Street"},"position":{"latitude":35689200,"longitude":-51389000},
     "hours":[{"weekday":1,"from":480,"until":960}],"accessibility":["STEP_FREE","BRAILLE"],"languages":["fa","az"],
     "counters":4,"submissions":0,"fees_above_tariff":0}
    """#
  private let calendar = #"""
    {"region":"IR","version":2,"put_ms":0,"put":null,"offset_minutes":210,"minutes_per_day":480,
     "hours":[{"weekday":1,"from":480,"until":960}],
     "days":[{"date":"2027-03-21","names":{"en":"New year"},"hours":[]},
             {"date":"2027-03-25","names":{},"hours":[{"weekday":0,"from":480,"until":720}]}],
     "from":"2026-03-21","until":"2028-03-19"}
    """#

  @Test("What is printed is what is taken, but for what the server sets")
  func thereAndBack() throws {
    let service = try Service(try read(service))
    #expect(service.version == 0 && service.status.name == "UNSPECIFIED")
    #expect(service.json.serialised.contains(#""labels":{"en":"It is lost"}"#))
    #expect(try Service(service.json) == service)
    let office = try Office(try read(office))
    #expect(try Office(office.json) == office)
    #expect(office.json == (try read(self.office)))
    let calendar = try Calendar(try read(calendar))
    #expect(calendar.json == (try read(self.calendar)))
  }

  @Test("The library gets what the document says")
  func raw() throws {
    let pool = CStringPool()
    let service = try Service(try read(service))
    let raw = service.raw(pool)
    #expect(raw.attribute_count == 2 && raw.channel_count == 2 && raw.pause_cap_working_days == 5)
    #expect(Service(raw) == service)
    #expect(Office(try Office(try read(office)).raw(pool)) == (try Office(try read(office))))
    #expect(Calendar(try Calendar(try read(calendar)).raw(pool)).days.count == 2)
    withExtendedLifetime(pool) {}
  }

  @Test(
    "What does not fit is told with its place",
    arguments: [
      (#"[]"#, UsageError(.jsonUnfit, ".", "{}")),
      (#"{"agency":"ncr"}"#, UsageError(.jsonMissing, "code")),
      (#"{"code":"a","agency":"b","fee":1}"#, UsageError(.jsonNameUnknown, "fee")),
      (
        #"{"code":"a","agency":"b","fee_rials":1}"#,
        UsageError(.jsonNameUnknownNearest, "fee_rials", "fee_rial")
      ),
      (
        #"{"code":"a","agency":"b","remedy_days":-1}"#,
        UsageError(.jsonUnfit, "remedy_days", "0..4294967295")
      ),
      (
        #"{"code":"a","agency":"b","attributes":[{"code":"x","required":"yes"}]}"#,
        UsageError(.jsonUnfit, "attributes[0].required", "true, false")
      ),
      (
        #"{"code":"a","agency":"b","attributes":[{}]}"#, UsageError(.jsonMissing, "attributes[0].code")
      ),
      (
        #"{"code":"a","agency":"b","names":["x"]}"#,
        UsageError(.jsonUnfit, "names", #"{"fa": "...", "en": "..."}"#)
      ),
    ] as [(String, UsageError)])
  func refuses(text: String, expected: UsageError) {
    #expect(throws: expected) { try Service(try read(text)) }
  }

  @Test("A word that no enum has is told with those there are")
  func words() {
    let text = #"{"id":"1","accessibility":["lift"]}"#
    let known = "step-free, induction-loop, sign-language, braille, toilet"
    #expect(throws: UsageError(.jsonUnfit, "accessibility", known)) { try Office(try read(text)) }
  }

  @Test(
    "Places are typed in degrees",
    arguments: [
      ("35.6892,51.389", "35.689200,51.389000"), ("-0.5, 180", "-0.500000,180.000000"),
      ("۳۵٫۶,۵۱", nil), ("۳۵.۶,۵۱", "35.600000,51.000000"), ("35", nil), ("91,0", nil), ("0,181", nil),
      ("1.1234567,0", nil), ("a,b", nil), ("1,2,3", nil), (",", nil), ("1.,2", "1.000000,2.000000"),
    ] as [(String, String?)])
  func places(typed: String, expected: String?) {
    #expect(Position(typed: typed)?.text == expected)
  }

  @Test(
    "Times are typed as days, as local times, or in UTC",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("1970-01-01T03:30", 0), ("1970-01-02", 73_800_000),
      ("2027-03-21T12:00", 1_805_617_800_000), ("۲۰۲۷-۰۳-۲۱T۱۲:۰۰", 1_805_617_800_000), ("2027-13-01", nil),
      ("2027-02-30", nil), ("yesterday", nil), ("2027-03-21T12", nil), ("", nil),
      ("2027-03-21T12:00:00", nil),
    ] as [(String, Int64?)])
  func times(typed: String, expected: Int64?) {
    #expect(typedTime(typed, zone: CivilCalendar(.gregorian, zone: "Asia/Tehran")) == expected)
  }

  @Test("Files of one write have ids of their own, and the same again")
  func derivedIds() throws {
    let key = IdempotencyKey.make()
    #expect(key.derived(1) == key.derived(1))
    #expect(Set([0, 1, 2, 256, 257].map { key.derived($0).text }).count == 5)
    #expect(key.derived(0) == key)
  }
}

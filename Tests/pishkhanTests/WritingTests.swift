import Testing

@testable import pishkhan

@Suite("Numbers, dates and codes for people")
struct WritingTests {
  let persian = Writing(.persian, zone: "UTC")
  let english = Writing(.english, zone: "UTC")

  @Test(
    "Known days of the Solar Hijri calendar",
    arguments: [
      (1_710_892_800_000, 1403, 1, 1),  // 2024-03-20
      (1_742_428_800_000, 1403, 12, 30),  // 2025-03-20: 1403 was a leap year
      (1_742_515_200_000, 1404, 1, 1),  // 2025-03-21
      (287_539_200_000, 1357, 11, 22),  // 1979-02-11
      (0, 1348, 10, 11),  // 1970-01-01
      (1_773_964_800_000, 1404, 12, 29),  // 2026-03-20
      (-86_400_000, 1348, 10, 10),
    ] as [(Int64, Int32, Int32, Int32)])
  func jalali(milliseconds: Int64, year: Int32, month: Int32, day: Int32) throws {
    let calendar = try #require(CivilCalendar(.persian, zone: "UTC"))
    let time = try #require(calendar.time(atMilliseconds: milliseconds))
    #expect(time == CivilTime(year: year, month: month, day: day, hour: 0, minute: 0, offsetMinutes: 0))
  }

  @Test("A time is written with its day, clock and offset in English, in words in Persian")
  func times() {
    #expect(english.time(milliseconds: 1_710_892_800_000) == "2024-03-20 00:00 +00:00")
    #expect(persian.time(milliseconds: 1_710_892_800_000) == "۱ فروردین ۱۴۰۳، ساعت ۰۰:۰۰")
    #expect(Writing(.persian).time(milliseconds: 287_606_123_000) == "۲۲ بهمن ۱۳۵۷، ساعت ۲۲:۰۵")
    #expect(Writing(.english).time(milliseconds: 287_606_123_000) == "1979-02-11 22:05 +03:30")
    #expect(english.time(milliseconds: 0) == "—")
  }

  @Test(
    "Times for machines are ISO 8601 in UTC",
    arguments: [
      (1_710_892_800_000, "2024-03-20T00:00:00.000Z"), (951_782_399_999, "2000-02-28T23:59:59.999Z"),
      (951_782_400_000, "2000-02-29T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
    ] as [(Int64, String)])
  func machineTimes(milliseconds: Int64, expected: String) {
    #expect(iso8601(milliseconds: milliseconds) == expected)
  }

  @Test("Zones are known by their IANA names alone")
  func zones() {
    #expect(CivilCalendar.knows(zone: "Asia/Tehran"))
    #expect(CivilCalendar.knows(zone: "UTC"))
    #expect(!CivilCalendar.knows(zone: "Nowhere/Land"))
    #expect(!CivilCalendar.knows(zone: ""))
  }

  @Test(
    "Numbers are grouped, and have the digits of their language",
    arguments: [
      (0, "0", "۰"), (999, "999", "۹۹۹"), (1_000, "1,000", "۱٬۰۰۰"), (1_234_567, "1,234,567", "۱٬۲۳۴٬۵۶۷"),
      (-1_000, "-1,000", "-۱٬۰۰۰"),
    ] as [(Int64, String, String)])
  func numbers(number: Int64, english: String, persian: String) {
    #expect(self.english.number(number) == english)
    #expect(self.persian.number(number) == persian)
  }

  @Test("A tracking code stands in fours; in Persian with Persian digits in an isolate")
  func trackingCodes() {
    #expect(english.trackingCode("1234567890123456") == "1234-5678-9012-3456")
    #expect(persian.trackingCode("1234567890123456") == "\u{2066}۱۲۳۴-۵۶۷۸-۹۰۱۲-۳۴۵۶\u{2069}")
  }

  @Test("Codes and free text stand in isolates in Persian alone, and empty ones not at all")
  func isolates() {
    #expect(persian.code("ncr") == "\u{2066}ncr\u{2069}")
    #expect(persian.free("سلام") == "\u{2068}سلام\u{2069}")
    #expect(persian.code("").isEmpty)
    #expect(english.code("ncr") == "ncr")
  }

  @Test("Text from elsewhere can neither send escape sequences nor turn the direction of what follows")
  func harmlessText() {
    #expect(english.free("a\u{1B}[2Jb\u{202E}c\nd\u{7F}") == "a\u{FFFD}[2Jbc\nd\u{FFFD}")
    #expect(harmless("\u{2068}a\u{2069}: b\u{2067}c") == "\u{2068}a\u{2069}: b\u{2067}c\u{2069}")
    #expect(persian.free("می\u{200C}شود\u{2069}") == "\u{2068}می\u{200C}شود\u{2069}")
  }

  @Test(
    "Places are filled in the order of their numbers, and other percent signs stay",
    arguments: [
      ("%1 and %2", ["a", "b"], "a and b"), ("%2 %1", ["a", "b"], "b a"), ("100%", ["a"], "100%"),
      ("%1", ["%1"], "%1"), ("%3 %x", ["a"], "%3 %x"), ("%1", [], "%1"),
    ] as [(String, [String], String)])
  func places(pattern: String, values: [String], expected: String) {
    #expect(fill(pattern, values) == expected)
  }

  @Test("Columns align by what is seen, not by what is stored")
  func table() {
    var page = Page(english)
    page.table([["\u{2066}a\u{2069}", "1", ""], ["می\u{200C}شود", "2", "x"]])
    #expect(page.lines == ["\u{2066}a\u{2069}      1", "می\u{200C}شود  2  x"])
  }
}

import Testing

@testable import Casework

@Suite("A day of the calendar")
struct CivilDayTests {
  @Test(
    "is the day that its ISO text names",
    arguments: [
      ("1970-01-01", 0, 6), ("1969-12-31", -1, 5), ("2000-02-29", 11_016, 4), ("2024-03-20", 19_802, 5),
      ("2025-03-21", 20_168, 7), ("2026-01-03", 20_456, 1), ("0001-01-01", -719_162, 3),
      ("9999-12-31", 2_932_896, 7),
    ] as [(String, Int32, UInt8)])
  func reads(iso: String, number: Int32, weekday: UInt8) throws {
    let day = try #require(CivilDay(iso: iso))
    #expect(day.number == number && day.iso == iso && day.weekday == weekday)
  }

  @Test(
    "is refused where no calendar has it, or where it is written otherwise",
    arguments: [
      "2025-02-29", "2025-04-31", "2025-13-01", "2025-00-10", "2025-1-01", "25-01-01", "2025-01-01T00:00",
      "۲۰۲۵-۰۱-۰۱", "", "2025/01/01", "+025-01-01",
    ])
  func refuses(text: String) {
    #expect(CivilDay(iso: text) == nil)
  }

  @Test("comes back from its ISO text, for every day of four centuries")
  func comesBack() {
    var number: Int32 = -53_000
    while number < 93_097 {
      #expect(CivilDay(iso: CivilDay(number: number).iso)?.number == number)
      number += 1
    }
  }

  @Test("begins at local midnight")
  func beginsAtMidnight() {
    // 2025-03-20T20:30:00Z is midnight in Iran.
    let midnight: Int64 = 1_742_502_600_000
    #expect(CivilDay(of: midnight, offsetMinutes: 210).iso == "2025-03-21")
    #expect(CivilDay(of: midnight - 1, offsetMinutes: 210).iso == "2025-03-20")
    #expect(minuteOfDay(midnight, offsetMinutes: 210) == 0)
    #expect(minuteOfDay(midnight - 1, offsetMinutes: 210) == 1_439)
    #expect(CivilDay(of: -1, offsetMinutes: 0).iso == "1969-12-31")
  }
}

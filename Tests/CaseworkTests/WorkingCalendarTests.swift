import TestSupport
import Testing

@testable import Casework

extension RegionCalendar {
  /// Saturday to Wednesday from 8:00 to 16:00, Thursday to 12:00, in Iran; these days closed, or open as they say.
  static func iran(version: UInt32 = 1, _ days: [String: [DayHours]] = [:]) -> RegionCalendar {
    RegionCalendar(
      region: "IR", version: version, put: 0, offsetMinutes: 210, minutesPerDay: 480,
      hours: (1...5).map { WeeklyHours(weekday: $0, from: 480, until: 960) } + [
        WeeklyHours(weekday: 6, from: 480, until: 720)
      ],
      days: days.map { ExceptionalDay(day: CivilDay(iso: $0)!, name: LocalizedName(), hours: $1) }
        .sorted { $0.day < $1.day },
      first: CivilDay(iso: "2025-03-21")!, last: CivilDay(iso: "2026-03-20")!)
  }
}

/// A local time in Iran, as "2025-06-14 09:30", in Unix milliseconds.
func iran(_ text: String) -> Int64 {
  let parts = text.split(separator: " ")
  let clock = parts[1].split(separator: ":").map { Int64($0)! }
  let minutes = Int64(CivilDay(iso: String(parts[0]))!.number) * 1_440 + clock[0] * 60 + clock[1] - 210
  return minutes * 60_000
}

private let hour: Int64 = 3_600_000

@Suite("Working time")
struct WorkingCalendarTests {
  static let calendar: WorkingCalendar = {
    do {
      return try WorkingCalendar(
        .iran([
          "2025-06-15": [],  // a Sunday: a holiday
          // A Tuesday: cut short.
          "2025-06-17": [DayHours(from: 480, until: 600), DayHours(from: 660, until: 720)],
          "2025-06-20": [DayHours(from: 600, until: 660)],  // a Friday: open for once
        ]))
    } catch { preconditionFailure("\(error)") }
  }()

  /// 2025-06-14 is a Saturday.
  @Test(
    "between two moments is that of the week, but for the days that differ",
    arguments: [
      ("2025-06-14 08:00", "2025-06-14 16:00", 8 * 60), ("2025-06-14 00:00", "2025-06-15 00:00", 8 * 60),
      ("2025-06-14 09:30", "2025-06-14 10:15", 45), ("2025-06-14 15:59", "2025-06-16 08:01", 2),
      ("2025-06-15 00:00", "2025-06-16 00:00", 0), ("2025-06-16 07:00", "2025-06-16 23:00", 8 * 60),
      ("2025-06-17 00:00", "2025-06-18 00:00", 3 * 60), ("2025-06-17 10:30", "2025-06-17 11:30", 30),
      ("2025-06-19 00:00", "2025-06-21 00:00", 5 * 60), ("2025-06-20 10:00", "2025-06-20 10:01", 1),
      ("2025-06-14 08:00", "2025-06-21 08:00", 8 * 60 + 8 * 60 + 3 * 60 + 8 * 60 + 4 * 60 + 60),
      ("2025-06-14 10:00", "2025-06-14 10:00", 0), ("2025-06-14 10:00", "2025-06-14 09:00", 0),
    ] as [(String, String, Int64)])
  func measures(from start: String, to end: String, minutes: Int64) {
    #expect(Self.calendar.workingTime(from: iran(start), to: iran(end)) == minutes * 60_000)
  }

  @Test(
    "that was added ends at the first moment by which it has passed",
    arguments: [
      ("2025-06-14 08:00", 60, "2025-06-14 09:00"), ("2025-06-14 15:00", 60, "2025-06-14 16:00"),
      ("2025-06-14 15:00", 61, "2025-06-16 08:01"), ("2025-06-13 12:00", 60, "2025-06-14 09:00"),
      ("2025-06-16 08:00", 480 + 120, "2025-06-17 10:00"),
      ("2025-06-16 08:00", 480 + 121, "2025-06-17 11:01"),
      ("2025-06-19 11:00", 61, "2025-06-20 10:01"), ("2025-06-15 10:00", 0, "2025-06-15 10:00"),
      // Beyond the days that are known the week alone holds: 2026-06-13 is a Saturday.
      ("2026-06-13 08:00", 480 * 5 + 240 + 1, "2026-06-20 08:01"),
    ] as [(String, Int64, String)])
  func adds(to start: String, minutes: Int64, end: String) {
    #expect(Self.calendar.add(minutes * 60_000, to: iran(start)) == iran(end))
  }

  @Test(
    "says when somebody works",
    arguments: [
      ("2025-06-14 08:00", true), ("2025-06-14 07:59", false), ("2025-06-14 15:59", true),
      ("2025-06-14 16:00", false), ("2025-06-15 10:00", false), ("2025-06-17 10:30", false),
      ("2025-06-20 10:30", true), ("2025-06-13 10:30", false),
    ] as [(String, Bool)])
  func isOpen(at time: String, isOpen: Bool) {
    #expect(Self.calendar.isOpen(at: iran(time)) == isOpen)
  }

  @Test("is reckoned as a plain count of minutes would", arguments: 1...40 as ClosedRange<UInt64>)
  func fitsPlainCount(seed: UInt64) throws {
    var numbers = SplitMix64(seed: seed)
    let definition = RegionCalendar.random(&numbers)
    let calendar = try WorkingCalendar(definition)
    let plain = PlainCalendar(definition)
    for round in 0..<40 {
      let start = plain.anchor + .random(in: -40 * day...40 * day, using: &numbers)
      let worked =
        Int64.random(in: 0...20_000, using: &numbers) * 60_000 + .random(in: 0..<60_000, using: &numbers)
      let end = calendar.add(worked, to: start)
      #expect(end == plain.add(worked, to: start), "seed \(seed), round \(round)")
      #expect(calendar.workingTime(from: start, to: end) == worked, "seed \(seed), round \(round)")
      if worked > 0 {
        #expect(calendar.workingTime(from: start, to: end - 1) == worked - 1, "seed \(seed), round \(round)")
      }
    }
  }

  @Test("holds at the ends of all time, where nobody will be", arguments: [.min, .max, 0] as [Int64])
  func survivesExtremes(time: Int64) {
    let calendar = Self.calendar
    #expect(calendar.add(hour, to: time) >= -WorkingCalendar.timeLimit - day)
    #expect(calendar.add(.max, to: time) == WorkingCalendar.timeLimit)
    #expect(calendar.workingTime(from: .min, to: time) >= 0)
    #expect(calendar.workingTime(from: time, to: .max) >= 0)
    _ = calendar.isOpen(at: time)
    _ = calendar.day(of: time)
  }

  @Test("is standard where no calendar was put: Iran's week, without holidays")
  func hasStandard() {
    let standard = WorkingCalendar.standard
    #expect(standard.version == 0 && standard.minutesPerDay == 420)
    let week = standard.workingTime(from: iran("2025-06-14 00:00"), to: iran("2025-06-21 00:00"))
    #expect(week == standard.workingTime(days: 5))
    #expect(standard.hours(on: CivilDay(iso: "2025-06-14")!) == [DayHours(from: 450, until: 870)])
  }

  static let faults: [(CalendarFault, @Sendable (inout RegionCalendar) -> Void)] = [
    (.offset, { $0.offsetMinutes = 841 }), (.offset, { $0.offsetMinutes = -841 }),
    (.minutesPerDay, { $0.minutesPerDay = 0 }), (.minutesPerDay, { $0.minutesPerDay = 1_441 }),
    (.emptyWeek, { $0.hours = [] }), (.hours, { $0.hours[0].weekday = 0 }),
    (.hours, { $0.hours[0].weekday = 8 }),
    (.hours, { $0.hours[0].until = 480 }), (.hours, { $0.hours[0].until = 1_441 }),
    (.hours, { $0.hours.insert(WeeklyHours(weekday: 1, from: 900, until: 1_000), at: 1) }),
    (
      .hours,
      {
        $0.days = [ExceptionalDay(day: $0.first, name: LocalizedName(), hours: [DayHours(from: 9, until: 9)])]
      }
    ),
    (.days, { $0.days = Array(repeating: ExceptionalDay(day: $0.first, name: LocalizedName()), count: 2) }),
    (.range, { $0.last = CivilDay(number: $0.first.number - 1) }),
    (
      .tooManyDays,
      {
        $0.days = (0...8_192).map { ExceptionalDay(day: CivilDay(number: $0), name: LocalizedName()) }
      }
    ),
  ]

  @Test("is not told by a calendar that can't be one", arguments: faults.indices)
  func refusesFaults(index: Int) {
    let (fault, spoil) = Self.faults[index]
    var calendar = RegionCalendar.iran()
    spoil(&calendar)
    let result = Result { () throws(CalendarFault) in try WorkingCalendar(calendar) }
    #expect(throws: fault) { try result.get() }
  }
}

import Casework
import Testing

@Suite("The citizen's turn")
struct PauseTests {
  /// Every minute is working time; a working day is so many of them.
  private func terms(version: UInt32, minutesPerDay: UInt32) throws -> CaseTerms {
    let calendar = try WorkingCalendar(
      RegionCalendar(
        region: "IR", version: version, put: 0, offsetMinutes: 0, minutesPerDay: minutesPerDay,
        hours: (1...7).map { WeeklyHours(weekday: $0, from: 0, until: 1_440) }, days: [],
        first: CivilDay(number: 0), last: CivilDay(number: 0)))
    let service = ServiceTerms(acknowledgeDays: 0, decideDays: 10, pauseCapDays: 2)
    return CaseTerms(calendar: calendar, clock: service, service: service)
  }

  @Test("is counted once, where a calendar of longer days comes after the cap was used up")
  func countsOnce() throws {
    var record = RequestRecord.sample(.waitingCitizen, asked: ["photo"])
    let reschedule = Command(
      act: .reschedule, actor: .system(.counter), expectedVersion: nil, commitments: [])
    // Two working days of twelve hours are the cap: after a day it is used up, and the clock runs again.
    let atCap = try decide(
      record, reschedule, now: 2_000 + day, terms: terms(version: 5, minutesPerDay: 720))
    #expect(atCap.clock.paused == day)
    #expect(atCap.clock.decideDue == 1_000 + 5 * day + day)
    record.apply(atCap, hash: digest(of: 1), rows: reschedule.rows)
    // By working days of 24 hours the cap would be two days, of which the turn has taken one.
    let longer = try terms(version: 6, minutesPerDay: 1_440)
    let moved = try decide(record, reschedule, now: 2_000 + day + day / 2, terms: longer)
    #expect(moved.clock.paused == day)
    #expect(moved.clock.decideDue == 1_000 + 10 * day + day)
    record.apply(moved, hash: digest(of: 2), rows: reschedule.rows)
    #expect(CaseTimes(of: record, now: 2_000 + 5 * day, terms: longer).paused == day)
  }
}

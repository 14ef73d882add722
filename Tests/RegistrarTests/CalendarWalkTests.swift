import Casework
import Journal
import TestJournal
import TestSupport
import Testing

@testable import Registrar

extension SmallJournal {
  /// The stored directory with a calendar for the whole country: the standard week, and these days closed.
  func directory(calendar version: UInt32, closed days: [CivilDay]) throws -> Directory {
    let stored = try DirectoryTables.load(path: path)
    let calendar = RegionCalendar(
      region: "IR", version: version, put: 0, offsetMinutes: 210, minutesPerDay: 420,
      hours: (1...5).map { WeeklyHours(weekday: $0, from: 450, until: 870) },
      days: days.map { ExceptionalDay(day: $0, name: LocalizedName()) }, first: CivilDay(number: 0),
      last: CivilDay(number: 365))
    return Directory(
      agencies: stored.agencies, services: stored.services, regions: stored.regions, offices: stored.offices,
      principals: stored.principals, keys: stored.keys, calendars: [calendar])
  }
}

/// The first Saturday of 1970, two days after the clock of these tests.
private let saturday = CivilDay(number: 2)

@Suite("A calendar that was put")
struct CalendarWalkTests {
  @Test("moves the due times of what is open, each by an event, and of nothing else")
  func movesDueTimes() throws {
    let journal = try SmallJournal()
    do {
      let open = try OpenRegistry(journal, directory: journal.directory(calendar: 1, closed: []))
      let requests = open.submit(1...5)
      let withdraw = open.maker.act(.withdraw, on: requests[4], seeing: 1, by: FilingMaker.citizen, number: 6)
      _ = open.commit([withdraw])
    }
    let before = try storedRecord(1, journal)
    let open = try OpenRegistry(journal, directory: journal.directory(calendar: 2, closed: [saturday]))
    #expect(open.registry.commit([]).changed == [1, 2, 3, 4])
    let after = try storedRecord(1, journal)
    // Saturday would have been the one day to acknowledge, and the first of thirty to decide.
    #expect(after.clock.acknowledgeDue == before.clock.acknowledgeDue + day)
    #expect(after.clock.decideDue > before.clock.decideDue)
    #expect(after.clock.calendarVersion == 2)
    #expect(try storedEvents(1, journal).map(\.action) == [.submit, .reschedule])
    #expect(open.registry.commit([]).changed == [], "and once")
    #expect(try readSQL("SELECT calendar FROM head", on: journal.path) == ["2"])
    #expect(try audit(journal.path, journal.keys).findings == [])
  }

  @Test("makes no event where it moves nothing")
  func leavesOthers() throws {
    let journal = try SmallJournal()
    do { _ = try OpenRegistry(journal, directory: journal.directory(calendar: 1, closed: [])).submit(1...2) }
    let friday = CivilDay(number: 1)
    let open = try OpenRegistry(journal, directory: journal.directory(calendar: 2, closed: [friday]))
    #expect(open.registry.commit([]).changed == [])
    #expect(try readSQL("SELECT calendar FROM head", on: journal.path) == ["2"])
  }

  @Test("is followed to its end by a program that was stopped before")
  func survivesStop() throws {
    let journal = try SmallJournal()
    do {
      _ = try OpenRegistry(journal, directory: journal.directory(calendar: 1, closed: [])).submit(1...300)
    }
    let moved = try journal.directory(calendar: 2, closed: [saturday])
    do {
      let first = try OpenRegistry(journal, directory: moved).registry.commit([])
      #expect(first.changed.count == 256 && first.hasMore)
    }
    let open = try OpenRegistry(journal, directory: moved)
    var changed = 0
    repeat {
      let part = open.registry.commit([])
      changed += part.changed.count
      if !part.hasMore { break }
    } while true
    #expect(changed == 44)
    #expect(
      try readSQL("SELECT count(*) FROM request WHERE calendar_version = 2", on: journal.path) == ["300"])
    #expect(try audit(journal.path, journal.keys).findings == [])
  }

  @Test("keeps the counter from escalating for a day that turned out to be a holiday")
  func goesFirst() throws {
    let journal = try SmallJournal()
    do { _ = try OpenRegistry(journal, directory: journal.directory(calendar: 1, closed: [])).submit(1...1) }
    let due = try storedRecord(1, journal).clock.acknowledgeDue
    let open = try OpenRegistry(
      journal, time: { due }, directory: journal.directory(calendar: 2, closed: [saturday]))
    while !open.registry.commit([]).changed.isEmpty {}
    // Put after the warning would have come: it is given when the new time for it has come.
    #expect(try storedEvents(1, journal).map(\.action) == [.submit, .reschedule])
  }

  @Test("gives the requests of a migrated journal their clocks")
  func givesOldRequestsClocks() throws {
    let old = try OldJournal()
    _ = try JournalMigration.run(path: old.path, at: 1)
    let directory = try old.journal.directory(calendar: 1, closed: [])
    do {
      let open = try OpenRegistry(old.path, keys: old.journal.keys, directory: directory)
      // The first is closed; the second waits for its citizen, within its time; the third is new.
      #expect(open.registry.commit([]).changed == [2, 3])
    }
    let report = try audit(old.path, old.journal.keys)
    #expect(report.findings == [] && report.events == 12)
    let due = "SELECT (acknowledge_due > 0) || ' ' || (decide_due > 0) || ' ' || (next_due > 0) FROM request"
    #expect(try readSQL(due, on: old.path) == ["0 0 0", "0 0 1", "1 1 1"])
  }
}

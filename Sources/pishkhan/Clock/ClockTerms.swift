import Casework

/// By what a request's clock runs: the targets of the service version that was submitted for, whatever it was
/// transferred to.
struct ClockTerms: Equatable, Sendable {
  /// What counts where the service names none (`Catalog.Service`).
  private static let pauseCapDays: UInt32 = 20

  /// Working days; 0: no target.
  let targets: Targets
  /// Working days that the citizen's turns stop the clock at the most.
  let pauseCapDays: UInt32

  init(targets: Targets, pauseCapDays: UInt32) {
    self.targets = targets
    self.pauseCapDays = pauseCapDays == 0 ? ClockTerms.pauseCapDays : pauseCapDays
  }

  init(_ service: Service) {
    self.init(targets: service.targets, pauseCapDays: service.terms.pauseCapDays)
  }
}

extension WorkingCalendar {
  /// Nil where what the server tells is no calendar.
  init?(_ calendar: Calendar) {
    var days: [ExceptionalDay] = []
    for day in calendar.days {
      guard let date = CivilDay(iso: day.date) else { return nil }
      days.append(
        ExceptionalDay(
          day: date, name: LocalizedName(),
          hours: day.hours.map {
            DayHours(from: UInt16(clamping: $0.from), until: UInt16(clamping: $0.until))
          }))
    }
    guard let first = CivilDay(iso: calendar.from), let last = CivilDay(iso: calendar.until) else {
      return nil
    }
    do throws(CalendarFault) {
      try self.init(
        RegionCalendar(
          region: calendar.region, version: calendar.version, put: calendar.putMilliseconds,
          offsetMinutes: calendar.offsetMinutes, minutesPerDay: calendar.minutesPerDay,
          hours: calendar.hours.map {
            WeeklyHours(
              weekday: UInt8(clamping: $0.weekday), from: UInt16(clamping: $0.from),
              until: UInt16(clamping: $0.until))
          }, days: days, first: first, last: last))
    } catch {
      return nil
    }
  }
}

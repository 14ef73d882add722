import Casework
import libpishkhan

/// From what the server tells to what Casework reckons with.
extension ClockedEvent {
  /// Nil for an act or a state that this version does not know.
  init?(_ event: Event) {
    guard let action = Action(event.action), let to = RequestState(event.to) else { return nil }
    self.init(
      number: event.number, action: action, from: RequestState(event.from), to: to,
      time: event.timeMilliseconds, reason: event.reason, service: event.service,
      serviceVersion: event.serviceVersion, acknowledgeDue: event.acknowledgeDueMilliseconds,
      decideDue: event.decideDueMilliseconds, paused: event.pausedMilliseconds,
      escalation: event.escalationLevel, calendarVersion: event.calendarVersion)
  }
}

// The numbers are the same everywhere: those of the .proto files.
extension Action {
  fileprivate init?(_ word: Word) {
    self.init(rawValue: UInt8(clamping: pishkhan_action(word: word).rawValue))
  }
}

extension RequestState {
  fileprivate init?(_ word: Word) {
    self.init(rawValue: UInt8(clamping: pishkhan_state(word: word).rawValue))
  }
}

extension ServiceTerms {
  init(_ service: Service) {
    func days(_ told: UInt32, _ standard: UInt32) -> UInt32 { told == 0 ? standard : told }
    self.init(
      acknowledgeDays: service.targets.acknowledge, decideDays: service.targets.decide,
      pauseCapDays: days(service.terms.pauseCapDays, ServiceDefinition.standardPauseCap),
      answerDays: days(service.terms.answerDays, ServiceDefinition.standardDays),
      remedyDays: days(service.terms.remedyDays, ServiceDefinition.standardDays))
  }
}

extension WorkingCalendar {
  /// Nil where what the server tells is no calendar.
  init?(_ calendar: Calendar) {
    var days: [ExceptionalDay] = []
    for day in calendar.days {
      guard let date = CivilDay(iso: day.date) else { return nil }
      let hours = day.hours.map {
        DayHours(from: UInt16(clamping: $0.from), until: UInt16(clamping: $0.until))
      }
      days.append(ExceptionalDay(day: date, name: LocalizedName(), hours: hours))
    }
    guard let first = CivilDay(iso: calendar.from), let last = CivilDay(iso: calendar.until) else {
      return nil
    }
    let week = calendar.hours.map {
      WeeklyHours(
        weekday: UInt8(clamping: $0.weekday), from: UInt16(clamping: $0.from),
        until: UInt16(clamping: $0.until))
    }
    do throws(CalendarFault) {
      try self.init(
        RegionCalendar(
          region: calendar.region, version: calendar.version, put: calendar.putMilliseconds,
          offsetMinutes: calendar.offsetMinutes, minutesPerDay: calendar.minutesPerDay, hours: week,
          days: days, first: first, last: last))
    } catch {
      return nil
    }
  }
}

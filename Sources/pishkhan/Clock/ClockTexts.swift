import Casework
import libpishkhan

/// An act in the library's words.
func word(_ action: Action) -> Word {
  Word(pishkhan_action(UInt32(action.rawValue)))
}

extension DueTime {
  fileprivate func text(_ writing: Writing) -> String {
    writing.text(self == .acknowledge ? .acknowledgeDue : .decideDue)
  }
}

extension ClockAccount.Entry {
  /// One sum in words.
  func text(_ writing: Writing, calendar: UInt32) -> String {
    func time(_ value: Int64) -> String { writing.time(milliseconds: value) }
    func duration(_ value: Int64) -> String { writing.duration(milliseconds: value) }
    switch self {
    case .due(let due, let start, let target, let paused, let at):
      return writing.text(
        paused == 0 ? .clockDue : .clockDuePaused, due.text(writing), time(at), time(start), duration(target),
        writing.number(calendar), duration(paused))
    case .done(let due): return writing.text(.clockDone, due.text(writing))
    case .stopped: return writing.text(.clockStands)
    case .turn(let since, let until, let took, let paused, let cap):
      return writing.text(
        .clockTurn, duration(paused), time(since), time(until), duration(took), duration(cap))
    case .warned(let due, let planned), .escalated(let due, let planned, _):
      return writing.text(.clockPlanned, due.text(writing), time(planned))
    case .untold: return writing.text(.clockUntold)
    }
  }

  /// The same for machines.
  var json: JSONValue {
    switch self {
    case .due(let due, let start, let target, let paused, let at):
      object(
        "due", due,
        .time("start", milliseconds: start) + numbers(("target_ms", target), ("paused_ms", paused))
          + .time("at", milliseconds: at))
    case .done(let due): object("done", due, [])
    case .stopped: object("stopped", nil, [])
    case .turn(let since, let until, let took, let paused, let cap):
      object(
        "turn", nil,
        .time("since", milliseconds: since) + .time("until", milliseconds: until)
          + numbers(("took_ms", took), ("paused_ms", paused), ("cap_ms", cap)))
    case .warned(let due, let planned): object("warned", due, .time("planned", milliseconds: planned))
    case .escalated(let due, let planned, let level):
      object(
        "escalated", due,
        .time("planned", milliseconds: planned) + numbers(("escalation_level", Int64(level))))
    case .untold: object("untold", nil, [])
    }
  }

  private func object(_ kind: String, _ due: DueTime?, _ members: [JSONValue.Member]) -> JSONValue {
    let due = due.map { [JSONValue.Member("due_time", .string($0.rawValue))] } ?? []
    return .object([JSONValue.Member("kind", .string(kind))] + due + members)
  }

  private func numbers(_ numbers: (String, Int64)...) -> [JSONValue.Member] {
    numbers.map { JSONValue.Member($0.0, .integer($0.1)) }
  }
}

extension ClockAccount.Difference {
  func text(_ writing: Writing) -> String {
    switch field {
    case .acknowledgeDue: differs(.acknowledgeDue, writing) { writing.time(milliseconds: $0) }
    case .decideDue: differs(.decideDue, writing) { writing.time(milliseconds: $0) }
    case .paused: differs(.paused, writing) { writing.duration(milliseconds: $0) }
    case .escalation: differs(.escalation, writing) { writing.number($0) }
    case .time: writing.text(.clockTooEarly, writing.time(milliseconds: computed))
    case .calendar: writing.text(.clockNoCalendar, writing.number(told))
    case .service: writing.text(.clockNoService)
    case .order: writing.text(.clockNoOrder)
    }
  }

  private func differs(_ label: Message, _ writing: Writing, _ text: (Int64) -> String) -> String {
    writing.text(.clockDifference, writing.text(label), text(told), text(computed))
  }

  var json: JSONValue {
    .object([
      JSONValue.Member("event", .number(event)), JSONValue.Member("field", .string(field.rawValue)),
      JSONValue.Member("told", .integer(told)), JSONValue.Member("computed", .integer(computed)),
    ])
  }
}

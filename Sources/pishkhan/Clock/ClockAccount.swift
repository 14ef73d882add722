/// A request's history with the arithmetic of its clock.
struct ClockAccount {
  let entries: [ClockReckoning.Entry]

  /// Does every event tell what its due times, pauses and escalations come to?
  var fits: Bool { entries.allSatisfy(\.fits) }
}

extension ClockAccount: Presentable {
  var json: JSONValue {
    .object([
      JSONValue.Member("fits", .boolean(fits)), JSONValue.Member("events", .array(entries.map(\.json))),
    ])
  }

  func write(to page: inout Page) {
    for entry in entries { entry.write(to: &page) }
    let others = entries.count { !$0.fits }
    let writing = page.writing
    if others == 0 {
      page.line(.clockFits, writing.number(entries.count))
    } else {
      page.line(.clockDiffers, writing.number(others), writing.number(entries.count))
    }
  }
}

extension ClockReckoning.Clock {
  fileprivate var members: [JSONValue.Member] {
    .time("acknowledge_due", milliseconds: acknowledgeDue) + .time("decide_due", milliseconds: decideDue) + [
      JSONValue.Member("paused_ms", .number(paused)),
      JSONValue.Member("escalation_level", .number(escalation)),
    ]
  }
}

extension ClockReckoning.Entry {
  fileprivate var json: JSONValue {
    .object(
      [
        JSONValue.Member("number", .number(event.number)), JSONValue.Member("action", event.action.json),
        JSONValue.Member("to", event.to.json),
      ] + .time("time", milliseconds: event.timeMilliseconds) + [
        JSONValue.Member("calendar_version", .number(event.calendarVersion)),
        JSONValue.Member("told", .object(told.members)),
        JSONValue.Member("reckoned", .object(reckoned.members)),
        JSONValue.Member("in_time", .boolean(isInTime)), JSONValue.Member("fits", .boolean(fits)),
      ])
  }

  fileprivate func write(to page: inout Page) {
    let writing = page.writing
    page.line(
      "\(writing.number(event.number)).  \(writing.time(milliseconds: event.timeMilliseconds))  "
        + event.action[page.language])
    for step in steps { page.line("    " + step.text(reckoned, writing)) }
    guard !fits else { return }
    if !isInTime { page.line("    " + writing.text(.clockTooEarly)) }
    difference(.acknowledgeDue, reckoned.acknowledgeDue, told.acknowledgeDue, time, on: &page)
    difference(.decideDue, reckoned.decideDue, told.decideDue, time, on: &page)
    difference(.paused, reckoned.paused, told.paused, { $0.duration(milliseconds: $1) }, on: &page)
    difference(
      .escalation, Int64(reckoned.escalation), Int64(told.escalation), { $0.number($1) }, on: &page)
  }

  private func time(_ writing: Writing, _ value: Int64) -> String { writing.time(milliseconds: value) }

  private func difference(
    _ label: Message, _ reckoned: Int64, _ told: Int64, _ text: (Writing, Int64) -> String,
    on page: inout Page
  ) {
    guard reckoned != told else { return }
    let writing = page.writing
    page.line(
      "    "
        + writing.text(
          .clockDifference, writing.text(label), text(writing, told), text(writing, reckoned)))
  }
}

extension ClockReckoning.Step {
  fileprivate func text(_ clock: ClockReckoning.Clock, _ writing: Writing) -> String {
    func time(_ value: Int64) -> String { writing.time(milliseconds: value) }
    func duration(_ value: Int64) -> String { writing.duration(milliseconds: value) }
    func days(_ count: UInt32) -> String {
      writing.text(count == 1 ? .workingDay1 : .workingDays, writing.number(count))
    }
    switch self {
    case .acknowledgeBy(let start, let count, let calendar):
      return writing.text(
        .clockAcknowledgeBy, time(clock.acknowledgeDue), time(start), days(count), writing.number(calendar))
    case .decideBy(let start, let count, let paused, let calendar):
      return writing.text(
        .clockDecideBy, time(clock.decideDue), time(start), days(count), duration(paused),
        writing.number(calendar))
    case .stands: return writing.text(.clockStands)
    case .capUsedUp(let cap): return writing.text(.clockCapUsedUp, duration(cap))
    case .turn(let from, let working, let cap):
      return writing.text(
        .clockTurn, duration(clock.paused), time(from), duration(working), duration(cap))
    case .untold: return writing.text(.clockUntold)
    case .dueSince(let due): return writing.text(.clockDueSince, time(due))
    }
  }
}

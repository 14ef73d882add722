import Casework

/// A request's history with the arithmetic of its clock, and what an event tells otherwise.
struct ClockHistory {
  let events: [Event]
  let account: ClockAccount

  var fits: Bool { account.differences.isEmpty }
}

extension ClockHistory: Presentable {
  var json: JSONValue {
    .object(
      [
        JSONValue.Member("fits", .boolean(fits)),
        JSONValue.Member("events", .array(events.map(json))),
        JSONValue.Member("differences", .array(account.differences.map(\.json))),
      ] + .time("next", milliseconds: account.next?.time ?? 0) + [
        JSONValue.Member("next_action", account.next.map { word($0.action).json } ?? .null)
      ])
  }

  private func json(_ event: Event) -> JSONValue {
    .object(
      [
        JSONValue.Member("number", .number(event.number)), JSONValue.Member("action", event.action.json),
        JSONValue.Member("to", event.to.json),
      ] + .time("time", milliseconds: event.timeMilliseconds) + [
        JSONValue.Member("calendar_version", .number(event.calendarVersion)),
        JSONValue.Member(
          "arithmetic", .array(account.lines.filter { $0.event == event.number }.map(\.entry.json))),
      ])
  }

  func write(to page: inout Page) {
    let writing = page.writing
    for event in events {
      page.line(
        "\(writing.number(event.number)).  \(writing.time(milliseconds: event.timeMilliseconds))  "
          + event.action[page.language])
      for line in account.lines where line.event == event.number {
        page.line("    " + line.entry.text(writing, calendar: line.calendar))
      }
      for difference in account.differences where difference.event == event.number {
        page.line("    " + difference.text(writing))
      }
    }
    if let next = account.next {
      page.line(.clockNext, word(next.action)[page.language], writing.time(milliseconds: next.time))
    }
    let others = Set(account.differences.map(\.event)).count
    if others == 0 {
      page.line(.clockFits, writing.number(events.count))
    } else {
      page.line(.clockDiffers, writing.number(others), writing.number(events.count))
    }
  }
}

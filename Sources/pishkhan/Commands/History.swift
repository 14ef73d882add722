/// The events of a request, one below the other.
struct EventList: Presentable {
  let events: [Event]

  var json: JSONValue {
    .object([JSONValue.Member("events", .array(events.map(\.json)))])
  }

  func write(to page: inout Page) {
    guard !events.isEmpty else { return page.line(.noEvents) }
    for event in events { event.write(to: &page) }
  }
}

extension Command {
  static let history = Command(
    "history", for: [.citizen, .office, .agency, .auditor], [.trackingCode], flags: [.secret, .after],
    summary: BilingualText("all that happened to a request", "همهٔ آنچه بر یک درخواست گذشت"),
    notes: [
      BilingualText(
        "Needs the secret, or a certificate whose agency or office the request belongs to.",
        "به رمز نیاز دارد، یا به گواهی دستگاه یا دفتری که درخواست از آنِ اوست.")
    ],
    examples: [["history", "1234-5678-9012-3456", "--secret", "123456", "--after", "3"]]
  ) { invocation throws(Failure) in
    let code = invocation.required(0)
    let (secret, after) = try invocation.reading("history") { () throws(UsageError) in
      (
        try invocation.secretOrCertificate(for: "history"),
        try invocation.arguments.number(.after, in: 0...UInt32.max) ?? 0
      )
    }
    let events = try invocation.calling { client throws(CallError) in
      var page = try client.history(code, secret: secret, after: after)
      var events = page.events
      while page.more, let last = events.last {
        page = try client.history(code, secret: secret, after: last.number)
        events += page.events
      }
      return events
    }
    try invocation.show(EventList(events: events))
    return .done
  }
}

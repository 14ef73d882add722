import Casework

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

extension Flag {
  fileprivate static let clock = Flag(
    "--clock", .none,
    BilingualText(
      "the arithmetic of the clock: every due time, pause and escalation reckoned anew and compared",
      "حساب مهلت‌ها: هر سررسید، توقف و ارتقا دوباره حساب و سنجیده می‌شود"))
}

extension Command {
  static let history = Command(
    "history", for: [.citizen, .office, .agency, .auditor], [.trackingCode],
    flags: [.secret, .after, .clock],
    summary: BilingualText("all that happened to a request", "همهٔ آنچه بر یک درخواست گذشت"),
    notes: [
      BilingualText(
        "Needs the secret, or a certificate whose agency or office the request belongs to. --clock needs nothing but\n"
          + "the events, the service's targets and the public calendars; it ends with 1 where an event tells something\n"
          + "else than it comes to.",
        "به رمز نیاز دارد، یا به گواهی دستگاه یا دفتری که درخواست از آنِ اوست. \u{2066}--clock\u{2069} جز رویدادها، مهلت‌های خدمت\n"
          + "و تقویم‌های همگانی چیزی نمی‌خواهد؛ اگر رویدادی با حساب نخواند با ۱ پایان می‌یابد.")
    ],
    examples: [
      ["history", "1234-5678-9012-3456", "--secret", "123456", "--after", "3"],
      ["history", "1234-5678-9012-3456", "--secret", "123456", "--clock"],
    ]
  ) { invocation throws(Failure) in
    let code = invocation.required(0)
    let (secret, after) = try invocation.reading("history") { () throws(UsageError) in
      if invocation.arguments.isGiven(.clock) && invocation.arguments.isGiven(.after) {
        throw UsageError(.notTogether, Flag.clock.name, Flag.after.name)
      }
      return (
        try invocation.secretOrCertificate(for: "history"),
        try invocation.arguments.number(.after, in: 0...UInt32.max) ?? 0
      )
    }
    let client = try invocation.client()
    let events = try asFailure { () throws(CallError) in
      try client.events(code, secret: secret, after: after)
    }
    guard invocation.arguments.isGiven(.clock) else {
      try invocation.show(EventList(events: events))
      return .done
    }
    let account = try asFailure { () throws(CallError) in
      try client.clockHistory(of: events, code, secret: secret)
    }
    try invocation.show(account)
    return account.fits ? .done : .serverError
  }
}

extension CounterClient {
  /// All events behind a number, page by page.
  fileprivate func events(_ code: String, secret: String?, after: UInt32) throws(CallError) -> [Event] {
    var page = try history(code, secret: secret, after: after)
    var events = page.events
    while page.more, let last = events.last {
      page = try history(code, secret: secret, after: last.number)
      events += page.events
    }
    return events
  }

  /// Fetches what the clock runs by, and reckons.
  fileprivate func clockHistory(
    of events: [Event], _ code: String, secret: String?
  ) throws(CallError) -> ClockHistory {
    let details = if let secret { try track(code, secret: secret).details } else { try get(code) }
    var clocked: [ClockedEvent] = []
    var terms: [String: ServiceTerms] = [:]
    var calendars: [UInt32: WorkingCalendar] = [0: .standard]
    for event in events {
      guard let known = ClockedEvent(event) else { throw CallError.unreadableAnswer }
      clocked.append(known)
      if !event.service.isEmpty && terms[event.definition] == nil {
        terms[event.definition] = ServiceTerms(try service(event.service, version: event.serviceVersion))
      }
      if calendars[event.calendarVersion] == nil {
        let told = try calendar(inForceAt: details?.region ?? "", version: event.calendarVersion)
        guard let calendar = WorkingCalendar(told) else { throw CallError.unreadableAnswer }
        calendars[event.calendarVersion] = calendar
      }
    }
    return ClockHistory(
      events: events,
      account: ClockAccount(
        of: clocked, service: { terms["\($0) \($1)"] }, calendar: { calendars[$0] }))
  }

  /// A region's own calendar; the country's where the region has none of that version.
  private func calendar(inForceAt region: String, version: UInt32) throws(CallError) -> Calendar {
    guard !region.isEmpty else { return try calendar(RegionCalendar.countryRegion, version: version) }
    do throws(CallError) {
      return try calendar(region, version: version)
    } catch {
      guard error.isNotFound else { throw error }
      return try calendar(RegionCalendar.countryRegion, version: version)
    }
  }
}

extension Event {
  /// Names a version of a service's definition.
  fileprivate var definition: String { "\(service) \(serviceVersion)" }
}

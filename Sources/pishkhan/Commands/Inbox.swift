import libpishkhan

extension Flag {
  static let service = Flag(
    "--service", .one("S"), BilingualText("only this service's requests", "تنها درخواست‌های این خدمت"))
  static let state = Flag(
    "--state", .many("S"),
    BilingualText(
      "only requests in this state; may be given again; default all open ones",
      "تنها درخواست‌های این وضعیت؛ قابل تکرار؛ پیش‌فرض همهٔ درخواست‌های باز"))
  static let limit = Flag(
    "--limit", .one("N"),
    BilingualText("at most so many, 200 at most; default 50", "بیشترین شمار، تا ۲۰۰؛ پیش‌فرض ۵۰"))
  static let cursor = Flag(
    "--cursor", .one("C"),
    BilingualText("where the page before ended", "جایی که صفحهٔ پیشین پایان یافت"))
  static let onlyRegion = Flag(
    "--region", .one("R"), BilingualText("only this province's, ISO 3166-2", "تنها این استان، ISO 3166-2"))
  fileprivate static let heldBy = Flag(
    "--assignee", .one("P"),
    BilingualText("only this principal's; - for nobody's", "تنها آنچه در دست این دارنده است؛ - یعنی هیچ‌کس"))
  fileprivate static let dueBefore = Flag(
    "--due-before", .one("TIME"),
    BilingualText(
      "only what is due by then, as 2027-03-21T12:00",
      "تنها آنچه تا آن زمان مهلت دارد، مانند 2027-03-21T12:00"))
  fileprivate static let byDue = Flag(
    "--by-due", .none, BilingualText("the most urgent first", "فوری‌ترین نخست"))
  fileprivate static let overdue = Flag(
    "--overdue", .none, BilingualText("only what is overdue", "تنها آنچه مهلتش گذشته است"))
}

extension Command {
  static let inbox = Command(
    "inbox", for: [.agency],
    flags: [.service, .state, .onlyRegion, .heldBy, .dueBefore, .byDue, .overdue, .limit, .cursor],
    summary: BilingualText(
      "an agency's open requests, oldest first", "درخواست‌های باز یک دستگاه، از کهنه به نو"),
    notes: [
      BilingualText("Needs an agency's certificate.", "به گواهی یک دستگاه اجرایی نیاز دارد.")
    ],
    examples: [
      ["inbox", "--state", "submitted", "--cert", "agency.crt", "--cert-key", "agency.key"],
      [
        "inbox", "--overdue", "--by-due", "--assignee", "-", "--cert", "agency.crt", "--cert-key",
        "agency.key",
      ],
    ]
  ) { invocation throws(Failure) in
    let query = try invocation.reading("inbox") { () throws(UsageError) in try InboxQuery(invocation) }
    try invocation.show(invocation.calling { client throws(CallError) in try client.inbox(query) })
    return .done
  }
}

extension InboxQuery {
  fileprivate init(_ invocation: Invocation) throws(UsageError) {
    let arguments = invocation.arguments
    for typed in arguments.all(.state) { states.append(try openState(typed)) }
    limit = try arguments.number(.limit, in: 1...200) ?? 0
    service = arguments[.service]
    cursor = arguments[.cursor]
    region = arguments[.onlyRegion]
    assignee = arguments[.heldBy]
    dueBeforeMilliseconds = try invocation.time(.dueBefore) ?? 0
    byDueTime = arguments.isGiven(.byDue)
    isOverdue = arguments.isGiven(.overdue)
  }
}

/// A state of an open request by its stable name or its words in either language, in letters of any size, with "-"
/// for "_" and for blanks.
func openState(_ typed: String) throws(UsageError) -> pishkhan_state {
  let states = [
    PISHKHAN_STATE_SUBMITTED, PISHKHAN_STATE_ACKNOWLEDGED, PISHKHAN_STATE_ASSIGNED,
    PISHKHAN_STATE_WAITING_CITIZEN, PISHKHAN_STATE_WAITING_OTHER,
  ]
  let meant = hyphenated(typed)
  let found = states.first { state in
    let word = Word(state)
    return [word.name, word.text.english, word.text.persian].contains { hyphenated($0) == meant }
  }
  guard let found else {
    throw UsageError(.stateUnknown, typed, states.map { Word($0).code }.joined(separator: ", "))
  }
  return found
}

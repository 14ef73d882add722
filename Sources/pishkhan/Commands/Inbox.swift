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
}

extension Command {
  static let inbox = Command(
    "inbox", flags: [.service, .state, .limit, .cursor],
    summary: BilingualText(
      "an agency's open requests, oldest first", "درخواست‌های باز یک دستگاه، از کهنه به نو"),
    notes: [
      BilingualText("Needs an agency's certificate.", "به گواهی یک دستگاه اجرایی نیاز دارد.")
    ],
    examples: [["inbox", "--state", "submitted", "--cert", "agency.crt", "--cert-key", "agency.key"]]
  ) { invocation throws(Failure) in
    let arguments = invocation.arguments
    let (states, limit) = try invocation.reading("inbox") { () throws(UsageError) in
      var states: [pishkhan_state] = []
      for typed in arguments.all(.state) { states.append(try openState(typed)) }
      return (states, try arguments.number(.limit, in: 1...200))
    }
    let page = try invocation.calling { client throws(CallError) in
      try client.inbox(
        service: arguments[.service], states: states, limit: limit, cursor: arguments[.cursor])
    }
    try invocation.show(page)
    return .done
  }
}

/// A state of an open request by its stable name or its words in either language, in letters of any size, with "-"
/// for "_" and for blanks.
func openState(_ typed: String) throws(UsageError) -> pishkhan_state {
  let states = [
    PISHKHAN_STATE_SUBMITTED, PISHKHAN_STATE_ACKNOWLEDGED, PISHKHAN_STATE_ASSIGNED,
    PISHKHAN_STATE_WAITING_CITIZEN,
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

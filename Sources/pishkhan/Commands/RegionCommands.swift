extension Flag {
  fileprivate static let name = Flag(
    "--name", .many("LANGUAGE=TEXT"),
    BilingualText("its name in a language: fa=..., en=...", "نام آن به یک زبان: fa=... و en=..."))
  fileprivate static let calendarVersion = Flag(
    "--version", .one("N"),
    BilingualText("an earlier version; default the one in force", "نسخه‌ای پیشین؛ پیش‌فرض نسخهٔ معتبر"))
  fileprivate static let replaces = Flag(
    "--replaces", .one("N"),
    BilingualText(
      "the version that it was made from; default the document's; 0: the region's first",
      "نسخه‌ای که از آن ساخته شد؛ پیش‌فرض نسخهٔ درون سند؛ ۰: نخستین تقویم استان"))
}

extension Command {
  static let agencyPut = Command(
    "agency put", for: [.operators], [Operand("ID", BilingualText("the agency's id", "شناسهٔ دستگاه"))],
    flags: [.name, .idempotencyKey],
    summary: BilingualText("add or rename an agency", "افزودن دستگاه یا تغییر نام آن"),
    notes: [operatorNote],
    examples: [["agency", "put", "post", "--name", "en=Post", "--name", "fa=پست"] + .operatorCertificate]
  ) { invocation throws(Failure) in
    let (agency, key) = try invocation.reading("agency put") { () throws(UsageError) in
      var names: [LocalizedTexts.Entry] = []
      for typed in invocation.arguments.all(.name) {
        let assignment = try Assignment(typed, of: .name)
        names.append(LocalizedTexts.Entry(language: assignment.name, text: assignment.value))
      }
      guard !names.isEmpty else { throw UsageError(.actionNeedsFlag, "agency put", Flag.name.usage) }
      return (Agency(id: invocation.required(0), names: LocalizedTexts(names)), try invocation.key())
    }
    return try invocation.changing(key) { client throws(CallError) in try client.put(agency, key: key) }
  }

  static let calendarGet = Command(
    "calendar get", for: [.everyone, .auditor],
    [Operand("REGION", BilingualText("ISO 3166-2, or IR", "ISO 3166-2 یا IR"))], flags: [.calendarVersion],
    summary: BilingualText(
      "the working time of a region, by which the clocks run",
      "زمان کاری یک استان که مهلت‌ها با آن شمرده می‌شود"),
    examples: [["calendar", "get", "IR"], ["calendar", "get", "IR-23", "--version", "2", "--json"]]
  ) { invocation throws(Failure) in
    let version = try invocation.reading("calendar get") { () throws(UsageError) in
      try invocation.arguments.number(.calendarVersion, in: 1...UInt32.max) ?? 0
    }
    let region = invocation.required(0)
    try invocation.show(
      invocation.calling { client throws(CallError) in try client.calendar(region, version: version) })
    return .done
  }

  static let calendarPut = Command(
    "calendar put", for: [.operators], [.document], flags: [.replaces, .idempotencyKey],
    summary: BilingualText("a new version of a region's calendar", "نسخهٔ تازهٔ تقویم یک استان"),
    notes: [
      BilingualText(
        "The document is what calendar get REGION --json prints. Due times follow, each move an event. If somebody\n"
          + "put another version since, nothing is done.",
        "سند همان است که \u{2066}calendar get REGION --json\u{2069} چاپ می‌کند. مهلت‌ها جابه‌جا می‌شوند و هر جابه‌جایی رویدادی است.\n"
          + "اگر کسی نسخهٔ دیگری گذاشته باشد چیزی انجام نمی‌شود."), operatorNote,
    ],
    examples: [["calendar", "put", "calendar.json"] + .operatorCertificate]
  ) { invocation throws(Failure) in
    let (calendar, version, key) = try invocation.reading("calendar put") { () throws(UsageError) in
      let calendar = try Calendar(try invocation.document(0))
      let version = try invocation.arguments.number(.replaces, in: 0...UInt32.max) ?? calendar.version
      return (calendar, version, try invocation.key())
    }
    return try invocation.changing(key) { client throws(CallError) in
      try client.put(calendar, replacing: version, key: key)
    }
  }

  static let operatorNote = BilingualText(
    "Needs an operator's certificate.", "به گواهی گردانندهٔ سامانه نیاز دارد.")
}

import libpishkhan

extension Flag {
  fileprivate static let near = Flag(
    "--near", .one("LAT,LON"),
    BilingualText(
      "near this place, degrees north and east; the nearest first", "نزدیک این جا، درجهٔ شمالی و شرقی"))
  fileprivate static let within = Flag(
    "--within", .one("METRES"),
    BilingualText(
      "with --near: not farther, 200000 at most; default 20000",
      "با --near: نه دورتر از این، تا ۲۰۰٬۰۰۰؛ پیش‌فرض ۲۰٬۰۰۰"))
  fileprivate static let forService = Flag(
    "--service", .one("S"),
    BilingualText("only where it can be submitted now", "تنها جاهایی که اکنون آن را ثبت می‌کنند"))
  fileprivate static let openNow = Flag(
    "--open-now", .none, BilingualText("only open ones", "تنها دفترهای باز"))
  fileprivate static let access = Flag(
    "--access", .many("A"),
    BilingualText(
      "step-free, induction-loop, sign-language, braille or toilet; again for each",
      "step-free، induction-loop، sign-language، braille یا toilet؛ قابل تکرار"))
  fileprivate static let speaks = Flag(
    "--speaks", .one("LANGUAGE"),
    BilingualText("where it is spoken, as az", "جایی که به آن سخن می‌گویند، مانند az"))
  fileprivate static let officeLimit = Flag(
    "--limit", .one("N"),
    BilingualText("at most so many, 200 at most; default 20", "بیشترین شمار، تا ۲۰۰؛ پیش‌فرض ۲۰"))
}

extension Command {
  static let office = Command(
    "office", for: [.everyone],
    [Operand("ID", BilingualText("the office's or kiosk's id", "شناسهٔ دفتر یا کیوسک"))],
    summary: BilingualText("what the public may know of an office", "آنچه همگان از یک دفتر می‌توانند بدانند"),
    examples: [["office", "1001"]]
  ) { invocation throws(Failure) in
    let id = invocation.required(0)
    try invocation.show(invocation.calling { client throws(CallError) in try client.office(id) })
    return .done
  }

  static let offices = Command(
    "offices", for: [.everyone],
    flags: [
      .near, .within, .forService, .openNow, .access, .speaks, .onlyRegion, .officeLimit, .cursor,
    ],
    summary: BilingualText("find an office or kiosk", "یافتن دفتر یا کیوسک"),
    examples: [
      ["offices", "--near", "35.6892,51.3890", "--open-now", "--service", "ncr-birthcert"],
      ["offices", "--region", "IR-23", "--access", "step-free", "--json"],
    ]
  ) { invocation throws(Failure) in
    let query = try invocation.reading("offices") { () throws(UsageError) in
      try OfficeQuery(invocation.arguments)
    }
    try invocation.show(invocation.calling { client throws(CallError) in try client.findOffices(query) })
    return .done
  }

  static let officePut = Command(
    "office put", for: [.operators], [.document], flags: [.idempotencyKey],
    summary: BilingualText("add or change an office or kiosk", "افزودن یا تغییر دفتر یا کیوسک"),
    notes: [
      BilingualText(
        "The document is what office ID --json prints. Its figures are not read.",
        "سند همان است که \u{2066}office ID --json\u{2069} چاپ می‌کند. آمار درون آن خوانده نمی‌شود."),
      operatorNote,
    ],
    examples: [["office", "put", "office.json"] + .operatorCertificate]
  ) { invocation throws(Failure) in
    let (office, key) = try invocation.reading("office put") { () throws(UsageError) in
      (try Office(try invocation.document(0)), try invocation.key())
    }
    return try invocation.changing(key) { client throws(CallError) in try client.put(office, key: key) }
  }
}

extension OfficeQuery {
  fileprivate init(_ arguments: ParsedArguments) throws(UsageError) {
    if let typed = arguments[.near] {
      guard let position = Position(typed: typed) else {
        throw UsageError(.positionExpected, Flag.near.name, typed)
      }
      near = position
    }
    withinMetres = try arguments.number(.within, in: 1...200_000) ?? 0
    guard withinMetres == 0 || near != nil else {
      throw UsageError(.needsBoth, Flag.within.name, Flag.near.name)
    }
    service = arguments[.forService]
    opensNow = arguments.isGiven(.openNow)
    accessibility = try arguments.words(.access)
    language = arguments[.speaks]
    region = arguments[.onlyRegion]
    limit = try arguments.number(.officeLimit, in: 1...200) ?? 0
    token = arguments[.cursor]
  }
}

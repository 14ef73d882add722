import libpishkhan

/// A claim that was made longer.
private struct Renewal: Presentable {
  let untilMilliseconds: Int64

  var json: JSONValue { .object(.time("lease_until", milliseconds: untilMilliseconds)) }

  func write(to page: inout Page) {
    page.line(.renewedUntil, page.writing.time(milliseconds: untilMilliseconds))
  }
}

extension Flag {
  fileprivate static let inHand = Flag(
    "--in-hand", .one("N"),
    BilingualText(
      "how many you have out at once, 100 at most; default 1", "شمار کارهای هم‌زمان در دست، تا ۱۰۰؛ پیش‌فرض ۱"))
}

extension Command {
  static let renew = Command(
    "renew", for: [.agency], [.trackingCode], flags: [.lease],
    summary: BilingualText("make the lease of your claim longer", "تمدید مهلت کار در دست"),
    notes: [
      BilingualText(
        "Needs the certificate that claimed it. The lease counts from now; no event is made.",
        "به گواهی پذیرنده نیاز دارد. مهلت از اکنون شمرده می‌شود و رویدادی ساخته نمی‌شود.")
    ],
    examples: [
      ["renew", "1234-5678-9012-3456", "--lease", "3600", "--cert", "agency.crt", "--cert-key", "agency.key"]
    ]
  ) { invocation throws(Failure) in
    let lease = try invocation.reading("renew") { () throws(UsageError) in
      guard let lease = try invocation.arguments.number(.lease, in: 10...86_400) else {
        throw UsageError(.actionNeedsFlag, "renew", Flag.lease.usage)
      }
      return lease
    }
    let code = invocation.required(0)
    try invocation.show(
      Renewal(
        untilMilliseconds: invocation.calling { client throws(CallError) in
          try client.renew(code, leaseSeconds: lease)
        }))
    return .done
  }

  static let work = Command(
    "work", for: [.agency], flags: [.service, .onlyRegion, .lease, .inHand, .onBehalfOf, .endAfter],
    summary: BilingualText(
      "requests as they come, each claimed for you", "درخواست‌ها همان دم، هر یک در دست شما"),
    notes: [
      BilingualText(
        "Needs an agency's certificate. Each request goes to one worker at a time, with a lease (default 600 s); it\n"
          + "comes again, to whoever is there, when the lease ends. No more than --in-hand are out at once: the next\n"
          + "comes when one of them is decided, released or lapsed. With --json each request is one line.",
        "به گواهی دستگاه نیاز دارد. هر درخواست با مهلتی (پیش‌فرض ۶۰۰ ثانیه) تنها به یک نفر داده می‌شود و پس از پایان\n"
          + "مهلت دوباره به هر که باشد می‌رسد. بیش از \u{2066}--in-hand\u{2069} هم‌زمان داده نمی‌شود.\n"
          + "با \u{2066}--json\u{2069} هر درخواست یک سطر است.")
    ],
    examples: [
      [
        "work", "--lease", "300", "--in-hand", "5", "--json", "--cert", "agency.crt", "--cert-key",
        "agency.key",
      ]
    ]
  ) { invocation throws(Failure) in
    let (query, limit) = try invocation.reading("work") { () throws(UsageError) in
      let arguments = invocation.arguments
      var query = WorkQuery()
      query.service = arguments[.service]
      query.region = arguments[.onlyRegion]
      query.leaseSeconds = try arguments.number(.lease, in: 10...86_400) ?? 0
      query.inHand = try arguments.number(.inHand, in: 1...100) ?? 0
      query.onBehalfOf = arguments[.onBehalfOf]
      return (query, try arguments.number(.endAfter, in: 1...UInt32.max))
    }
    let progress = Progress(invocation, tellsBreaks: true)
    let stream = try asFailure { () throws(CallError) in
      try CounterClient(invocation.settings, progress: progress).work(query)
    }
    var count: UInt32 = 0
    while limit.map({ count < $0 }) ?? true,
      let request = try asFailure({ () throws(CallError) in try stream.next() })
    {
      if count > 0 && !invocation.settings.json { try invocation.console.printResult("") }
      try invocation.show(request)
      count += 1
    }
    return .done
  }
}

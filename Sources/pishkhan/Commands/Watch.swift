extension Command {
  static let watch = Command(
    "watch", for: [.citizen, .office, .agency], [.trackingCode], flags: [.secret, .after, .endAfter],
    summary: BilingualText(
      "what happens to a request, as it happens", "آنچه بر یک درخواست می‌گذرد، همان دم"),
    notes: [
      BilingualText(
        "Ends once the request is closed or withdrawn. A broken line is mended by itself, and no event is lost or\n"
          + "shown twice. With --json each event is one line.",
        "با بسته یا پس گرفته شدن درخواست پایان می‌یابد. خط قطع‌شده خودبه‌خود وصل می‌شود و هیچ رویدادی گم یا\n"
          + "دو بار نشان داده نمی‌شود. با \u{2066}--json\u{2069} هر رویداد یک سطر است.")
    ],
    examples: [["watch", "1234-5678-9012-3456", "--secret", "123456", "--json"]]
  ) { invocation throws(Failure) in
    let code = invocation.required(0)
    let (secret, after, limit) = try invocation.reading("watch") { () throws(UsageError) in
      (
        try invocation.secretOrCertificate(for: "watch"),
        try invocation.arguments.number(.after, in: 0...UInt32.max) ?? 0,
        try invocation.arguments.number(.endAfter, in: 1...UInt32.max)
      )
    }
    let progress = Progress(invocation, tellsBreaks: true)
    let watch = try asFailure { () throws(CallError) in
      try CounterClient(invocation.settings, progress: progress).watch(code, secret: secret, after: after)
    }
    var count: UInt32 = 0
    while limit.map({ count < $0 }) ?? true,
      let event = try asFailure({ () throws(CallError) in try watch.next() })
    {
      try invocation.show(event)
      count += 1
    }
    return .done
  }
}

extension Command {
  static let track = Command(
    "track", for: [.citizen], [.trackingCode], flags: [.secret],
    summary: BilingualText("where a request stands", "وضعیت یک درخواست"),
    notes: [
      BilingualText(
        "The code alone shows the state; with the secret all details are shown.",
        "کد به‌تنهایی وضعیت را نشان می‌دهد؛ با رمز همهٔ جزئیات نشان داده می‌شود.")
    ],
    examples: [["track", "1234-5678-9012-3456", "--secret", "123456"]]
  ) { invocation throws(Failure) in
    let secret = try invocation.reading("track") { () throws(UsageError) in try invocation.secret() }
    let code = invocation.required(0)
    try invocation.show(
      invocation.calling { client throws(CallError) in try client.track(code, secret: secret) })
    return .done
  }
}

extension Command {
  static let get = Command(
    "get", for: [.agency, .office, .auditor], [.trackingCode],
    summary: BilingualText(
      "a request as this machine's agency or office may see it",
      "یک درخواست، آن‌گونه که دستگاه یا دفتر می‌تواند ببیند"),
    examples: [["get", "1234-5678-9012-3456", "--cert", "agency.crt", "--cert-key", "agency.key"]]
  ) { invocation throws(Failure) in
    let code = invocation.required(0)
    try invocation.show(invocation.calling { client throws(CallError) in try client.get(code) })
    return .done
  }
}

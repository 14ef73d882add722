extension Command {
  static let agencies = Command(
    "agencies", for: [.everyone],
    summary: BilingualText("the agencies that decide", "دستگاه‌هایی که تصمیم می‌گیرند"),
    examples: [["agencies", "--json"]]
  ) { invocation throws(Failure) in
    try invocation.show(
      AgencyList(agencies: invocation.calling { client throws(CallError) in try client.agencies() }))
    return .done
  }
}

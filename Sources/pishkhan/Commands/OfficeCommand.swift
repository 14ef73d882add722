extension Command {
  static let office = Command(
    "office", [Operand("ID", BilingualText("the office's or kiosk's id", "شناسهٔ دفتر یا کیوسک"))],
    summary: BilingualText("what the public may know of an office", "آنچه همگان از یک دفتر می‌توانند بدانند"),
    examples: [["office", "1001"]]
  ) { invocation throws(Failure) in
    let id = invocation.required(0)
    try invocation.show(invocation.calling { client throws(CallError) in try client.office(id) })
    return .done
  }
}

extension Flag {
  static let agency = Flag(
    "--agency", .one("A"), BilingualText("only this agency's services", "تنها خدمات این دستگاه"))
}

extension Command {
  static let services = Command(
    "services",
    [
      Operand(
        "CODE", required: false,
        BilingualText("one service, with its form", "یک خدمت، با فرم آن"))
    ],
    flags: [.agency],
    summary: BilingualText("the services that can be asked for", "خدماتی که می‌توان درخواست کرد"),
    examples: [["services", "--agency", "ncr"], ["services", "ncr-birthcert", "--lang", "fa"]]
  ) { invocation throws(Failure) in
    if let code = invocation.arguments.operand(0) {
      guard !invocation.arguments.isGiven(.agency) else {
        throw .usage(UsageError(.notTogether, "CODE", Flag.agency.name, command: "services"))
      }
      try invocation.show(invocation.calling { client throws(CallError) in try client.service(code) })
    } else {
      let agency = invocation.arguments[.agency]
      try invocation.show(
        ServiceList(
          services: invocation.calling { client throws(CallError) in try client.services(of: agency) }))
    }
    return .done
  }
}

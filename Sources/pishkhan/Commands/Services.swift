extension Flag {
  static let agency = Flag(
    "--agency", .one("A"), BilingualText("only this agency's services", "تنها خدمات این دستگاه"))
  fileprivate static let allVersions = Flag(
    "--all-versions", .none,
    BilingualText(
      "drafts and retired ones too, as far as you may see them",
      "پیش‌نویس‌ها و بازنشسته‌ها هم، تا جایی که اجازه دارید"))
  fileprivate static let serviceVersion = Flag(
    "--version", .one("N"),
    BilingualText("with CODE: another version than the published one", "با CODE: نسخه‌ای جز نسخهٔ منتشرشده"))
}

extension Command {
  static let services = Command(
    "services", for: [.everyone],
    [
      Operand(
        "CODE", required: false,
        BilingualText("one service, with its form", "یک خدمت، با فرم آن"))
    ],
    flags: [.agency, .allVersions, .serviceVersion],
    summary: BilingualText("the services that can be asked for", "خدماتی که می‌توان درخواست کرد"),
    examples: [["services", "--agency", "ncr"], ["services", "ncr-birthcert", "--lang", "fa"]]
  ) { invocation throws(Failure) in
    let arguments = invocation.arguments
    if let code = arguments.operand(0) {
      let version = try invocation.reading("services") { () throws(UsageError) in
        if let unfit = [Flag.agency, .allVersions].first(where: { arguments.isGiven($0) }) {
          throw UsageError(.notTogether, "CODE", unfit.name)
        }
        return try arguments.number(.serviceVersion, in: 1...UInt32.max)
      }
      try invocation.show(
        invocation.calling { client throws(CallError) in try client.service(code, version: version) })
    } else {
      try invocation.show(
        ServiceList(
          services: invocation.calling { client throws(CallError) in
            try client.services(of: arguments[.agency], allVersions: arguments.isGiven(.allVersions))
          }))
    }
    return .done
  }
}

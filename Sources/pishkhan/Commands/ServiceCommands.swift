/// What became of each service of a document.
private struct ImportedServices: Presentable {
  struct Item {
    let code: String
    let change: Change
  }

  let items: [Item]

  var json: JSONValue {
    .object([
      JSONValue.Member(
        "services",
        .array(
          items.map {
            .object([
              JSONValue.Member("code", .string($0.code)),
              JSONValue.Member("version", .number($0.change.number)),
            ])
          }))
    ])
  }

  func write(to page: inout Page) {
    page.table(items.map { [page.writing.code($0.code), page.writing.number($0.change.number)] })
  }
}

/// Services with all that belongs to them, as `service import` takes them.
private struct ExportedServices: Presentable {
  let services: [Service]

  var json: JSONValue { .object([JSONValue.Member("services", .array(services.map(\.json)))]) }

  func write(to page: inout Page) {
    page.line(json.serialised)
  }
}

extension Flag {
  fileprivate static let publish = Flag(
    "--publish", .none, BilingualText("open it to submissions at once", "بی‌درنگ برای ثبت باز شود"))
  fileprivate static let draftVersion = Flag(
    "--version", .one("N"), BilingualText("the draft's version", "نسخهٔ پیش‌نویس"))
}

extension Operand {
  fileprivate static let serviceCode = Operand("CODE", BilingualText("the service's code", "کد خدمت"))
}

extension Command {
  static let serviceCommands = [putService, publishService, retireService, exportServices, importServices]

  private static let certificateNote = BilingualText(
    "Needs the certificate of the service's agency, or an operator's.",
    "به گواهی دستگاه همان خدمت یا گردانندهٔ سامانه نیاز دارد.")

  private static let putService = Command(
    "service put", for: [.agency, .operators], [.document], flags: [.publish, .idempotencyKey],
    summary: BilingualText(
      "store a service as a draft, or its new version", "ذخیرهٔ خدمت به شکل پیش‌نویس یا نسخهٔ تازه"),
    notes: [
      BilingualText(
        "The document is what services CODE --json prints. Version and status in it are not read: the server sets\n"
          + "them. Published versions never change; a request stays with the version it was made under.",
        "سند همان است که \u{2066}services CODE --json\u{2069} چاپ می‌کند. نسخه و وضعیت درون آن خوانده نمی‌شود.\n"
          + "نسخهٔ منتشرشده هرگز تغییر نمی‌کند و درخواست با نسخهٔ خودش می‌ماند."), certificateNote,
    ],
    examples: [["service", "put", "service.json", "--publish"] + .agencyCertificate]
  ) { invocation throws(Failure) in
    let (service, key) = try invocation.reading("service put") { () throws(UsageError) in
      (try Service(try invocation.document(0)), try invocation.key())
    }
    let publish = invocation.arguments.isGiven(.publish)
    return try invocation.changing(key) { client throws(CallError) in
      try client.put(service, publish: publish, key: key)
    }
  }

  private static let publishService = Command(
    "service publish", for: [.agency, .operators], [.serviceCode], flags: [.draftVersion, .idempotencyKey],
    summary: BilingualText(
      "open a draft to submissions; the version before it takes none any more",
      "گشودن پیش‌نویس برای ثبت؛ نسخهٔ پیشین دیگر نمی‌پذیرد"),
    notes: [certificateNote],
    examples: [["service", "publish", "ncr-birthcert", "--version", "2"] + .agencyCertificate]
  ) { invocation throws(Failure) in
    let (version, key) = try invocation.reading("service publish") { () throws(UsageError) in
      guard let version = try invocation.arguments.number(.draftVersion, in: 1...UInt32.max) else {
        throw UsageError(.actionNeedsFlag, "service publish", Flag.draftVersion.usage)
      }
      return (version, try invocation.key())
    }
    let code = invocation.required(0)
    return try invocation.changing(key) { client throws(CallError) in
      try client.publish(service: code, version: version, key: key)
    }
  }

  private static let retireService = Command(
    "service retire", for: [.agency, .operators], [.serviceCode], flags: [.explanation, .idempotencyKey],
    summary: BilingualText(
      "no more submissions; requests that are there go on", "پایان ثبت؛ درخواست‌های موجود ادامه می‌یابند"),
    notes: [certificateNote],
    examples: [
      ["service", "retire", "ncr-birthcert", "--reason", "Replaced by ncr-civil."] + .agencyCertificate
    ]
  ) { invocation throws(Failure) in
    let key = try invocation.reading("service retire") { () throws(UsageError) in try invocation.key() }
    let code = invocation.required(0)
    let reason = invocation.arguments[.explanation]
    return try invocation.changing(key) { client throws(CallError) in
      try client.retire(service: code, reason: reason, key: key)
    }
  }

  private static let exportServices = Command(
    "service export", for: [.agency, .operators, .auditor],
    [Operand("CODE", required: false, BilingualText("one service; default all", "یک خدمت؛ پیش‌فرض همه"))],
    flags: [.agency],
    summary: BilingualText("the services with their forms, as JSON", "خدمات با فرم‌هایشان، به شکل JSON"),
    notes: [
      BilingualText(
        "The published versions, in a document that service import takes.",
        "نسخه‌های منتشرشده، در سندی که \u{2066}service import\u{2069} می‌پذیرد.")
    ],
    examples: [["service", "export", "--agency", "ncr"]]
  ) { invocation throws(Failure) in
    let code = invocation.arguments.operand(0)
    let agency = invocation.arguments[.agency]
    try invocation.show(
      ExportedServices(
        services: invocation.calling { client throws(CallError) in
          let codes = if let code { [code] } else { try client.services(of: agency).map(\.code) }
          var services: [Service] = []
          for code in codes { services.append(try client.service(code)) }
          return services
        }))
    return .done
  }

  private static let importServices = Command(
    "service import", for: [.agency, .operators], [.document], flags: [.publish, .idempotencyKey],
    summary: BilingualText("store all services of a document", "ذخیرهٔ همهٔ خدمات یک سند"),
    notes: [
      BilingualText(
        "The document is what service export prints. They are stored one after the other: after a failure repeat\n"
          + "the command with the key that is printed, and none is stored twice.",
        "سند همان است که \u{2066}service export\u{2069} چاپ می‌کند. یکی پس از دیگری ذخیره می‌شوند: پس از خطا فرمان را\n"
          + "با کلید چاپ‌شده دوباره بفرستید؛ هیچ‌یک دو بار ذخیره نمی‌شود."), certificateNote,
    ],
    examples: [["service", "import", "services.json", "--publish"] + .operatorCertificate]
  ) { invocation throws(Failure) in
    let (services, key) = try invocation.reading("service import") { () throws(UsageError) in
      let document = try invocation.document(0)
      guard case .object(let members) = document, members.count == 1, members[0].name == "services",
        case .array(let entries) = members[0].value
      else { throw UsageError(.jsonUnfit, ".", #"{"services": []}"#) }
      var services: [Service] = []
      for (index, entry) in entries.enumerated() {
        services.append(try Service(entry, path: "services[\(index)]"))
      }
      return (services, try invocation.key())
    }
    let publish = invocation.arguments.isGiven(.publish)
    let client = try invocation.client()
    try invocation.storing(with: client, Repetition(key: key)) { () throws(CallError) in
      var items: [ImportedServices.Item] = []
      for (index, service) in services.enumerated() {
        let own = key.derived(UInt16(truncatingIfNeeded: index))
        items.append(
          ImportedServices.Item(
            code: service.code, change: try client.put(service, publish: publish, key: own)))
      }
      return ImportedServices(items: items)
    }
    return .done
  }
}

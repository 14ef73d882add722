/// A list of services.
struct ServiceList: Presentable {
  let services: [Service]

  var json: JSONValue {
    .object([JSONValue.Member("services", .array(services.map { .object($0.headMembers) }))])
  }

  func write(to page: inout Page) {
    guard !services.isEmpty else { return page.line(.noServices) }
    page.table(
      services.map { service in
        [
          page.writing.code(service.code), page.writing.code(service.agency),
          page.writing.free(service.names[page.language] ?? ""),
          service.status.name == "PUBLISHED" || service.status.name == "UNSPECIFIED"
            ? "" : "\(service.status[page.language]) \(page.writing.number(service.version))",
        ]
      })
  }
}

/// A list of agencies.
struct AgencyList: Presentable {
  let agencies: [Agency]

  var json: JSONValue {
    .object([
      JSONValue.Member(
        "agencies",
        .array(
          agencies.map {
            .object([JSONValue.Member("id", .string($0.id)), JSONValue.Member("names", $0.names.json)])
          }))
    ])
  }

  func write(to page: inout Page) {
    page.table(
      agencies.map { [page.writing.code($0.id), page.writing.free($0.names[page.language] ?? "")] })
  }
}

extension Service {
  /// All but the form.
  fileprivate var headMembers: [JSONValue.Member] {
    [
      JSONValue.Member("code", .string(code)), JSONValue.Member("version", .number(version)),
      JSONValue.Member("agency", .string(agency)), JSONValue.Member("names", names.json),
    ] + targets.json + [
      JSONValue.Member("fee_rial", .number(feeRial)), JSONValue.Member("status", status.json),
      JSONValue.Member("retention_days", .number(terms.retentionDays)),
      JSONValue.Member("answer_days", .number(terms.answerDays)),
      JSONValue.Member("remedy_days", .number(terms.remedyDays)),
      JSONValue.Member("pause_cap_working_days", .number(terms.pauseCapDays)),
      JSONValue.Member("channels", .array(channels.map(\.json))),
    ]
  }
}

extension Service: Presentable {
  var json: JSONValue {
    .object(
      headMembers + [
        JSONValue.Member("attributes", .array(attributes.map(\.json))),
        JSONValue.Member("documents", .strings(documents)),
      ])
  }

  func write(to page: inout Page) {
    let writing = page.writing
    page.line(writing.free(names[page.language] ?? code))
    page.field(.service, writing.code(code))
    page.field(.version, writing.number(version))
    if status.name != "UNSPECIFIED" { page.field(.status, status[page.language]) }
    page.field(.agency, writing.code(agency))
    page.field(.targets, targets.text(writing))
    page.field(
      .fee, feeRial == 0 ? writing.text(.noFee) : writing.text(.feeRial, writing.number(feeRial)))
    writeTerms(to: &page)
    page.field(.documents, documents.map(writing.code).joined(separator: writing.comma))
    guard !attributes.isEmpty else { return }
    page.line("\(writing.text(.attributes)):")
    page.table(attributes.map { $0.row(writing) })
  }

  /// What differs from what holds everywhere.
  private func writeTerms(to page: inout Page) {
    let writing = page.writing
    func days(_ count: UInt32) -> String {
      count == 0 ? "" : writing.text(.daysCalendar, writing.number(count))
    }
    page.field(.answerTime, days(terms.answerDays))
    page.field(.remedyTime, days(terms.remedyDays))
    page.field(
      .pauseCap,
      terms.pauseCapDays == 0 ? "" : writing.text(.workingDays, writing.number(terms.pauseCapDays)))
    page.field(.retention, days(terms.retentionDays))
    page.field(.channels, channels.map { $0[page.language] }.joined(separator: writing.comma))
  }
}

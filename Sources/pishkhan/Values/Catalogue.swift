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
    ] + targets.json + [JSONValue.Member("fee_rial", .number(feeRial))]
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
    page.field(.agency, writing.code(agency))
    page.field(.targets, targets.text(writing))
    page.field(
      .fee, feeRial == 0 ? writing.text(.noFee) : writing.text(.feeRial, writing.number(feeRial)))
    page.field(.documents, documents.map(writing.code).joined(separator: writing.comma))
    guard !attributes.isEmpty else { return }
    page.line("\(writing.text(.attributes)):")
    page.table(attributes.map { $0.row(writing) })
  }
}

extension Service.Attribute {
  fileprivate var json: JSONValue {
    .object([
      JSONValue.Member("code", .string(code)), JSONValue.Member("type", .string(type)),
      JSONValue.Member("format", format.isEmpty ? .null : .string(format)),
      JSONValue.Member("required", .boolean(isRequired)),
      JSONValue.Member("allowed_values", .strings(allowedValues)), JSONValue.Member("labels", labels.json),
    ])
  }

  fileprivate func row(_ writing: Writing) -> [String] {
    let values = allowedValues.map(writing.code).joined(separator: writing.comma)
    return [
      "  " + writing.code(code), writing.text(isRequired ? .required : .optional),
      writing.code(format.isEmpty ? type : "\(type) \(format)"), writing.free(labels[writing.language] ?? ""),
      values.isEmpty ? "" : writing.text(.allowedValues, values),
    ]
  }
}

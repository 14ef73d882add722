import libpishkhan

extension Office: Presentable {
  var json: JSONValue { .object(members) }

  var members: [JSONValue.Member] {
    [
      JSONValue.Member("id", .string(id)), JSONValue.Member("licence", .string(licence)),
      JSONValue.Member("kind", kind.json), JSONValue.Member("region", .string(region)),
      JSONValue.Member("status", status.json), JSONValue.Member("names", names.json),
      JSONValue.Member("addresses", addresses.json), JSONValue.Member("position", position?.json ?? .null),
      JSONValue.Member("hours", .array(hours.map(\.json))),
      JSONValue.Member("accessibility", .array(accessibility.map(\.json))),
      JSONValue.Member("languages", .strings(languages)), JSONValue.Member("counters", .number(counters)),
      JSONValue.Member("submissions", .number(submissions)),
      JSONValue.Member("fees_above_tariff", .number(feesAboveTariff)),
    ]
  }

  func write(to page: inout Page) {
    let writing = page.writing
    page.line(writing.free(names[page.language] ?? id))
    page.field(.office, writing.code(id))
    page.field(.status, status[page.language])
    page.field(.kind, kind[page.language])
    page.field(.licence, writing.code(licence))
    page.field(.region, writing.code(region))
    page.field(.address, writing.free(addresses[page.language] ?? ""))
    page.field(.position, writing.code(position?.text ?? ""))
    if !hours.isEmpty {
      page.line(writing.text(.openingHours) + ":")
      page.week(hours)
    }
    page.field(.accessibility, accessibility.map { $0[page.language] }.joined(separator: writing.comma))
    page.field(.languages, languages.map(writing.code).joined(separator: writing.comma))
    page.field(.counters, counters == 0 ? "" : writing.number(counters))
    page.field(.feesAboveTariff, feesAboveTariff == 0 ? "" : writing.number(feesAboveTariff))
  }
}

/// One page of offices that were looked for.
struct OfficePage: Equatable, Sendable {
  struct Item: Equatable, Sendable {
    let office: Office
    /// From the place that was asked about; 0 without one.
    let distanceMetres: UInt32
    let isOpenNow: Bool
  }

  let items: [Item]
  /// Empty at the end.
  let nextToken: String

  init(_ raw: pishkhan_office_page) {
    items = values(raw.offices, raw.office_count) { $0 }.compactMap { found in
      found.office.map {
        Item(office: Office($0.pointee), distanceMetres: found.distance_metres, isOpenNow: found.open_now)
      }
    }
    nextToken = string(raw.next_page_token)
  }
}

extension OfficePage: Presentable {
  var json: JSONValue {
    let offices = items.map { item in
      JSONValue.object(
        item.office.members + [
          JSONValue.Member("distance_metres", .number(item.distanceMetres)),
          JSONValue.Member("open_now", .boolean(item.isOpenNow)),
        ])
    }
    return .object([
      JSONValue.Member("offices", .array(offices)), JSONValue.Member("next_page_token", .string(nextToken)),
    ])
  }

  func write(to page: inout Page) {
    guard !items.isEmpty else { return page.line(.noOffices) }
    let writing = page.writing
    page.table(
      items.map { item in
        [
          writing.code(item.office.id), item.office.kind[page.language],
          writing.free(item.office.names[page.language] ?? ""), distance(item.distanceMetres, writing),
          item.isOpenNow ? writing.text(.openNow) : "",
          writing.free(item.office.addresses[page.language] ?? ""),
        ]
      })
    if !nextToken.isEmpty { page.line(.nextPage, writing.code(nextToken)) }
  }

  private func distance(_ metres: UInt32, _ writing: Writing) -> String {
    switch metres {
    case 0: ""
    case ..<1_000: writing.text(.metres, writing.number(metres))
    default: writing.text(.kilometres, writing.number((metres + 500) / 1_000))
    }
  }
}

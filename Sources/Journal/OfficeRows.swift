import Casework

/// Reads offices and what has been delegated to them.
enum OfficeRows {
  static func load(_ database: Database) throws(JournalError) -> [Office] {
    let rows = try Statement(
      """
      SELECT row, id, licence, kind, region, status, name_fa, name_en, address_fa, address_en, latitude, longitude,
        hours, accessibility, languages, counters, latitude IS NULL FROM office
      """, on: database)
    var offices: [Office] = []
    while try rows.step() {
      offices.append(
        Office(
          row: rows.integer(0), id: rows.text(1), licence: rows.text(2),
          kind: try rows.value(3, "an office's kind"), region: rows.text(4),
          status: try rows.value(5, "an office's status"), name: rows.localizedName(6),
          address: rows.localizedName(8), position: rows.flag(16) ? nil : try rows.position(10),
          hours: try rows.weeklyHours(12),
          accessibility: Accessibility(rawValue: UInt8(truncatingIfNeeded: rows.integer(13))),
          languages: rows.words(14), counters: try rows.number(15)))
    }
    return offices
  }

  static func delegations(_ database: Database) throws(JournalError) -> [Delegation] {
    let rows = try Statement(
      """
      SELECT number, service, office, region, from_time, until_time, daily_cap, status, reason FROM delegation
      ORDER BY number
      """, on: database)
    var delegations: [Delegation] = []
    while try rows.step() {
      delegations.append(
        Delegation(
          number: try rows.number(0), service: rows.text(1), office: rows.integer(2), region: rows.text(3),
          from: rows.integer(4), until: rows.integer(5), dailyCap: try rows.number(6),
          status: try rows.value(7, "a delegation's status"), reason: rows.text(8)))
    }
    return delegations
  }
}

extension Statement {
  fileprivate func position(_ column: Int32) throws(JournalError) -> Position {
    guard let latitude = Int32(exactly: integer(column)), let longitude = Int32(exactly: integer(column + 1))
    else { throw damaged("an office stands outside the earth") }
    return Position(latitude: latitude, longitude: longitude)
  }
}

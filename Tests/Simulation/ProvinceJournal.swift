import Casework
import Journal
import Sealing
import TestJournal
import TestSupport

/// The province's journal as `init` would make it.
enum ProvinceJournal {
  /// Makes a new one.
  /// - Parameters:
  ///   - calendars: the country's, and the province's own.
  ///   - time: Unix milliseconds.
  static func create(at path: String, calendars: Calendars, time: Int64) throws {
    let changes: [DirectoryChange] =
      [
        .putCalendar(calendars.country, expectedVersion: 0),
        .putCalendar(calendars.province, expectedVersion: 0),
      ]
      + Province.agencies.map(DirectoryChange.putAgency)
      + Province.services.map { .putService($0, publish: true) }
      + Province.offices.map(DirectoryChange.putOffice)
      + Province.principals.map { principal in
        .addPrincipal(
          NewPrincipal(
            name: principal.name, role: principal.role, agency: principal.agency,
            office: principal.office == 0 ? "" : principal.name, level: principal.level,
            key: SmallJournal.key(UInt8(principal.row))))
      }
    try JournalCreation.create(
      path: path, keyFingerprint: SmallJournal.keys().fingerprint, regions: SmallJournal.regions,
      changes: changes, at: time)
  }
}

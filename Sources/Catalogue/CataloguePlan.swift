public import Casework

/// The changes by which a directory comes to hold what a file holds. What is the same already is left alone; what the file does
/// not name stays.
public struct CataloguePlan: Sendable {
  public private(set) var changes: [Placed<DirectoryChange>] = []

  /// No changes.
  public init() {}

  public init(_ file: CatalogueFile, for directory: Directory) {
    for agency in file.agencies where directory.agency(agency.value.id) != agency.value {
      add(.putAgency(agency.value), agency)
    }
    for service in file.services {
      let status = service.value.status
      let isThere = directory.services.contains {
        $0.code == service.value.code && $0.status == status && $0.json == service.value.json
      }
      if !isThere { add(.putService(service.value, publish: status == .published), service) }
    }
    for calendar in file.calendars {
      let own = directory.calendars.last { $0.region == calendar.value.region }
      if own?.json != calendar.value.json {
        add(.putCalendar(calendar.value, expectedVersion: own?.version ?? 0), calendar)
      }
    }
    for office in file.offices where directory.office(id: office.value.id)?.json != office.value.json {
      add(.putOffice(office.value), office)
    }
    let granted = Set(
      directory.delegations.filter { $0.status == .granted }.map { NewDelegation($0, in: directory) })
    for delegation in file.delegations where !granted.contains(delegation.value) {
      add(.grantDelegation(delegation.value), delegation)
    }
  }

  private mutating func add<T>(_ change: DirectoryChange, _ place: Placed<T>) {
    changes.append(Placed(value: change, path: place.path, line: place.line))
  }
}

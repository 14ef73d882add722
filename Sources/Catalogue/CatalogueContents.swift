public import Casework

/// What a catalogue file holds. Numbers, versions and rows are each journal's own and not in it.
public struct CatalogueContents: Sendable, Equatable {
  public var agencies: [Agency]
  /// Published ones and drafts; a code's draft behind its published version.
  public var services: [ServiceDefinition]
  public var calendars: [RegionCalendar]
  public var offices: [Office]
  public var delegations: [NewDelegation]

  public init(
    agencies: [Agency] = [], services: [ServiceDefinition] = [], calendars: [RegionCalendar] = [],
    offices: [Office] = [], delegations: [NewDelegation] = []
  ) {
    self.agencies = agencies
    self.services = services
    self.calendars = calendars
    self.offices = offices
    self.delegations = delegations
  }

  /// What a directory has in force: no retired services, no older calendars, no delegations that are not granted.
  public init(_ directory: Directory) {
    agencies = directory.agencies
    services = directory.services.filter { $0.status != .retired }
    calendars = Set(directory.calendars.map(\.region)).sorted()
      .compactMap { directory.calendar(region: $0) }
    offices = directory.offices
    delegations = directory.delegations.filter { $0.status == .granted }
      .map { NewDelegation($0, in: directory) }
  }

  /// The file.
  public var text: String {
    let lists: [(String, [JSONText])] = [
      ("agencies", agencies.map(\.json)), ("services", services.map(\.json)),
      ("calendars", calendars.map(\.json)), ("offices", offices.map(\.json)),
      ("delegations", delegations.map(\.json)),
    ]
    return JSONText.object(lists.filter { !$0.1.isEmpty }.map { ($0.0, .array($0.1)) }).lines
  }
}

extension NewDelegation {
  init(_ delegation: Delegation, in directory: Directory) {
    self.init(
      service: delegation.service, office: directory.office(row: delegation.office)?.id ?? "",
      region: delegation.region, from: delegation.from, until: delegation.until, dailyCap: delegation.dailyCap
    )
  }
}

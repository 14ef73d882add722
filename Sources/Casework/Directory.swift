/// Agencies, services, offices, delegations, calendars and principals as they stood when it was loaded. Immutable: a change
/// makes a new one.
public final class Directory: Sendable {
  public let agencies: [Agency]
  /// All versions, in the order of code and version.
  public let services: [ServiceDefinition]
  public let regions: Set<String>
  /// In the order of their ids.
  public let offices: [Office]
  /// In the order of their numbers.
  public let delegations: [Delegation]
  /// In the order of their names.
  public let principals: [Principal]
  /// The keys by which principals are known, each with its principal's row.
  public let keys: [Digest: Int64]
  /// How many changes of the directory it has seen: of two, the one with the higher position is the later.
  public let position: Int64
  private let agencyById: [String: Agency]
  private let currentServiceByCode: [String: ServiceDefinition]
  private let serviceByRow: [Int64: ServiceDefinition]
  private let termsByRow: [Int64: ServiceTerms]
  private let servicesByAgency: [String: [ServiceDefinition]]
  private let officeById: [String: Int]
  private let officeByRow: [Int64: Int]
  private let delegationIndex: DelegationIndex
  private let calendarsByRegion: [String: [RegionCalendar]]
  /// Of every region; one look-up a decision.
  private let workingCalendars: [String: WorkingCalendar]
  private let countryCalendar: WorkingCalendar
  private let principalByKey: [Digest: Principal]
  private let keysByPrincipal: [Int64: [Digest]]
  private let principalByRow: [Int64: Principal]
  private let principalByName: [String: Principal]

  public init(
    agencies: [Agency], services: [ServiceDefinition], regions: Set<String>, offices: [Office],
    principals: [Principal], keys: [Digest: Int64], delegations: [Delegation] = [],
    calendars: [RegionCalendar] = [], position: Int64 = 0
  ) {
    self.agencies = agencies
    self.services = services
    self.regions = regions
    let offices = offices.sorted { $0.id < $1.id }
    self.offices = offices
    let principals = principals.sorted { $0.name < $1.name }
    self.principals = principals
    self.delegations = delegations
    self.keys = keys
    self.position = position
    agencyById = Dictionary(uniqueKeysWithValues: agencies.map { ($0.id, $0) })
    currentServiceByCode = Dictionary(
      services.map { ($0.code, $0) }, uniquingKeysWith: { $1.isMoreCurrent(than: $0) ? $1 : $0 })
    serviceByRow = Dictionary(uniqueKeysWithValues: services.map { (Int64($0.number), $0) })
    termsByRow = serviceByRow.mapValues(\.terms)
    servicesByAgency = Dictionary(grouping: services, by: \.agencyId)
    officeById = Dictionary(uniqueKeysWithValues: offices.indices.map { (offices[$0].id, $0) })
    officeByRow = Dictionary(uniqueKeysWithValues: offices.indices.map { (offices[$0].row, $0) })
    delegationIndex = DelegationIndex(delegations)
    calendarVersion = calendars.map(\.version).max() ?? 0
    calendarsByRegion = Dictionary(grouping: calendars, by: \.region)
      .mapValues { $0.sorted { $0.version < $1.version } }
    var working = calendarsByRegion.compactMapValues { $0.last.flatMap(WorkingCalendar.init(sound:)) }
    let country = working[RegionCalendar.countryRegion] ?? .standard
    for region in regions where working[region] == nil { working[region] = country }
    workingCalendars = working
    countryCalendar = country
    principalByRow = Dictionary(uniqueKeysWithValues: principals.map { ($0.row, $0) })
    principalByName = Dictionary(uniqueKeysWithValues: principals.map { ($0.name, $0) })
    let byRow = principalByRow
    principalByKey = keys.compactMapValues { byRow[$0] }
    keysByPrincipal = Dictionary(grouping: keys, by: \.value)
      .mapValues { $0.map(\.key).sorted { $0.hexadecimal < $1.hexadecimal } }
  }

  public func agency(_ id: String) -> Agency? { agencyById[id] }
  /// The published version; where there is none the latest, whatever its status.
  public func service(code: String) -> ServiceDefinition? { currentServiceByCode[code] }
  public func service(row: Int64) -> ServiceDefinition? { serviceByRow[row] }
  public func service(code: String, version: UInt32) -> ServiceDefinition? {
    guard let current = currentServiceByCode[code] else { return nil }
    return servicesByAgency[current.agencyId]?.first { $0.code == code && $0.version == version }
  }
  /// All versions of all the agency's services.
  public func services(ofAgency id: String) -> [ServiceDefinition] { servicesByAgency[id] ?? [] }
  public func office(id: String) -> Office? { officeById[id].map { offices[$0] } }
  public func office(row: Int64) -> Office? { officeByRow[row].map { offices[$0] } }
  public func principal(key: Digest) -> Principal? { principalByKey[key] }
  public func principal(name: String) -> Principal? { principalByName[name] }
  public func principal(row: Int64) -> Principal? { principalByRow[row] }
  /// The keys by which a principal is known, in the order of their digits.
  public func keys(ofPrincipal row: Int64) -> [Digest] { keysByPrincipal[row] ?? [] }
  /// Where an office stands in `offices`: looking there copies nothing.
  public func officeIndex(row: Int64) -> Int? { officeByRow[row] }

  public func delegation(number: UInt32) -> Delegation? {
    var low = 0
    var high = delegations.count
    while low < high {
      let middle = (low + high) / 2
      if delegations[middle].number < number { low = middle + 1 } else { high = middle }
    }
    return low < delegations.count && delegations[low].number == number ? delegations[low] : nil
  }

  /// Whether an office may submit for a service now, as far as the agency's delegations say.
  /// - Parameters:
  ///   - service: the service's code.
  ///   - now: Unix milliseconds.
  public func standing(of service: String, at office: Office, now: Int64) -> DelegationStanding {
    delegationIndex.standing(of: service, at: office, now: now)
  }

  /// The calendar in force for a region: its own, else the country's.
  public func calendar(region: String) -> RegionCalendar? {
    calendarsByRegion[region]?.last ?? calendarsByRegion[RegionCalendar.countryRegion]?.last
  }

  /// The calendar with this version: a region's own, or the country's.
  public func calendar(region: String, version: UInt32) -> RegionCalendar? {
    [region, RegionCalendar.countryRegion].lazy
      .compactMap { self.calendarsByRegion[$0]?.first { $0.version == version } }.first
  }

  /// The highest version of all calendars; 0: there are none.
  public let calendarVersion: UInt32

  /// The working time in force for a region: its own, else the country's, else the standard one.
  public func workingCalendar(region: String) -> WorkingCalendar {
    workingCalendars[region] ?? countryCalendar
  }

  /// By what a decision about a request measures time.
  public func terms(of record: RequestRecord) -> CaseTerms {
    terms(region: record.region, clock: record.basis.service, service: record.service)
  }

  /// By what the opening of a request measures time.
  public func terms(of submission: Submission) -> CaseTerms {
    terms(region: submission.region, clock: submission.service, service: submission.service)
  }

  /// A service that is not there sets no targets: its row is never taken out while a request has it.
  private func terms(region: String, clock: Int64, service: Int64) -> CaseTerms {
    let none = ServiceTerms(acknowledgeDays: 0, decideDays: 0)
    return CaseTerms(
      calendar: workingCalendar(region: region), clock: termsByRow[clock] ?? none,
      service: termsByRow[service] ?? none)
  }

  /// All versions of all calendars, in the order of region and version.
  public var calendars: [RegionCalendar] {
    calendarsByRegion.sorted { $0.key < $1.key }.flatMap(\.value)
  }
}

extension ServiceDefinition {
  /// Of two versions of one service, is this the one that is meant by the service's code alone?
  fileprivate func isMoreCurrent(than other: ServiceDefinition) -> Bool {
    (status == .published ? 1 : 0, version) > (other.status == .published ? 1 : 0, other.version)
  }
}

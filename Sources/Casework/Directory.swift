/// A counter office, rural ICT office or kiosk.
public struct Office: Sendable, Equatable {
  public enum Status: UInt8, Sendable {
    case active = 1
    case suspended = 2
    case revoked = 3
    case closed = 4
  }

  public var row: Int64
  public var id: String
  public var licence: String
  public var kind: Channel
  /// ISO 3166-2 code of the province.
  public var region: String
  public var status: Status
  public var name: LocalizedName

  public init(
    row: Int64, id: String, licence: String, kind: Channel, region: String, status: Status,
    name: LocalizedName
  ) {
    self.row = row
    self.id = id
    self.licence = licence
    self.kind = kind
    self.region = region
    self.status = status
    self.name = name
  }
}

/// A machine known by its certificates' keys.
public struct Principal: Sendable, Equatable {
  public enum Status: UInt8, Sendable {
    case active = 1
    case suspended = 2
  }

  public var row: Int64
  public var name: String
  public var role: Role
  /// Of an agency's principal; else empty.
  public var agency: String
  /// The row of the office of an office's or kiosk's principal; else 0.
  public var office: Int64
  public var status: Status

  public init(row: Int64, name: String, role: Role, agency: String, office: Int64, status: Status) {
    self.row = row
    self.name = name
    self.role = role
    self.agency = agency
    self.office = office
    self.status = status
  }
}

/// Agencies, services, offices and principals as they stood when it was loaded. Immutable: a change makes a new one.
public final class Directory: Sendable {
  public let agencies: [Agency]
  /// All versions, in the order of code and version.
  public let services: [ServiceDefinition]
  public let regions: Set<String>
  /// In the order of their registration.
  public let principals: [Principal]
  private let agencyById: [String: Agency]
  private let latestServiceByCode: [String: ServiceDefinition]
  private let serviceByRow: [Int64: ServiceDefinition]
  private let servicesByAgency: [String: [ServiceDefinition]]
  private let officeById: [String: Office]
  private let officeByRow: [Int64: Office]
  private let principalByKey: [Digest: Principal]
  private let principalByRow: [Int64: Principal]
  private let principalByName: [String: Principal]

  public init(
    agencies: [Agency], services: [ServiceDefinition], regions: Set<String>, offices: [Office],
    principals: [Principal], keys: [Digest: Int64]
  ) {
    self.agencies = agencies
    self.services = services
    self.regions = regions
    self.principals = principals
    agencyById = Dictionary(uniqueKeysWithValues: agencies.map { ($0.id, $0) })
    latestServiceByCode = Dictionary(
      services.map { ($0.code, $0) }, uniquingKeysWith: { $0.version > $1.version ? $0 : $1 })
    serviceByRow = Dictionary(uniqueKeysWithValues: services.map { (Int64($0.number), $0) })
    servicesByAgency = Dictionary(grouping: services, by: \.agencyId)
    officeById = Dictionary(uniqueKeysWithValues: offices.map { ($0.id, $0) })
    officeByRow = Dictionary(uniqueKeysWithValues: offices.map { ($0.row, $0) })
    principalByRow = Dictionary(uniqueKeysWithValues: principals.map { ($0.row, $0) })
    principalByName = Dictionary(uniqueKeysWithValues: principals.map { ($0.name, $0) })
    let byRow = principalByRow
    principalByKey = keys.compactMapValues { byRow[$0] }
  }

  public func agency(_ id: String) -> Agency? { agencyById[id] }
  /// The latest version, whatever its status.
  public func service(code: String) -> ServiceDefinition? { latestServiceByCode[code] }
  public func service(row: Int64) -> ServiceDefinition? { serviceByRow[row] }
  /// All versions of all the agency's services.
  public func services(ofAgency id: String) -> [ServiceDefinition] { servicesByAgency[id] ?? [] }
  public func office(id: String) -> Office? { officeById[id] }
  public func office(row: Int64) -> Office? { officeByRow[row] }
  public func principal(key: Digest) -> Principal? { principalByKey[key] }
  public func principal(name: String) -> Principal? { principalByName[name] }
  public func principal(row: Int64) -> Principal? { principalByRow[row] }
}

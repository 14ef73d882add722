import Casework
import Journal
import Sealing

/// Makes the journal of a new data folder: catalogue, provinces, an office and a kiosk, and the machines' keys.
enum CreateJournal {
  private static let region = "IR-23"

  static func agencyIds(_ catalogue: [UInt8]) throws -> [String] {
    try JournalCreation.agencyIds(catalogue: String(decoding: catalogue, as: UTF8.self))
  }

  static func run(_ path: String, _ keys: KeyRing, _ principals: [PrincipalSeed]) throws {
    try JournalCreation.create(
      path: path, keyFingerprint: keys.fingerprint,
      catalogue: String(decoding: PackageResources.catalogue_json, as: UTF8.self),
      regions: String(decoding: PackageResources.regions_tsv, as: UTF8.self),
      offices: principals.compactMap(office), principals: principals.map(row))
  }

  /// How a principal is registered.
  static func row(_ seed: PrincipalSeed) -> PrincipalRow {
    PrincipalRow(
      name: seed.name, role: seed.role.role, agency: seed.role == .agency ? seed.bodyId : "",
      office: seed.role == .agency ? "" : seed.bodyId, key: seed.publicKeyDigest)
  }

  private static func office(_ seed: PrincipalSeed) -> Office? {
    switch seed.role {
    case .agency: nil
    case .office:
      office(seed.bodyId, .counter, "دفتر پیشخوان \(seed.bodyId)", "Counter office \(seed.bodyId)")
    case .kiosk: office(seed.bodyId, .kiosk, "کیوسک \(seed.bodyId)", "Kiosk \(seed.bodyId)")
    }
  }

  private static func office(_ id: String, _ kind: Channel, _ persian: String, _ english: String) -> Office {
    Office(
      row: 0, id: id, licence: id, kind: kind, region: region, status: .active,
      name: LocalizedName(persian: persian, english: english))
  }
}

extension PrincipalSeed.Role {
  fileprivate var role: Role {
    switch self {
    case .agency: .agency
    case .office: .office
    case .kiosk: .kiosk
    }
  }
}

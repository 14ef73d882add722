import Casework
import Catalogue

/// What a new data folder's directory starts with: the catalogue and the calendar of the product, an office, a kiosk, and the
/// machines that stand for them, for the agencies and for those who run the counter.
struct StartingDirectory {
  static let office = "1001"
  static let kiosk = "2001"
  private static let region = "IR-23"
  /// The agency that hears complaints.
  private static let oversight = "oversight"

  /// A machine that is known from the start; its certificate is made with the folder.
  struct Machine: Hashable, Sendable {
    let name: String
    let role: Role
    var agency = ""
    var office = ""
    var level: UInt8 = 0

    func principal(key: Digest) -> NewPrincipal {
      NewPrincipal(name: name, role: role, agency: agency, office: office, level: level, key: key)
    }
  }

  /// Agencies, services and the calendar.
  let changes: [DirectoryChange]
  private let agencies: [Agency]
  private let services: [ServiceDefinition]

  /// - Parameters:
  ///   - catalogue: the bytes of a catalogue file.
  ///   - calendar: the same, with calendars.
  init(
    catalogue: [UInt8] = PackageResources.catalogue_json,
    calendar: [UInt8] = PackageResources.calendar_ir_json
  ) throws(CatalogueFaults) {
    let nothing = Directory(
      agencies: [], services: [], regions: [], offices: [], principals: [], keys: [:])
    let catalogue = try CatalogueFile(catalogue)
    let calendar = try CatalogueFile(calendar)
    changes = [catalogue, calendar].flatMap { CataloguePlan($0, for: nothing).changes.map(\.value) }
    agencies = catalogue.contents.agencies
    services = catalogue.contents.services
  }

  /// For each agency an officer and a supervisor; the office, the kiosk; who runs the counter and who audits it.
  var machines: [Machine] {
    agencies.flatMap { agency in
      [
        Machine(name: "agency-\(agency.id)", role: .agency, agency: agency.id),
        Machine(name: "supervisor-\(agency.id)", role: .agency, agency: agency.id, level: 1),
      ]
    } + [
      Machine(name: "office-\(Self.office)", role: .office, office: Self.office),
      Machine(name: "kiosk-\(Self.kiosk)", role: .kiosk, office: Self.kiosk),
      Machine(name: "operator", role: .operator), Machine(name: "auditor", role: .auditor),
    ]
  }

  /// What the directory of an earlier version needs for clocks and complaints.
  func missing(in directory: Directory) -> [DirectoryChange] {
    changes.filter { change in
      switch change {
      case .putAgency(let agency): agency.id == Self.oversight && directory.agency(agency.id) == nil
      case .putService(let service, _):
        service.agencyId == Self.oversight && directory.service(code: service.code) == nil
      case .putCalendar: directory.calendars.isEmpty
      default: false
      }
    }
  }

  /// The office and the kiosk, and what they may submit: every service that is offered where they are.
  var counters: [DirectoryChange] {
    let offices = [
      Self.office(Self.office, .counter, "دفتر پیشخوان", "Counter office"),
      Self.office(Self.kiosk, .kiosk, "کیوسک", "Kiosk"),
    ]
    return offices.map(DirectoryChange.putOffice)
      + offices.flatMap { office in
        services.filter { $0.isOffered(through: office.kind) }
          .map { .grantDelegation(NewDelegation(service: $0.code, office: office.id)) }
      }
  }

  private static func office(_ id: String, _ kind: Channel, _ persian: String, _ english: String) -> Office {
    Office(
      row: 0, id: id, licence: id, kind: kind, region: region, status: .active,
      name: LocalizedName(persian: "\(persian) \(id)", english: "\(english) \(id)"))
  }
}

import Casework

/// The agencies, offices and officers of the simulated province, and what the agencies offer. Rows are in this order.
enum Province {
  static let region = "IR-07"
  /// Goes by the country's calendar.
  static let neighbour = "IR-00"

  static let agencies = [
    Agency(id: "registry", name: LocalizedName(persian: "ثبت احوال", english: "Registry")),
    Agency(id: "tax", name: LocalizedName(persian: "امور مالیاتی", english: "Tax affairs")),
    Agency(id: "city", name: LocalizedName(persian: "شهرداری", english: "Municipality")),
  ]

  static let services = [
    service(1, "id-card", "registry", acknowledge: 1, decide: 30, fee: 500_000),
    service(2, "birth-certificate", "registry", acknowledge: 1, decide: 7, cap: 3, answer: 10, remedy: 15),
    service(
      3, "tax-clearance", "tax", acknowledge: 2, decide: 10, fee: 90_000, cap: 5, answer: 7, remedy: 20),
    service(4, "business-licence", "tax", acknowledge: 0, decide: 45, fee: 2_000_000, cap: 15, answer: 45),
    service(5, "building-permit", "city", acknowledge: 3, decide: 20, fee: 700_000, cap: 10, remedy: 60),
    service(6, "pothole", "city", acknowledge: 1, decide: 5, cap: 2, answer: 5, remedy: 7),
    service(7, "question", "city", acknowledge: 0, decide: 0, answer: 3, remedy: 3),
  ]

  static let offices = [
    office(1, "markaz-1", .counter, region), office(2, "markaz-2", .counter, region),
    office(3, "kiosk-1", .kiosk, region), office(4, "deh-1", .ruralICT, neighbour),
    office(5, "deh-2", .ruralICT, neighbour), office(6, "kiosk-2", .kiosk, neighbour),
  ]

  /// The offices' machines, then each agency's two officers, supervisor and head.
  static let principals: [Principal] = {
    var principals = offices.map { office in
      Principal(
        row: office.row, name: office.id, role: office.kind == .kiosk ? .kiosk : .office, agency: "",
        office: office.row, status: .active)
    }
    for agency in agencies {
      for (title, level) in [("officer-1", UInt8(0)), ("officer-2", 0), ("supervisor", 1), ("head", 2)] {
        principals.append(
          Principal(
            row: Int64(principals.count + 1), name: "\(agency.id)-\(title)", role: .agency,
            agency: agency.id, office: 0, status: .active, level: level))
      }
    }
    return principals
  }()

  /// Those of an agency, by level.
  static func officers(of agency: String) -> [Principal] { principals.filter { $0.agency == agency } }

  static func actor(_ principal: Principal) -> Actor {
    guard principal.role != .agency else {
      return Actor(
        role: .agency, principal: principal.row, name: principal.name, office: "", channel: .agency,
        assisted: false, level: principal.level)
    }
    let kind = offices[Int(principal.office) - 1].kind
    let channel: Channel = kind == .kiosk ? .kiosk : kind == .ruralICT ? .ruralICT : .counter
    return Actor(
      role: principal.role, principal: principal.row, name: principal.name, office: principal.name,
      channel: channel, assisted: kind != .kiosk)
  }

  static let citizen = Actor(
    role: .citizen, principal: 0, name: "", office: "", channel: .online, assisted: false)

  private static func service(
    _ number: UInt32, _ code: String, _ agency: String, acknowledge: UInt32, decide: UInt32, fee: Int64 = 0,
    cap: UInt32 = 0, answer: UInt32 = 0, remedy: UInt32 = 0
  ) -> ServiceDefinition {
    ServiceDefinition(
      number: number, code: code, version: 1, agencyId: agency,
      name: LocalizedName(persian: code, english: code), acknowledgeWorkingDays: acknowledge,
      decideWorkingDays: decide, feeRial: fee, answerDays: answer, remedyDays: remedy,
      pauseCapWorkingDays: cap)
  }

  private static func office(_ row: Int64, _ id: String, _ kind: Channel, _ region: String) -> Office {
    Office(
      row: row, id: id, licence: "L-\(row)", kind: kind, region: region, status: .active,
      name: LocalizedName(persian: id, english: id))
  }
}

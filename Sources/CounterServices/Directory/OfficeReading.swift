import Casework
import Messages

// From the messages of offices.proto to the offices and delegations of Casework.

extension Accessibility {
  /// The feature that a number of offices.proto stands for; nil where none does.
  init?(wire number: UInt32) {
    guard (1...5).contains(number) else { return nil }
    self.init(rawValue: 1 << UInt8(number))
  }

  /// The numbers of its features in offices.proto.
  var numbers: [UInt32] { (1...5).filter { contains(Accessibility(rawValue: 1 << UInt8($0))) } }
}

extension FieldChecks {
  mutating func office(_ message: Pishkhan__V1__Office, _ regions: Set<String>) -> Office {
    let kind = Channel(wire: message.kind.rawValue)
    if kind == nil { refuse("office.kind", message.kind.rawValue == 0 ? .required : .notInList) }
    let status = Office.Status(wire: message.status.rawValue)
    if status == nil { refuse("office.status", message.status.rawValue == 0 ? .required : .notInList) }
    let region = String(cString: message.region)
    if !region.isEmpty && !regions.contains(region) { refuse("office.region", .unknown) }
    let hours = messages(message.n_hours, message.hours).enumerated().map { index, hours in
      weeklyHours("office.hours[\(index)]", hours.weekday, hours.from, hours.until)
    }
    let office = Office(
      row: 0, id: String(cString: message.id), licence: String(cString: message.licence),
      kind: kind ?? .counter, region: region, status: status ?? .active,
      name: localizedName("office.names", message.n_names, message.names),
      address: localizedName("office.addresses", message.n_addresses, message.addresses),
      position: message.position.map { Position($0.pointee) },
      hours: hours.sorted { ($0.weekday, $0.from) < ($1.weekday, $1.from) },
      accessibility: accessibility("office.accessibility", message.n_accessibility, message.accessibility),
      languages: texts(message.n_languages, message.languages), counters: message.counters)
    append(office.violations("office"))
    return office
  }

  mutating func accessibility(
    _ field: String, _ count: Int, _ list: UnsafeMutablePointer<Pishkhan__V1__Accessibility>?
  ) -> Accessibility {
    var features: Accessibility = []
    for index in 0..<count {
      guard let number = list?[index].rawValue else { continue }
      if let feature = Accessibility(wire: number) {
        features.insert(feature)
      } else {
        refuse("\(field)[\(index)]", .notInList)
      }
    }
    return features
  }

  mutating func delegation(_ message: Pishkhan__V1__Delegation) -> NewDelegation {
    let delegation = NewDelegation(
      service: String(cString: message.service), office: String(cString: message.office),
      region: String(cString: message.region), from: message.from_ms, until: message.until_ms,
      dailyCap: message.daily_cap)
    append(delegation.violations("delegation"))
    return delegation
  }
}

extension Position {
  init(_ message: Pishkhan__V1__Position) {
    self.init(latitude: message.latitude, longitude: message.longitude)
  }
}

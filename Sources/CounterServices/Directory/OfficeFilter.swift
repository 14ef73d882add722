import Casework

/// Which offices are looked for, beside the place.
struct OfficeFilter {
  private let directory: Directory
  private let now: Int64
  private let service: ServiceDefinition?
  private let openNow: Bool
  private let accessibility: Accessibility
  private let language: String
  private let region: String
  /// The time as each region's calendar sees it, once it was asked for.
  private var moments: [String: LocalMoment?] = [:]

  /// - Parameters:
  ///   - service: only offices that may submit for it now; nil: all.
  ///   - language: in lower case; empty: any.
  ///   - region: empty: any.
  init(
    directory: Directory, now: Int64, service: ServiceDefinition?, openNow: Bool,
    accessibility: Accessibility,
    language: String, region: String
  ) {
    self.directory = directory
    self.now = now
    self.service = service
    self.openNow = openNow
    self.accessibility = accessibility
    self.language = language
    self.region = region
  }

  mutating func matches(_ office: Office) -> Bool {
    guard office.status == .active, region.isEmpty || office.region == region,
      office.accessibility.isSuperset(of: accessibility), speaks(office)
    else { return false }
    if let service {
      guard service.isOffered(through: office.kind),
        case .live = directory.standing(of: service.code, at: office, now: now)
      else { return false }
    }
    return !openNow || isOpen(office)
  }

  /// RFC 4647 3.3.1, basic filtering: "fa" matches "fa" and "fa-IR".
  private func speaks(_ office: Office) -> Bool {
    language.isEmpty
      || office.languages.contains { tag in
        let tag = tag.lowercased()
        return tag == language || tag.hasPrefix(language + "-")
      }
  }

  mutating func isOpen(_ office: Office) -> Bool {
    if office.hours.isEmpty { return false }
    if let moment = moments[office.region] { return moment.map { office.isOpen($0) } ?? false }
    let moment = directory.calendar(region: office.region).map { LocalMoment(now, in: $0) }
    moments[office.region] = .some(moment)
    return moment.map { office.isOpen($0) } ?? false
  }
}

import Casework
import GRPCServer
import Messages

// pishkhan.v1.Catalog: what everybody may read.

extension Desk {
  private static let servicePageMax = 500

  var catalogMethods: [Method] {
    [
      unary(.listAgencies) { [unowned self] (call, bytes) throws(Refusal) in try listAgencies(call, bytes) },
      unary(.listServices) { [unowned self] (call, bytes) throws(Refusal) in try listServices(call, bytes) },
      unary(.getService) { [unowned self] (call, bytes) throws(Refusal) in try getService(call, bytes) },
      unary(.getCalendar) { [unowned self] (call, bytes) throws(Refusal) in try getCalendar(call, bytes) },
    ] + catalogChangeMethods
  }

  private func listAgencies(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    _ = try caller(call, .listAgencies)
    _ = try call.unpack(bytes, as: CatalogMessageTypes.listAgencies)
    let arena = MessageArena()
    let agencies = directory.agencies.map { agencyMessage($0, arena) }
    let response = arena.message(pishkhan__v1__list_agencies_response__init)
    response.pointee.n_agencies = agencies.count
    response.pointee.agencies = arena.list(agencies)
    call.respond(response)
  }

  private func listServices(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try caller(call, .listServices)
    let request = try call.unpack(bytes, as: CatalogMessageTypes.listServices).pointee
    let limit = try pageSize(request.page_size, standard: 100, max: Self.servicePageMax)
    let agency = String(cString: request.agency)
    guard agency.isEmpty || directory.agency(agency) != nil else { throw Refusal(.agencyUnknown) }
    let last = try ServicePlace(token: String(cString: request.page_token))
    let rest = directory.services.filter { service in
      ServicePlace(service) > last && (agency.isEmpty || service.agencyId == agency)
        && (request.all_versions != 0 ? mayRead(service, principal) : service.status == .published)
    }
    let arena = MessageArena()
    let services = rest.prefix(limit).map { serviceMessage($0, isWhole: false, arena) }
    let response = arena.message(pishkhan__v1__list_services_response__init)
    response.pointee.n_services = services.count
    response.pointee.services = arena.list(services)
    if rest.count > limit {
      response.pointee.next_page_token = arena.string(ServicePlace(rest[limit - 1]).token)
    }
    call.respond(response)
  }

  /// A draft is its agency's and the operators'.
  private func mayRead(_ service: ServiceDefinition, _ principal: Principal?) -> Bool {
    guard service.status == .draft else { return true }
    guard let principal else { return false }
    return principal.role == .operator || (principal.role == .agency && principal.agency == service.agencyId)
  }

  private func getService(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try caller(call, .getService)
    let request = try call.unpack(bytes, as: CatalogMessageTypes.getService).pointee
    let code = String(cString: request.code)
    guard let service = service(code, request.version, principal) else { throw Refusal(.serviceUnknown) }
    let arena = MessageArena()
    let response = arena.message(pishkhan__v1__get_service_response__init)
    response.pointee.service = serviceMessage(service, isWhole: true, arena)
    call.respond(response)
  }

  /// - Parameter version: 0: the published one, else the latest that the caller may read.
  private func service(_ code: String, _ version: UInt32, _ principal: Principal?) -> ServiceDefinition? {
    if version != 0 {
      return directory.service(code: code, version: version).flatMap { mayRead($0, principal) ? $0 : nil }
    }
    guard let current = directory.service(code: code) else { return nil }
    if mayRead(current, principal) { return current }
    return directory.services(ofAgency: current.agencyId)
      .last { $0.code == code && mayRead($0, principal) }
  }

  private func getCalendar(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    _ = try caller(call, .getCalendar)
    let request = try call.unpack(bytes, as: CatalogMessageTypes.getCalendar).pointee
    let region = String(cString: request.region)
    guard region == RegionCalendar.countryRegion || directory.regions.contains(region) else {
      throw .field("region", region.isEmpty ? .required : .unknown)
    }
    let calendar =
      request.version == 0
      ? directory.calendar(region: region) : directory.calendar(region: region, version: request.version)
    guard let calendar else { throw .field("version", .unknown) }
    let arena = MessageArena()
    let response = arena.message(pishkhan__v1__get_calendar_response__init)
    response.pointee.calendar = calendarMessage(calendar, arena)
    call.respond(response)
  }
}

/// Where a version of a service stands in the list of all: pages begin behind one. Codes and versions are public, and stay in
/// order when others are added.
private struct ServicePlace: Comparable {
  let code: String
  let version: UInt32

  init(_ service: ServiceDefinition) {
    code = service.code
    version = service.version
  }

  /// Reads `next_page_token`.
  init(token: String) throws(Refusal) {
    guard !token.isEmpty else {
      code = ""
      version = 0
      return
    }
    let parts = token.split(separator: ":")
    guard parts.count == 2, let number = UInt32(parts[1]) else { throw .field("page_token", .unknown) }
    code = String(parts[0])
    version = number
  }

  var token: String { "\(code):\(version)" }

  static func < (left: ServicePlace, right: ServicePlace) -> Bool {
    (left.code, left.version) < (right.code, right.version)
  }
}

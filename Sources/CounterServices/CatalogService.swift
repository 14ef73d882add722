import Casework
import GRPCServer
import Messages

// pishkhan.v1.Catalog and pishkhan.v1.Offices: what everybody may read.

extension Desk {
  private static let servicePageMax = 500

  var catalogMethods: [Method] {
    [
      unary(.listAgencies) { [unowned self] (call, bytes) throws(Refusal) in try listAgencies(call, bytes) },
      unary(.listServices) { [unowned self] (call, bytes) throws(Refusal) in try listServices(call, bytes) },
      unary(.getService) { [unowned self] (call, bytes) throws(Refusal) in try getService(call, bytes) },
    ]
  }

  var officesMethods: [Method] {
    [unary(.getOffice) { [unowned self] (call, bytes) throws(Refusal) in try getOffice(call, bytes) }]
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
    _ = try caller(call, .listServices)
    let request = try call.unpack(bytes, as: CatalogMessageTypes.listServices).pointee
    let limit = try pageSize(request.page_size, standard: 100, max: Self.servicePageMax)
    let agency = String(cString: request.agency)
    guard agency.isEmpty || directory.agency(agency) != nil else { throw Refusal(.agencyUnknown) }
    // The token is the last code of the page before: codes are public, and stay in order when services are added.
    let last = String(cString: request.page_token)
    let rest = directory.services.filter { service in
      service.status == .published && service.code > last
        && (agency.isEmpty || service.agencyId == agency)
        && directory.service(code: service.code)?.version == service.version
    }
    let arena = MessageArena()
    let services = rest.prefix(limit).map { serviceMessage($0, isWhole: false, arena) }
    let response = arena.message(pishkhan__v1__list_services_response__init)
    response.pointee.n_services = services.count
    response.pointee.services = arena.list(services)
    if rest.count > limit { response.pointee.next_page_token = arena.string(rest[limit - 1].code) }
    call.respond(response)
  }

  private func getService(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    _ = try caller(call, .getService)
    let request = try call.unpack(bytes, as: CatalogMessageTypes.getService).pointee
    guard let service = directory.service(code: String(cString: request.code)) else {
      throw Refusal(.serviceUnknown)
    }
    let arena = MessageArena()
    let response = arena.message(pishkhan__v1__get_service_response__init)
    response.pointee.service = serviceMessage(service, isWhole: true, arena)
    call.respond(response)
  }

  private func getOffice(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    _ = try caller(call, .getOffice)
    let request = try call.unpack(bytes, as: CatalogMessageTypes.getOffice).pointee
    guard let office = directory.office(id: String(cString: request.id)) else {
      throw Refusal(.officeUnknown)
    }
    let arena = MessageArena()
    let response = arena.message(pishkhan__v1__get_office_response__init)
    response.pointee.office = officeMessage(office, arena)
    call.respond(response)
  }
}

import Casework
import GRPCServer
import Journal
import Messages

// pishkhan.v1.Offices: the offices and kiosks that take requests in.

extension Desk {
  private static let officePageMax = 200

  var officesMethods: [Method] {
    [
      unary(.getOffice) { [unowned self] (call, bytes) throws(Refusal) in try getOffice(call, bytes) },
      unary(.findOffices) { [unowned self] (call, bytes) throws(Refusal) in try findOffices(call, bytes) },
      changing(
        .putOffice, OfficesMessageTypes.putOffice, key: \.idempotency_key,
        ChangeAnswer(initialise: pishkhan__v1__put_office_response__init, repeatedKey: \.repeated_key)
      ) { [unowned self] (request, _, checks) throws(Refusal) in
        checks.part("office", request.office).map { .putOffice(checks.office($0, directory.regions)) }
      },
    ] + delegationMethods
  }

  private func getOffice(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    _ = try caller(call, .getOffice)
    let request = try call.unpack(bytes, as: OfficesMessageTypes.getOffice).pointee
    guard let office = directory.office(id: String(cString: request.id)) else {
      throw Refusal(.officeUnknown)
    }
    let arena = MessageArena()
    let response = arena.message(pishkhan__v1__get_office_response__init)
    response.pointee.office = officeMessage(office, try figures(office), arena)
    call.respond(response)
  }

  private func figures(_ office: Office) throws(Refusal) -> OfficeFigures {
    try read { () throws(JournalError) in try reader.figures(ofOffice: office.row) }
  }

  private func findOffices(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    _ = try caller(call, .findOffices)
    let request = try call.unpack(bytes, as: OfficesMessageTypes.findOffices).pointee
    let limit = try pageSize(request.page_size, standard: 20, max: Self.officePageMax)
    var filter = try officeFilter(request)
    let token = String(cString: request.page_token)
    let page: OfficePage
    if let near = try position(request) {
      let radius = request.within_metres == 0 ? 20_000 : request.within_metres
      page = try OfficeSearch(directory, filter).nearest(near, within: radius, after: token, limit: limit) {
        [unowned self] (box) throws(Refusal) in
        try read { () throws(JournalError) in try reader.offices(within: box) }
      }
    } else {
      page = OfficeSearch(directory, filter).all(after: token, limit: limit)
    }
    let arena = MessageArena()
    var offices: [UnsafeMutablePointer<Pishkhan__V1__FoundOffice>] = []
    for found in page.found {
      let office = directory.offices[found.index]
      let message = arena.message(pishkhan__v1__found_office__init)
      message.pointee.office = officeMessage(office, try figures(office), arena)
      message.pointee.distance_metres = found.metres
      message.pointee.open_now = filter.isOpen(office) ? 1 : 0
      offices.append(message)
    }
    let response = arena.message(pishkhan__v1__find_offices_response__init)
    response.pointee.n_offices = offices.count
    response.pointee.offices = arena.list(offices)
    response.pointee.next_page_token = arena.string(page.nextToken)
    call.respond(response)
  }

  private func officeFilter(_ request: Pishkhan__V1__FindOfficesRequest) throws(Refusal) -> OfficeFilter {
    var checks = FieldChecks()
    let accessibility = checks.accessibility("accessibility", request.n_accessibility, request.accessibility)
    let region = String(cString: request.region)
    if !region.isEmpty && !directory.regions.contains(region) { checks.refuse("region", .unknown) }
    try checks.throwIfAny()
    var service: ServiceDefinition?
    if request.service.pointee != 0 {
      service = directory.service(code: String(cString: request.service))
      guard let service else { throw Refusal(.serviceUnknown) }
      guard service.status == .published else { throw Refusal(.serviceNotPublished) }
    }
    return OfficeFilter(
      directory: directory, now: counter.clock(), service: service, openNow: request.open_now != 0,
      accessibility: accessibility, language: String(cString: request.language).lowercased(), region: region)
  }

  private func position(_ request: Pishkhan__V1__FindOfficesRequest) throws(Refusal) -> Position? {
    if request.within_metres > OfficeSearch.radiusMax { throw .field("within_metres", .range) }
    guard let near = request.near.map({ Position($0.pointee) }) else {
      if request.within_metres != 0 { throw .field("near", .required) }
      return nil
    }
    guard Position.latitudes.contains(near.latitude) else { throw .field("near.latitude", .range) }
    guard Position.longitudes.contains(near.longitude) else { throw .field("near.longitude", .range) }
    return near
  }
}

import Casework
import GRPCServer
import Messages

// pishkhan.v1.Admin: who may use the counter.

extension Desk {
  private static let principalPageMax = 500

  var adminMethods: [Method] {
    [
      unary(.whoAmI) { [unowned self] (call, bytes) throws(Refusal) in try whoAmI(call, bytes) },
      unary(.listPrincipals) { [unowned self] (call, bytes) throws(Refusal) in try listPrincipals(call, bytes)
      },
    ] + adminChangeMethods
  }

  private func whoAmI(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try machine(call, .whoAmI)
    _ = try call.unpack(bytes, as: AdminMessageTypes.whoAmI)
    let arena = MessageArena()
    let response = arena.message(pishkhan__v1__who_am_iresponse__init)
    response.pointee.principal = principalMessage(principal, directory, arena)
    call.respond(response)
  }

  private func listPrincipals(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    _ = try machine(call, .listPrincipals)
    let request = try call.unpack(bytes, as: AdminMessageTypes.listPrincipals).pointee
    let limit = try pageSize(request.page_size, standard: 100, max: Self.principalPageMax)
    let role = Role(wire: request.role.rawValue)
    if role == nil && request.role.rawValue != 0 { throw .field("role", .notInList) }
    let agency = String(cString: request.agency)
    guard agency.isEmpty || directory.agency(agency) != nil else { throw Refusal(.agencyUnknown) }
    let office = try officeRow(request.office)
    // The token is the last name of the page before.
    let last = String(cString: request.page_token)
    let rest = directory.principals.lazy.filter { principal in
      principal.name > last && (role == nil || principal.role == role)
        && (agency.isEmpty || principal.agency == agency) && (office == nil || principal.office == office)
    }
    let found = Array(rest.prefix(limit + 1))
    let arena = MessageArena()
    let principals = found.prefix(limit).map { principalMessage($0, directory, arena) }
    let response = arena.message(pishkhan__v1__list_principals_response__init)
    response.pointee.n_principals = principals.count
    response.pointee.principals = arena.list(principals)
    if found.count > limit { response.pointee.next_page_token = arena.string(found[limit - 1].name) }
    call.respond(response)
  }

  /// The row of an office that a message names; nil where it names none.
  func officeRow(_ id: UnsafePointer<CChar>) throws(Refusal) -> Int64? {
    if id.pointee == 0 { return nil }
    guard let office = directory.office(id: String(cString: id)) else { throw Refusal(.officeUnknown) }
    return office.row
  }

  private var adminChangeMethods: [Method] {
    [
      changing(
        .addPrincipal, AdminMessageTypes.addPrincipal, key: \.idempotency_key,
        ChangeAnswer(initialise: pishkhan__v1__add_principal_response__init, repeatedKey: \.repeated_key)
      ) { (request, _, checks) throws(Refusal) in
        checks.part("principal", request.principal).map { .addPrincipal(checks.principal($0)) }
      },
      changing(
        .addKey, AdminMessageTypes.addKey, key: \.idempotency_key,
        ChangeAnswer(initialise: pishkhan__v1__add_key_response__init, repeatedKey: \.repeated_key)
      ) { (request, _, checks) throws(Refusal) in
        let name = checks.principalName(request.name)
        return checks.key("key", request.key).map { .addKey(name: name, key: $0) }
      },
      changing(
        .removeKey, AdminMessageTypes.removeKey, key: \.idempotency_key,
        ChangeAnswer(initialise: pishkhan__v1__remove_key_response__init, repeatedKey: \.repeated_key)
      ) { (request, _, checks) throws(Refusal) in
        let name = checks.principalName(request.name)
        return checks.key("key", request.key).map { .removeKey(name: name, key: $0) }
      },
      changing(
        .setPrincipalStatus, AdminMessageTypes.setPrincipalStatus, key: \.idempotency_key,
        ChangeAnswer(
          initialise: pishkhan__v1__set_principal_status_response__init, repeatedKey: \.repeated_key)
      ) { (request, _, checks) throws(Refusal) in
        let name = checks.principalName(request.name)
        let reason = checks.text("reason", request.reason, max: FieldChecks.changeReasonBytesMax)
        guard let status = Principal.Status(wire: request.status.rawValue) else {
          checks.refuse("status", request.status.rawValue == 0 ? .required : .notInList)
          return nil
        }
        return .setPrincipalStatus(name: name, status, reason: reason)
      },
    ]
  }
}

extension FieldChecks {
  fileprivate mutating func principalName(_ text: UnsafePointer<CChar>) -> String {
    if text.pointee == 0 { refuse("name", .required) }
    return line("name", text, max: 64)
  }
}

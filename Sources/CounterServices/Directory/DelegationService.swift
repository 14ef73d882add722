import Casework
import GRPCServer
import Messages

// pishkhan.v1.Offices: what agencies have delegated to offices.

extension Desk {
  private static let delegationPageMax = 500

  var delegationMethods: [Method] {
    [
      changing(
        .grantDelegation, OfficesMessageTypes.grantDelegation, key: \.idempotency_key,
        ChangeAnswer(
          initialise: pishkhan__v1__grant_delegation_response__init, repeatedKey: \.repeated_key,
          number: \.number)
      ) { [unowned self] (request, principal, checks) throws(Refusal) in
        guard let message = checks.part("delegation", request.delegation) else { return nil }
        let delegation = checks.delegation(message)
        try checks.throwIfAny()
        _ = try ownService(message.service, principal)
        return .grantDelegation(delegation)
      },
      changing(
        .setDelegation, OfficesMessageTypes.setDelegation, key: \.idempotency_key,
        ChangeAnswer(initialise: pishkhan__v1__set_delegation_response__init, repeatedKey: \.repeated_key)
      ) { [unowned self] (request, principal, checks) throws(Refusal) in
        try setDelegation(request, principal, &checks)
      },
      unary(.listDelegations) { [unowned self] (call, bytes) throws(Refusal) in
        try listDelegations(call, bytes)
      },
    ]
  }

  private func setDelegation(
    _ request: Pishkhan__V1__SetDelegationRequest, _ principal: Principal, _ checks: inout FieldChecks
  ) throws(Refusal) -> DirectoryChange? {
    guard let delegation = directory.delegation(number: request.number) else {
      throw Refusal(.delegationUnknown)
    }
    try checkScope(principal, agency: directory.service(code: delegation.service)?.agencyId ?? "")
    let reason = checks.text("reason", request.reason, max: FieldChecks.changeReasonBytesMax)
    guard let status = Delegation.Status(wire: request.status.rawValue) else {
      checks.refuse("status", request.status.rawValue == 0 ? .required : .notInList)
      return nil
    }
    // What an agency has taken away, an operator does not give.
    if status == .granted && principal.role == .operator { throw Refusal(.roleNotAllowed) }
    if status != .granted && request.reason.pointee == 0 { checks.refuse("reason", .required) }
    return .setDelegation(number: request.number, status, reason: reason)
  }

  private func listDelegations(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try machine(call, .listDelegations)
    let request = try call.unpack(bytes, as: OfficesMessageTypes.listDelegations).pointee
    let limit = try pageSize(request.page_size, standard: 100, max: Self.delegationPageMax)
    let view = try DelegationView(request, principal, directory)
    let arena = MessageArena()
    var found: [Delegation] = []
    for delegation in directory.delegations where view.shows(delegation, directory) {
      found.append(delegation)
      if found.count > limit { break }
    }
    let delegations = found.prefix(limit).map { delegationMessage($0, directory, arena) }
    let response = arena.message(pishkhan__v1__list_delegations_response__init)
    response.pointee.n_delegations = delegations.count
    response.pointee.delegations = arena.list(delegations)
    if found.count > limit {
      response.pointee.next_page_token = arena.string(String(found[limit - 1].number))
    }
    call.respond(response)
  }
}

/// Which delegations a caller asks for, and may see: an agency its services', an office what holds for it, an operator all.
private struct DelegationView {
  private let agency: String?
  private let office: Office?
  private let service: String
  /// The number of the last one of the page before.
  private let last: UInt32

  init(
    _ request: Pishkhan__V1__ListDelegationsRequest, _ principal: Principal, _ directory: Directory
  ) throws(Refusal) {
    agency = principal.role == .agency ? principal.agency : nil
    var office: Office?
    if request.office.pointee != 0 {
      office = directory.office(id: String(cString: request.office))
      if office == nil { throw Refusal(.officeUnknown) }
    }
    if principal.role == .office || principal.role == .kiosk {
      guard office == nil || office?.row == principal.office else { throw Refusal(.outOfScope) }
      office = directory.office(row: principal.office)
    }
    self.office = office
    service = String(cString: request.service)
    guard service.isEmpty || directory.service(code: service) != nil else { throw Refusal(.serviceUnknown) }
    let token = String(cString: request.page_token)
    guard let last = token.isEmpty ? 0 : UInt32(token) else { throw .field("page_token", .unknown) }
    self.last = last
  }

  func shows(_ delegation: Delegation, _ directory: Directory) -> Bool {
    guard delegation.number > last, service.isEmpty || delegation.service == service else { return false }
    if let agency, directory.service(code: delegation.service)?.agencyId != agency { return false }
    guard let office else { return true }
    return delegation.office == 0 ? delegation.region == office.region : delegation.office == office.row
  }
}

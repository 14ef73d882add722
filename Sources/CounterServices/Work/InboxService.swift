import Casework
import GRPCServer
import Journal
import Messages
import Sealing

// Work.Inbox: the agency's open requests, a page at a time.

extension Desk {
  private static let inboxPageMax = 200
  private static let openStates: [RequestState] = [.submitted, .acknowledged, .assigned, .waitingCitizen]

  func inbox(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try machine(call, .inbox)
    let request = try call.unpack(bytes, as: WorkMessageTypes.inbox).pointee
    let limit = try pageSize(request.page_size, standard: 50, max: Self.inboxPageMax)
    let services = try inboxServices(request.service, principal)
    let states = try inboxStates(request)
    let after = try openCursor(request.cursor, principal)
    let rows = try read { () throws(JournalError) in
      try reader.inbox(
        services: services.map { Int64($0.number) }, states: states, after: after, limit: limit + 1)
    }
    let page = Array(rows.prefix(limit))
    respondInbox(
      call, page, nextCursor: rows.count > limit ? sealCursor(page[limit - 1].sequence, principal) : "")
  }

  private func inboxServices(
    _ code: UnsafePointer<CChar>, _ principal: Principal
  ) throws(Refusal) -> [ServiceDefinition] {
    let own = directory.services(ofAgency: principal.agency)
    if code.pointee == 0 { return own }
    let code = String(cString: code)
    guard directory.service(code: code) != nil else { throw Refusal(.serviceUnknown) }
    let asked = own.filter { $0.code == code }
    if asked.isEmpty { throw Refusal(.outOfScope) }
    return asked
  }

  private func inboxStates(_ request: Pishkhan__V1__InboxRequest) throws(Refusal) -> [RequestState] {
    if request.n_states == 0 { return Self.openStates }
    var states: Set<RequestState> = []
    for index in 0..<request.n_states {
      guard
        let state = RequestState(wire: request.states[index].rawValue),
        state.isOpen
      else { throw .fields([FieldViolation(field: "states", reason: .notInList)]) }
      states.insert(state)
    }
    return Self.openStates.filter(states.contains)
  }

  // A cursor means something only to the principal that it was given to, and tells no sequence.

  private func sealCursor(_ sequence: Int64, _ principal: Principal) -> String {
    withUnsafeBytes(of: sequence.bigEndian) { cursors.seal($0, scope: UInt64(principal.row)) }
  }

  private func openCursor(_ text: UnsafePointer<CChar>, _ principal: Principal) throws(Refusal) -> Int64 {
    if text.pointee == 0 { return 0 }
    guard let bytes = cursors.open(bytes(of: text).span, scope: UInt64(principal.row)), bytes.count == 8
    else {
      throw .fields([FieldViolation(field: "cursor", reason: .unknown)])
    }
    return bytes.reduce(0) { $0 << 8 | Int64($1) }
  }
}

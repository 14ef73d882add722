import Casework
import GRPCServer
import Glibc
import Journal
import Messages
import Sealing

// Work.Inbox: the agency's open requests, a page at a time.

extension Desk {
  private static let inboxPageMax = 200
  private static let openStates = RequestState.allCases.filter(\.isOpen)

  func inbox(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try machine(call, .inbox)
    let message = try call.unpack(bytes, as: WorkMessageTypes.inbox)
    let limit = try pageSize(message.pointee.page_size, standard: 50, max: Self.inboxPageMax)
    let filter = try inboxFilter(message.pointee, principal)
    let scope = cursorScope(of: message, principal)
    let place = try openCursor(message.pointee.cursor, scope)
    let page = try read { () throws(JournalError) in
      try reader.inbox(filter, after: place, limit: limit)
    }
    respondInbox(call, page.rows, nextCursor: page.next.map { seal($0, scope) } ?? "")
  }

  private func inboxFilter(
    _ request: Pishkhan__V1__InboxRequest, _ principal: Principal
  ) throws(Refusal) -> InboxFilter {
    var filter = InboxFilter(
      services: try servicesOfWork(String(cString: request.service), principal),
      states: try inboxStates(request))
    filter.region = try regionOfWork(request.region)
    filter.assignee = try inboxAssignee(request.assignee, principal)
    if request.due_before_ms < 0 { throw .field("due_before_ms", .range) }
    if request.due_before_ms > 0 { filter.dueBy = request.due_before_ms }
    if request.overdue != 0 { filter.dueBy = min(filter.dueBy ?? .max, counter.clock()) }
    if request.by_due_time != 0 { filter.order = .mostUrgentFirst }
    return filter
  }

  /// The rows of one of the agency's services, by its code, or of all: each version has its own.
  func servicesOfWork(_ code: String, _ principal: Principal) throws(Refusal) -> [Int64] {
    let own = directory.services(ofAgency: principal.agency)
    if code.isEmpty { return own.map { Int64($0.number) } }
    guard directory.service(code: code) != nil else { throw Refusal(.serviceUnknown) }
    let asked = own.filter { $0.code == code }
    if asked.isEmpty { throw Refusal(.outOfScope) }
    return asked.map { Int64($0.number) }
  }

  func regionOfWork(_ text: UnsafePointer<CChar>) throws(Refusal) -> String {
    if text.pointee == 0 { return "" }
    let region = String(cString: text)
    guard directory.regions.contains(region) else { throw .field("region", .unknown) }
    return region
  }

  private func inboxStates(_ request: Pishkhan__V1__InboxRequest) throws(Refusal) -> [RequestState] {
    if request.n_states == 0 { return Self.openStates }
    var states: Set<RequestState> = []
    for index in 0..<request.n_states {
      guard let state = RequestState(wire: request.states[index].rawValue), state.isOpen else {
        throw .field("states", .notInList)
      }
      states.insert(state)
    }
    return Self.openStates.filter(states.contains)
  }

  private func inboxAssignee(
    _ text: UnsafePointer<CChar>, _ principal: Principal
  ) throws(Refusal) -> InboxFilter.Assignee {
    if text.pointee == 0 { return .anybody }
    if strcmp(text, "-") == 0 { return .nobody }
    guard let officer = directory.principal(name: String(cString: text)), officer.role == .agency,
      officer.agency == principal.agency
    else { throw Refusal(.principalNameUnknown) }
    return .principal(officer.row)
  }

  // MARK: Cursors

  // A cursor means something only to the principal that it was given to, and under the filter that it was given for; it tells
  // no sequence.

  private func cursorScope(
    of message: UnsafeMutablePointer<Pishkhan__V1__InboxRequest>, _ principal: Principal
  ) -> UInt64 {
    let (cursor, size) = (message.pointee.cursor, message.pointee.page_size)
    message.pointee.cursor = nil
    message.pointee.page_size = 0
    defer { (message.pointee.cursor, message.pointee.page_size) = (cursor, size) }
    return cursorScope(principal, pack(message))
  }

  /// - Parameter filter: bytes that tell what is listed.
  func cursorScope(_ principal: Principal, _ filter: [UInt8]) -> UInt64 {
    hasher.start()
    withUnsafeBytes(of: principal.row) { hasher.update($0) }
    filter.withUnsafeBytes { hasher.update($0) }
    return hasher.finish().withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
  }

  private func seal(_ place: InboxPlace, _ scope: UInt64) -> String {
    withUnsafeBytes(of: (place.due.bigEndian, place.sequence.bigEndian)) { cursors.seal($0, scope: scope) }
  }

  private func openCursor(_ text: UnsafePointer<CChar>, _ scope: UInt64) throws(Refusal) -> InboxPlace {
    if text.pointee == 0 { return .start }
    guard let sealed = cursors.open(bytes(of: text).span, scope: scope), sealed.count == 16 else {
      throw .field("cursor", .unknown)
    }
    let (due, sequence) = sealed.withUnsafeBytes {
      ($0.loadUnaligned(as: Int64.self), $0.loadUnaligned(fromByteOffset: 8, as: Int64.self))
    }
    return InboxPlace(due: Int64(bigEndian: due), sequence: Int64(bigEndian: sequence))
  }
}

import Casework
import GRPCServer
import Journal
import Messages

// Requests.History: all that happened to a request, a page at a time.

extension Desk {
  static let historyPageMax = 500
  /// A page ends early above this, so that it stays far below the message limit of any client.
  static let pageBytesMax = 1 << 20

  func history(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) {
    let principal = try caller(call, .history)
    let message = try call.unpack(bytes, as: RequestsMessageTypes.history)
    let request = message.pointee
    let limit = try pageSize(request.page_size, standard: 100, max: Self.historyPageMax)
    guard
      let record = try record(
        call, request.tracking_code, secret: request.secret, orOwnedBy: principal)
    else { return }
    let arena = MessageArena()
    let response = arena.message(pishkhan__v1__history_response__init)
    var events: [UnsafeMutablePointer<Pishkhan__V1__Event>] = []
    let bodies = try read { () throws(JournalError) in
      try reader.bodies(record.sequence, after: request.after_event, limit: limit + 1)
    }
    for (number, body) in bodies.prefix(limit) where arena.byteCount < Self.pageBytesMax {
      events.append(
        try eventMessage(body, EventId(sequence: record.sequence, number: number), arena))
    }
    response.pointee.n_events = events.count
    response.pointee.events = arena.list(events)
    response.pointee.more = events.count < bodies.count ? 1 : 0
    call.respond(response)
  }

  /// - Throws: `fieldInvalid` above the maximum.
  func pageSize(_ asked: UInt32, standard: Int, max: Int) throws(Refusal) -> Int {
    guard asked <= UInt32(max) else {
      throw .fields([FieldViolation(field: "page_size", reason: .range)])
    }
    return asked == 0 ? standard : Int(asked)
  }
}

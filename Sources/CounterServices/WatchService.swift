import Casework
import GRPCServer
import Journal
import Messages
import Registrar

// Requests.Watch: what happened to a request and what happens from now on.

/// The streams of one loop, by the request that they watch.
struct Watches {
  private var streams: [Int64: [WatchStream]] = [:]

  subscript(sequence: Int64) -> [WatchStream] { streams[sequence] ?? [] }

  var all: [WatchStream] { streams.values.flatMap { $0 } }

  mutating func add(_ stream: WatchStream) { streams[stream.sequence, default: []].append(stream) }

  mutating func remove(_ stream: WatchStream) {
    streams[stream.sequence]?.removeAll { $0 === stream }
    if streams[stream.sequence]?.isEmpty == true { streams[stream.sequence] = nil }
  }
}

/// One open Watch. It remembers only the last event sent and reads the next ones from the journal whenever the client can
/// take more, so that a slow client costs no memory.
final class WatchStream: StreamHandler {
  private static let eventsARead = 16

  let sequence: Int64
  private unowned let desk: Desk
  private let code: TrackingCode
  private var call: ServerCall?
  private var lastSent: UInt32

  init(_ desk: Desk, _ record: RequestRecord, _ call: ServerCall, after number: UInt32) {
    self.desk = desk
    self.call = call
    sequence = record.sequence
    code = record.trackingCode
    lastSent = number
    super.init()
    desk.watches.add(self)
    desk.counter.watchers.add()
  }

  /// Sends what is new for as long as the client takes it.
  func pump() {
    guard let call else { return }
    do throws(Refusal) {
      repeat {
        for (number, body) in try fresh() {
          let mayGoOn = try send(body, number, call)
          lastSent = number
          if !mayGoOn { return }
        }
      } while try !isUpToDate(call)
    } catch { desk.refuse(call, error) }
  }

  private func fresh() throws(Refusal) -> [(number: UInt32, body: [UInt8])] {
    try desk.read { () throws(JournalError) in
      try desk.reader.bodies(sequence, after: lastSent, limit: Self.eventsARead)
    }
  }

  private func send(_ body: [UInt8], _ number: UInt32, _ call: ServerCall) throws(Refusal) -> Bool {
    let arena = MessageArena()
    let response = arena.message(pishkhan__v1__watch_response__init)
    response.pointee.event = try desk.eventMessage(body, EventId(sequence: sequence, number: number), arena)
    return call.send(response)
  }

  /// Have all events been sent? Then a request that is over ends the stream. What was committed since the events were read
  /// shows here as a higher version, and is read next: else the last event of all could be missed.
  private func isUpToDate(_ call: ServerCall) throws(Refusal) -> Bool {
    guard let record = try desk.record(code) else { return true }
    if record.version > lastSent { return false }
    if record.state.isFinal { call.finish(.ok) }
    return true
  }

  /// Ends the stream of somebody who may no longer listen.
  func recheck() {
    guard let call else { return }
    do throws(Refusal) { _ = try desk.caller(call, .watch) } catch { desk.refuse(call, error) }
  }

  override func writable(_ call: ServerCall) { pump() }

  override func draining(_ call: ServerCall) { desk.refuse(call, Refusal(.draining)) }

  override func ended(_ call: ServerCall, cause: EndCause) {
    self.call = nil
    desk.watches.remove(self)
    desk.counter.watchers.remove()
  }
}

extension Desk {
  var watchMethod: Method {
    Method.serverStreaming(MethodName.watch.path) { [unowned self] call, bytes in
      do throws(Refusal) {
        guard let stream = try watch(call, bytes) else { return nil }
        stream.pump()
        return stream
      } catch {
        refuse(call, error)
        return nil
      }
    }
  }

  /// - Returns: nil where the call is refused once its wrong guess is stored.
  private func watch(_ call: ServerCall, _ bytes: UnsafeRawBufferPointer) throws(Refusal) -> WatchStream? {
    let principal = try caller(call, .watch)
    let message = try call.unpack(bytes, as: RequestsMessageTypes.watch)
    let request = message.pointee
    guard
      let record = try record(
        call, request.tracking_code, secret: request.secret, orOwnedBy: principal)
    else { return nil }
    return WatchStream(self, record, call, after: request.after_event)
  }

  /// The writer stored events of these requests.
  func changed(_ sequences: [Int64]) {
    for sequence in sequences {
      for stream in watches[sequence] { stream.pump() }
    }
    workChanged(sequences)
  }

  /// The directory was reloaded.
  func recheckWatchers() {
    refreshDirectory()
    for stream in watches.all { stream.recheck() }
    for stream in workFloor.streams { stream.recheck() }
    lookForWork()
    for transfer in transfers.values { transfer.recheck() }
  }
}

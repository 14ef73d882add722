import CProtobufC
import Casework
import GRPCServer
import Messages
import Registrar

/// What all acts are answered with: each method has a message of its own, with the same fields.
// The names are those of the generated structs.
// swift-format-ignore: AlwaysUseLowerCamelCase
protocol ActAnswer {
  var version: UInt32 { get set }
  var state: Pishkhan__V1__RequestState { get set }
  var time_ms: Int64 { get set }
  var event_hash: ProtobufCBinaryData { get set }
  var repeated_key: protobuf_c_boolean { get set }
}

extension Pishkhan__V1__RequestsActResponse: ActAnswer {}
extension Pishkhan__V1__ClaimResponse: ActAnswer {}
extension Pishkhan__V1__WorkActResponse: ActAnswer {}
extension Pishkhan__V1__ReleaseResponse: ActAnswer {}

extension Desk {
  func answerAct<M: ActAnswer>(
    _ call: ServerCall, _ acceptance: Acceptance, _ initialise: (UnsafeMutablePointer<M>) -> Void
  ) {
    let arena = MessageArena()
    let response = arena.message(initialise)
    response.pointee.version = acceptance.number
    response.pointee.state = Pishkhan__V1__RequestState(wire: acceptance.state.rawValue)
    response.pointee.time_ms = acceptance.time
    response.pointee.event_hash = arena.bytes(acceptance.hash)
    response.pointee.repeated_key = acceptance.isRepeated ? 1 : 0
    call.respond(response)
  }
}

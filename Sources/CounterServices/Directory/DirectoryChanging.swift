import CProtobufC
import Casework
import GRPCServer
import Journal
import Messages
import Registrar

// What all methods share that change the directory.

/// The answer to a change: whether the key was used before, and the version or number that the change was given.
struct ChangeAnswer<Response> {
  let initialise: (UnsafeMutablePointer<Response>) -> Void
  let repeatedKey: WritableKeyPath<Response, protobuf_c_boolean>
  /// Nil: the change gives none.
  var number: WritableKeyPath<Response, UInt32>?
}

extension FieldChecks {
  static let changeReasonBytesMax = 2_048

  /// A part that the message must have.
  mutating func part<M>(_ field: String, _ message: UnsafeMutablePointer<M>?) -> M? {
    if message == nil { refuse(field, .required) }
    return message?.pointee
  }
}

extension Desk {
  /// A method that changes the directory. The call is answered when the change is on disk and all loops see it.
  /// - Parameter read: the change that a message asks for; nil where `checks` say what is wrong with it.
  func changing<Request, Response>(
    _ name: MethodName, _ type: MessageType<Request>, key: WritableKeyPath<Request, ProtobufCBinaryData>,
    _ answer: ChangeAnswer<Response>,
    _ read: @escaping (Request, Principal, inout FieldChecks) throws(Refusal) -> DirectoryChange?
  ) -> Method {
    unary(name) { [unowned self] (call, bytes) throws(Refusal) in
      let principal = try machine(call, name)
      let request = try call.unpack(bytes, as: type)
      var checks = FieldChecks()
      let idempotencyKey = checks.idempotencyKey(
        request.pointee[keyPath: key], scope: keyScope(principal, name))
      let change = try read(request.pointee, principal, &checks)
      guard checks.violations.isEmpty, let change, let idempotencyKey else {
        throw .fields(checks.violations)
      }
      let order = DirectoryOrder(
        change: change, actor: DirectoryActor(principal: principal.row, name: principal.name),
        key: idempotencyKey, content: contentHash(request, without: key))
      try leave(
        .change(order), call,
        .directory { call, number, isRepeated in
          let arena = MessageArena()
          let response = arena.message(answer.initialise)
          response.pointee[keyPath: answer.repeatedKey] = isRepeated ? 1 : 0
          if let field = answer.number { response.pointee[keyPath: field] = number }
          call.respond(response)
        })
    }
  }

  /// May the principal change what belongs to an agency: an operator, or the agency itself?
  func checkScope(_ principal: Principal, agency: String) throws(Refusal) {
    guard principal.role == .operator || principal.agency == agency else { throw Refusal(.outOfScope) }
  }

  /// The service by this code, for who may change it.
  func ownService(_ code: UnsafePointer<CChar>, _ principal: Principal) throws(Refusal) -> ServiceDefinition {
    guard let service = directory.service(code: String(cString: code)) else { throw Refusal(.serviceUnknown) }
    try checkScope(principal, agency: service.agencyId)
    return service
  }
}

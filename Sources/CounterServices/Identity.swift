import Casework
import GRPCServer

/// Who a connection's certificate stands for, remembered on the connection and looked up anew after each reload of the
/// directory: so the principal's status is checked on every call, on resumed sessions and old connections too.
final class Identity {
  let generation: Int
  let principal: Principal?

  init(generation: Int, principal: Principal?) {
    self.generation = generation
    self.principal = principal
  }
}

extension Desk {
  /// The principal behind a call; nil without a certificate.
  /// - Throws: `principalUnknown` where the certificate's key is not registered.
  func principal(of call: ServerCall) throws(Refusal) -> Principal? {
    let peer = call.peer
    guard let key = peer.publicKeyDigest else { return nil }
    if let identity = peer.attachment as? Identity, identity.generation == directoryGeneration {
      guard let principal = identity.principal else { throw Refusal(.principalUnknown) }
      return principal
    }
    let principal = key.withUnsafeBytes { Digest($0) }.flatMap { directory.principal(key: $0) }
    peer.attachment = Identity(generation: directoryGeneration, principal: principal)
    guard let principal else { throw Refusal(.principalUnknown) }
    return principal
  }

  /// Checks that the caller may call the method; gives who it is.
  func caller(_ call: ServerCall, _ method: MethodName) throws(Refusal) -> Principal? {
    refreshDirectory()
    let principal = try principal(of: call)
    try Access.check(method, principal)
    return principal
  }

  /// The same for methods that no one may call without a certificate.
  func machine(_ call: ServerCall, _ method: MethodName) throws(Refusal) -> Principal {
    guard let principal = try caller(call, method) else { throw Refusal(.certificateRequired) }
    return principal
  }
}

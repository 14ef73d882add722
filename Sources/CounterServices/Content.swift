import CProtobufC
import Casework
import GRPCServer
import Journal
import Registrar
import Sealing

extension Desk {
  /// The scope of a caller's idempotency keys: principal and method; without a certificate tracking code and method. So a
  /// stranger's key says nothing.
  func keyScope(_ principal: Principal?, _ method: MethodName, _ record: RequestRecord? = nil) -> Int64 {
    if let principal { return principal.row << 8 | Int64(method.rawValue) }
    return -((record?.sequence ?? 0) << 8 | Int64(method.rawValue))
  }

  /// The keyed hash of what a message asks for. The message is packed anew, without its key, so that two clients whose
  /// encoders order fields differently ask for the same.
  func contentHash<M>(
    _ message: UnsafeMutablePointer<M>, without key: WritableKeyPath<M, ProtobufCBinaryData>
  ) -> ContentHash {
    let given = message.pointee[keyPath: key]
    message.pointee[keyPath: key] = ProtobufCBinaryData(len: 0, data: nil)
    defer { message.pointee[keyPath: key] = given }
    let packed = pack(message)
    return ContentHash(packed.withUnsafeBytes { contentHashes.code(of: $0) })
  }

  /// What a call with the same key was answered before, for a call that would be refused today: the service may have been
  /// retired since, and the same key still gives the same receipt (domain rule 6).
  func earlier(_ key: IdempotencyKey, _ content: ContentHash) throws(Refusal) -> Acceptance? {
    let outcome = try read { () throws(JournalError) in
      try EarlierAcceptance.find(key, content, reader, cipher, hasher)
    }
    switch outcome {
    case .accepted(let acceptance): return acceptance
    case .keyReused: throw Refusal(.idempotencyKeyReused)
    default: return nil
    }
  }

  /// Runs the checks of an act and leaves it with the writer. Where they refuse it, the same key with the same content still
  /// gets its earlier answer (domain rule 6): what they look at may have changed since, by the act itself.
  func orEarlier(
    _ call: ServerCall, _ key: IdempotencyKey?, _ content: ContentHash, _ reply: Reply,
    _ body: () throws(Refusal) -> Void
  ) throws(Refusal) {
    do throws(Refusal) { try body() } catch {
      guard let key, let acceptance = try earlier(key, content) else { throw error }
      answer(call, reply, acceptance)
    }
  }
}

import Casework
import GRPCServer
import Glibc
import Journal
import Messages
import Registrar
import Sealing

// Work.Stream: hands out work as it comes.

extension Desk {
  var workStreamMethod: Method {
    Method.serverStreaming(MethodName.streamWork.path) { [unowned self] call, bytes in
      do throws(Refusal) {
        let stream = try streamWork(call, bytes)
        // Its worker is told that it stands, though there may be no work for a long time.
        call.sendHeaders()
        loop.after(milliseconds: 0) { [unowned self] in lookForWork() }
        return stream
      } catch {
        refuse(call, error)
        return nil
      }
    }
  }

  private func streamWork(
    _ call: ServerCall, _ bytes: UnsafeRawBufferPointer
  ) throws(Refusal) -> WorkStream {
    let principal = try machine(call, .streamWork)
    let request = try call.unpack(bytes, as: WorkMessageTypes.stream).pointee
    _ = try servicesOfWork(String(cString: request.service), principal)
    let region = try regionOfWork(request.region)
    var checks = FieldChecks()
    let lease = request.lease_seconds == 0 ? WorkOffer.leaseSecondsStandard : request.lease_seconds
    if !Self.leaseSeconds.contains(lease) { checks.refuse("lease_seconds", .range) }
    if request.in_hand > WorkOffer.inHandMax { checks.refuse("in_hand", .range) }
    let officer = checks.line("on_behalf_of", request.on_behalf_of, max: FieldChecks.nameBytesMax)
    try checks.throwIfAny()
    let interest = WorkInterest(
      agency: principal.agency, service: String(cString: request.service), region: region)
    return WorkStream(
      self, principal,
      WorkOffer(
        interest: interest, lease: Int64(lease) * 1_000, inHand: Int(max(1, request.in_hand)),
        officer: officer),
      call)
  }

  // MARK: Orders of the desk's own

  /// Hands an order to the writer for which no call waits.
  /// - Returns: false where the writer takes none.
  func leaveOwn(_ order: Order, _ reply: Reply) -> Bool {
    let number = waiting.add(WaitingCalls.Entry(reference: nil, reply: reply))
    if counter.put(order, for: Ticket(desk: loop.index, number: number)) { return true }
    _ = waiting.remove(number)
    return false
  }

  func settleWork(_ reply: Reply, _ outcome: Outcome) {
    if case .workClaim(let stream, let sequence) = reply { stream.settle(outcome, sequence) }
  }

  /// A key that nobody else can have: time first, so that the keys' index grows at its end, then what is random.
  func ownKey(scope: Int64) -> IdempotencyKey {
    ownKeys += 1
    let time = UInt64(counter.clock()) << 16
    return withUnsafeBytes(of: (time.bigEndian, ownKeys)) { bytes in
      IdempotencyKey(scope: scope, bytes: bytes)!
    }
  }

  func contentHash(ofClaim sequence: Int64, _ version: UInt32) -> ContentHash {
    withUnsafeBytes(of: (sequence, Int64(version))) { ContentHash(contentHashes.code(of: $0)) }
  }
}

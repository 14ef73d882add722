import Casework
import GRPCServer
import Journal
import Messages
import Registrar
import Sealing

/// What a work stream waits for: streams with the same find the same.
struct WorkInterest: Hashable {
  var agency: String
  /// A service's code; empty: all.
  var service: String
  /// Empty: everywhere.
  var region: String
}

/// What a stream waits for, and for whom: an appeal is not for everybody with the same interest.
struct WorkSearch: Hashable {
  var interest: WorkInterest
  /// The principal's row.
  var principal: Int64
}

/// What a worker asked for.
struct WorkOffer {
  static let leaseSecondsStandard: UInt32 = 600
  static let inHandMax: UInt32 = 100

  var interest: WorkInterest
  /// Milliseconds.
  var lease: Int64
  var inHand: Int
  /// The officer in whose name it is claimed.
  var officer: String
}

/// One open Work.Stream: claims requests for its worker and sends them, as long as the worker's hands are not full. What is
/// claimed comes back by itself when the lease ends, whatever becomes of the stream.
final class WorkStream: StreamHandler {
  /// What came of a look for work.
  enum Look {
    /// Hands are full, or as full as one look makes them.
    case enough
    case nothing
    /// There is work, but for others: appeals that this principal may not hear.
    case nothingSuitable
    /// There may be more behind what was looked at.
    case unfinished
  }

  private static let claimsALook = 16
  private static let rowsAPage = 64
  private static let pagesALook = 4
  private static let backOffMillisecondsMax = 1_000

  let offer: WorkOffer
  let number: UInt64
  private unowned let desk: Desk
  private var principal: Principal
  private var call: ServerCall?
  private var isWritable = true
  private var claiming: Set<Int64> = []
  private var out: Set<Int64> = []
  /// Where a search that was not finished goes on.
  private var place = InboxPlace.start
  /// Claims in a row that were lost to somebody else.
  private var losses = 0
  private var isBackingOff = false

  init(_ desk: Desk, _ principal: Principal, _ offer: WorkOffer, _ call: ServerCall) {
    self.desk = desk
    self.principal = principal
    self.offer = offer
    self.call = call
    number = desk.counter.board.open()
    super.init()
    // Who has not taken what was sent is given nothing more: it would come back to the same deaf ears when its lease ends.
    call.highWaterBytes = 1
    desk.workFloor.add(self)
    desk.counter.watchers.add()
  }

  var interest: WorkInterest { offer.interest }
  var search: WorkSearch { WorkSearch(interest: interest, principal: principal.row) }

  private var freeHands: Int { offer.inHand - out.count - claiming.count }

  /// One look at a time: until what it found is on its way, nobody knows whether the worker takes it.
  var wantsWork: Bool {
    call != nil && isWritable && claiming.isEmpty && !isBackingOff && freeHands > 0
  }

  // MARK: Looking

  /// Claims what nobody has, the oldest first.
  func claimFree() -> Look {
    guard let call else { return .enough }
    do throws(Refusal) {
      return try claimFree(limit: min(freeHands, Self.claimsALook))
    } catch {
      desk.refuse(call, error)
      return .enough
    }
  }

  private func claimFree(limit: Int) throws(Refusal) -> Look {
    var filter = InboxFilter(
      services: try desk.servicesOfWork(offer.interest.service, principal),
      states: [.submitted, .acknowledged, .assigned])
    filter.assignee = .nobody
    filter.region = offer.interest.region
    var left = limit
    var wasUnsuitable = false
    for _ in 0..<Self.pagesALook {
      let page = try desk.read { () throws(JournalError) in
        try desk.reader.inbox(filter, after: place, limit: Self.rowsAPage)
      }
      for row in page.rows {
        guard row.mayGo(to: principal) else {
          wasUnsuitable = true
          continue
        }
        guard desk.counter.board.take(row.sequence, for: number) else { continue }
        try claim(row)
        left -= 1
        if left == 0 {
          place = .start
          return .enough
        }
      }
      place = page.next ?? .start
      if page.next == nil { return left < limit ? .enough : wasUnsuitable ? .nothingSuitable : .nothing }
    }
    return .unfinished
  }

  private func claim(_ row: InboxRow) throws(Refusal) {
    claiming.insert(row.sequence)
    let code = desk.cipher.code(sequence: UInt64(row.sequence), shard: 0)
    var personal = PersonalDraft(desk)
    try personal.add(.onBehalfOf, offer.officer)
    leave(
      .claim(lease: offer.lease), personal, row.sequence, code, row.version, .workClaim(self, row.sequence))
  }

  /// An act of the stream's own, under a key of its own: it is never sent twice.
  private func leave(
    _ act: Act, _ personal: PersonalDraft, _ sequence: Int64, _ code: TrackingCode, _ version: UInt32,
    _ reply: Reply
  ) {
    let order = Order.file(
      Filing(
        target: .request(sequence: sequence, code: code),
        command: Command(
          act: act, actor: Actor(machine: principal, nil), expectedVersion: version,
          commitments: personal.commitments),
        personal: personal.body, key: desk.ownKey(scope: desk.keyScope(principal, .streamWork)),
        content: desk.contentHash(ofClaim: sequence, version)))
    if !desk.leaveOwn(order, reply) { desk.settleWork(reply, .notStored) }
  }

  // MARK: Outcomes

  /// The writer has answered a claim.
  func settle(_ outcome: Outcome, _ sequence: Int64) {
    claiming.remove(sequence)
    guard case .accepted(let acceptance) = outcome else {
      desk.counter.board.drop(sequence, by: number)
      return backOff()
    }
    losses = 0
    guard let call else {
      // Nobody is there to do it: others need not wait for the lease's end.
      desk.counter.board.drop(sequence, by: number)
      return leave(
        .release, PersonalDraft(desk), sequence, acceptance.trackingCode, acceptance.number, .workRelease)
    }
    desk.counter.board.claimed(sequence, by: number)
    do throws(Refusal) {
      try send(acceptance, call)
    } catch { desk.refuse(call, error) }
    desk.lookForWork()
  }

  private func send(_ acceptance: Acceptance, _ call: ServerCall) throws(Refusal) {
    // Its citizen may have taken it back in the same moment.
    guard let record = try desk.record(acceptance.trackingCode), isMine(record) else {
      return desk.counter.board.drop(acceptance.sequence, by: number)
    }
    out.insert(acceptance.sequence)
    desk.workFloor.hold(acceptance.sequence, self)
    let arena = MessageArena()
    let response = arena.message(pishkhan__v1__stream_work_response__init)
    response.pointee.request = try desk.requestMessage(record, arena)
    isWritable = call.send(response)
  }

  private func isMine(_ record: RequestRecord) -> Bool {
    record.state == .assigned && record.assignee == principal.row
      && desk.counter.board.isOut(record.sequence, by: number)
  }

  /// Something happened to a request that is out: is it still?
  func look(at sequence: Int64) {
    guard let call, out.contains(sequence) else { return }
    do throws(Refusal) {
      let code = desk.cipher.code(sequence: UInt64(sequence), shard: 0)
      if let record = try desk.record(code), isMine(record) { return }
    } catch { return desk.refuse(call, error) }
    letGo(sequence)
  }

  private func letGo(_ sequence: Int64) {
    out.remove(sequence)
    desk.workFloor.letGo(sequence, self)
    desk.counter.board.drop(sequence, by: number)
  }

  /// A claim was lost to somebody else, or not stored: waits before the next, longer each time.
  private func backOff() {
    if call == nil || isBackingOff { return }
    isBackingOff = true
    let wait = min(Self.backOffMillisecondsMax, 10 << min(losses, 7))
    losses += 1
    desk.loop.after(milliseconds: wait) { [weak self] in
      guard let self, call != nil else { return }
      isBackingOff = false
      desk.lookForWork()
    }
  }

  // MARK: The stream

  /// Ends the stream of somebody who may no longer work here.
  func recheck() {
    guard let call else { return }
    do throws(Refusal) {
      principal = try desk.machine(call, .streamWork)
    } catch { desk.refuse(call, error) }
  }

  override func writable(_ call: ServerCall) {
    isWritable = true
    desk.lookForWork()
  }

  override func draining(_ call: ServerCall) { desk.refuse(call, Refusal(.draining)) }

  override func ended(_ call: ServerCall, cause: EndCause) {
    self.call = nil
    for sequence in out { desk.counter.board.drop(sequence, by: number) }
    out = []
    desk.workFloor.remove(self)
    desk.counter.watchers.remove()
  }
}

extension InboxRow {
  /// What was appealed goes to a level above, and never to who decided.
  fileprivate func mayGo(to principal: Principal) -> Bool {
    appealLevel == 0 || principal.level >= UInt32(appealLevel) && principal.row != decidedBy
  }
}

import Casework
import GRPCServer
import Messages
import Registrar

/// What a call that waits for the writer is answered with.
enum Reply {
  case submission
  case complaint
  case newSecret
  case draft
  // Acts answer alike, but each with its own message.
  case citizenAct
  case claim
  case agencyAct
  case release
  case renewal
  case workClaim(WorkStream, Int64)
  /// Of a work stream that ended meanwhile.
  case workRelease
  case feedback
  /// A change of the directory: what answers it, with the version or number that it was given.
  case directory((ServerCall, UInt32, _ isRepeated: Bool) -> Void)
  /// A wrong guess: refused once it is counted.
  case refusal(Refusal)
  case upload(UploadStream)
  /// Nobody's: the files go once their rows are gone.
  case forgottenFiles([AttachmentId])
}

/// The calls of one loop that wait for the writer, by number.
struct WaitingCalls {
  struct Entry {
    /// nil for an order of the desk's own.
    let reference: CallReference?
    let reply: Reply
  }

  private var entries: [Entry?] = []
  private var free: [UInt32] = []

  mutating func add(_ entry: Entry) -> UInt32 {
    if let number = free.popLast() {
      entries[Int(number)] = entry
      return number
    }
    entries.append(entry)
    return UInt32(entries.count - 1)
  }

  mutating func remove(_ number: UInt32) -> Entry? {
    let entry = entries[Int(number)]
    entries[Int(number)] = nil
    free.append(number)
    return entry
  }
}

extension Desk {
  /// Hands an order to the writer; the call is answered when its outcome comes.
  func leave(_ order: Order, _ call: ServerCall, _ reply: Reply) throws(Refusal) {
    let number = waiting.add(WaitingCalls.Entry(reference: call.makeReference(), reply: reply))
    guard counter.put(order, for: Ticket(desk: loop.index, number: number)) else {
      _ = waiting.remove(number)
      throw .wait(.overloaded, milliseconds: 1_000)
    }
  }

  /// Answers the calls whose outcomes have come. A call that ended meanwhile is passed over: what it asked for is
  /// stored, and its key gives the answer again.
  func complete(_ outcomes: [(ticket: UInt32, outcome: Outcome)]) {
    for (number, outcome) in outcomes {
      guard let entry = waiting.remove(number) else { continue }
      settle(entry.reply, outcome)
      guard let call = entry.reference?.call() else { continue }
      do throws(Refusal) {
        try answer(call, entry.reply, outcome)
      } catch { refuse(call, error) }
    }
  }

  /// What has to follow whether or not somebody still waits.
  private func settle(_ reply: Reply, _ outcome: Outcome) {
    switch reply {
    case .upload(let stream): stream.settle(outcome)
    case .forgottenFiles(let ids): removeForgotten(ids, outcome)
    case .workClaim: settleWork(reply, outcome)
    default: break
    }
  }

  private func answer(_ call: ServerCall, _ reply: Reply, _ outcome: Outcome) throws(Refusal) {
    switch outcome {
    case .accepted(let acceptance):
      if case .newSecret = reply { return try answerNewSecret(call, acceptance) }
      answer(call, reply, acceptance)
    case .draft(let outcome): try answerDraft(call, outcome)
    case .rejected(let rejection): throw Refusal(rejection: rejection)
    case .notAdmitted(let refusal): throw Refusal(admission: refusal)
    case .directoryChanged(let number, let isRepeated):
      guard case .directory(let respond) = reply else {
        preconditionFailure("only a change of the directory changes it")
      }
      respond(call, number, isRepeated)
    case .directoryRejected(let rejection): throw Refusal(directory: rejection)
    case .keyReused: throw Refusal(.idempotencyKeyReused)
    case .requestUnknown: throw Refusal(.requestUnknown)
    case .guessRecorded:
      guard case .refusal(let refusal) = reply else {
        preconditionFailure("only a refusal waits for a guess")
      }
      throw refusal
    case .attachmentTaken: throw Refusal(.attachmentUnknown)
    case .attachments(let outcome):
      guard case .upload(let stream) = reply else { preconditionFailure("only an upload stores a file") }
      try stream.answer(call, outcome)
    case .renewed(let lease): answerRenewal(call, lease)
    case .notStored: throw Refusal(.storeFailed)
    case .perhapsStored:
      var refusal = Refusal(.storeFailed)
      refusal.durable = .unknown
      throw refusal
    }
  }

  func answer(_ call: ServerCall, _ reply: Reply, _ acceptance: Acceptance) {
    switch reply {
    case .submission: answerSubmission(call, acceptance)
    case .complaint: answerComplaint(call, acceptance)
    case .citizenAct: answerAct(call, acceptance, pishkhan__v1__requests_act_response__init)
    case .claim: answerAct(call, acceptance, pishkhan__v1__claim_response__init)
    case .agencyAct: answerAct(call, acceptance, pishkhan__v1__work_act_response__init)
    case .release: answerAct(call, acceptance, pishkhan__v1__release_response__init)
    case .feedback: answerFeedback(call, acceptance)
    case .newSecret, .draft, .renewal, .workClaim, .workRelease, .refusal, .upload, .forgottenFiles,
      .directory:
      preconditionFailure("no call waits for it, or it is no act")
    }
  }
}

public import Casework
public import Journal

/// Names a waiting call: the loop that owns it and its number there.
public struct Ticket: Sendable, Equatable {
  public let desk: Int
  public let number: UInt32

  public init(desk: Int, number: UInt32) {
    self.desk = desk
    self.number = number
  }
}

/// What a filing is about.
public enum Target: Sendable, Equatable {
  case newRequest
  case request(sequence: Int64, code: TrackingCode)
}

/// A command with all that storing it needs, made ready on the caller's thread.
public struct Filing: Sendable {
  public var target: Target
  public var command: Command
  /// The personal values behind the command's commitments, in their order.
  public var personal: PersonalBody
  public var key: IdempotencyKey
  public var content: ContentHash
  /// Of a submission at a counter: what its loop's directory said. Nil: nothing is asked of delegations.
  public var admission: Admission?
  /// Of a submission: the office's draft that goes with its acceptance.
  public var draft: DraftId?

  public init(
    target: Target, command: Command, personal: PersonalBody, key: IdempotencyKey, content: ContentHash,
    admission: Admission? = nil, draft: DraftId? = nil
  ) {
    self.target = target
    self.command = command
    self.personal = personal
    self.key = key
    self.content = content
    self.admission = admission
    self.draft = draft
  }
}

/// What the writer is asked for.
public enum Order: Sendable {
  /// In a box of its own: orders are copied from queue to batch, and a filing holds a dozen references.
  indirect case file(Filing)
  /// A wrong guess, to be kept across restarts.
  /// `also`: what it counts against beside.
  case recordGuess(GuessSubject, GuessCount, also: (subject: GuessSubject, count: GuessCount)? = nil)
  case attachments(AttachmentOrder)
  case renew(Renewal)
  case draft(DraftOrder)
  case change(DirectoryOrder)
}

/// A filing that is on disk.
public struct Acceptance: Sendable, Equatable {
  public var sequence: Int64
  public var trackingCode: TrackingCode
  public var secretGeneration: UInt32
  public var number: UInt32
  public var state: RequestState
  /// Unix milliseconds.
  public var time: Int64
  /// SHA-256 of the event's canonical bytes.
  public var hash: Digest
  /// Of a submission: as its receipt tells them. Unix milliseconds; 0: no target.
  public var acknowledgeDue: Int64
  public var decideDue: Int64
  public var fees: Fees
  /// It was stored by an earlier call with the same key and content.
  public var isRepeated: Bool
}

/// How an order ended. Given only after the transaction that it was in is over.
public enum Outcome: Sendable, Equatable {
  case accepted(Acceptance)
  case rejected(Rejection)
  /// The counter may not take the submission in.
  case notAdmitted(AdmissionRefusal)
  /// With the version or number that the change was given, where it gives one, else 0.
  case directoryChanged(UInt32, isRepeated: Bool)
  case directoryRejected(DirectoryRejection)
  /// The key was used with other content.
  case keyReused
  case requestUnknown
  case guessRecorded
  /// One of the act's files is in a request already, or was removed.
  case attachmentTaken
  case attachments(AttachmentOutcome)
  /// The claim holds until then, in Unix milliseconds; 0: it has no lease.
  case renewed(leaseUntil: Int64)
  case draft(DraftOutcome)
  /// Nothing was stored.
  case notStored
  /// The commit itself failed: whether it is stored shows only when the same key is sent again.
  case perhapsStored
}

/// What kind of personal value a commitment stands for. Raw values stand in stored events.
public enum PersonalKind: UInt8, Sendable, CaseIterable {
  case nationalId = 1
  case givenName = 2
  case familyName = 3
  case mobile = 4
  case formValue = 5
  case note = 6
  case onBehalfOf = 7
  case question = 8
  case feedbackText = 9
  case representativeId = 10
  case representativeName = 11
  case representationDocument = 12
  /// Who took the result.
  case collectedBy = 13
  /// As the sender called the file; the attribute is its id.
  case attachmentName = 14
  /// SHA-256 of a file's bytes as stored, 32 bytes; the attribute is its id.
  case attachmentHash = 15
  case complaintText = 16
}

/// SHA-256(16-byte random salt, value) in place of a personal value, so that erasing salt and value breaks no history
/// and no proof.
public struct Commitment: Sendable, Equatable {
  public var kind: PersonalKind
  /// The attribute or survey question that the value belongs to; empty where the kind says all.
  public var attribute: String
  public var digest: Digest

  public init(kind: PersonalKind, attribute: String, digest: Digest) {
    self.kind = kind
    self.attribute = attribute
    self.digest = digest
  }
}

/// One thing that happened to a request. Nothing in it is personal.
public struct CaseEvent: Sendable, Equatable {
  /// The most events that one request can hold: stored ids keep 16 bits for the number.
  public static let numberLimit: UInt32 = 65_535
  /// Kept for the citizen, whoever filled the history: an answer, a withdrawal, a confirmation and feedback end by themselves.
  static let citizenReserve: UInt32 = 16

  public var trackingCode: TrackingCode
  /// The request's own count, from 1.
  public var number: UInt32
  /// Unix milliseconds; never earlier than the event before.
  public var time: Int64
  public var action: Action
  /// `nil` for the submission.
  public var from: RequestState?
  public var to: RequestState
  public var role: Role
  public var channel: Channel
  public var assisted: Bool
  public var actor: String
  public var office: String
  /// Of the submission and of a transfer: the service that it is for. Else empty and 0.
  public var service: String = ""
  public var serviceVersion: UInt32 = 0
  /// Of the submission: the province. Else empty.
  public var region: String = ""
  /// The reason code of a refusal, a transfer, a reopening or an appeal; the due time of a warning or an escalation.
  public var reason: String = ""
  /// Hash of the event before; all zero for the first. Binds an event to its request's whole history.
  public var previous: Digest
  public var commitments: [Commitment]
  public var surveyNumbers: [SurveyNumber] = []
  public var settled: Settled?

  // Since version 2 of the encoding; zero, empty or nil in events of version 1.

  /// As it stands after this event.
  public var clock = CaseClock()
  /// After this event: 0 none, 1 the supervisor's, 2 the head's.
  public var appealLevel: UInt8 = 0
  /// Of a claim with a lease: when it ends, in Unix milliseconds. Renewals make no event.
  public var leaseUntil: Int64 = 0
  /// Of an assignment: the officer's principal. Else empty.
  public var assignee: String = ""
  /// Of a duplicate: the request that goes on. Of a complaint: the one that it came from.
  public var linked: TrackingCode?
  /// Of a question to another body: who is asked. Else empty.
  public var otherBody: String = ""
  public var attachments: [AttachmentReference] = []
  /// Of the submission.
  public var fees = Fees()
  /// Of the submission.
  public var representation: Representation?
  /// Of a complaint: whom it is about.
  public var complaintSubject: ComplaintSubject?
}

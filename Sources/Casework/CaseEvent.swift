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
  /// Of the submission: the service that it is for. Else empty and 0.
  public var service: String
  public var serviceVersion: UInt32
  /// Of the submission: the province. Else empty.
  public var region: String
  /// Of a refusal: the reason code. Else empty.
  public var reason: String
  /// Hash of the event before; all zero for the first. Binds an event to its request's whole history.
  public var previous: Digest
  public var commitments: [Commitment]
  public var surveyNumbers: [SurveyNumber]
  public var settled: Settled?
}

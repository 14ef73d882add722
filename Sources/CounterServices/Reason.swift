import Casework
import GRPCServer

/// Why a call was refused. Raw values are those of `Reason` in proto/pishkhan/v1/error.proto.
enum Reason: UInt32, CaseIterable, Sendable {
  case fieldInvalid = 1
  case messageMalformed = 2
  case requestUnknown = 3
  case codeOrSecretWrong = 4
  case tooManyGuesses = 5
  case certificateRequired = 6
  case principalUnknown = 7
  case principalSuspended = 8
  case roleNotAllowed = 9
  case outOfScope = 10
  case serviceUnknown = 11
  case serviceNotPublished = 12
  case officeNotActive = 13
  case versionStale = 14
  case wrongState = 15
  case idempotencyKeyReused = 16
  case overloaded = 17
  case draining = 18
  case storeFailed = 19
  case feedbackAlreadyGiven = 20
  case feedbackTooEarly = 21
  case officeUnknown = 22
  case agencyUnknown = 23
  case `protocol` = 24
  case notClaimedByCaller = 25
  case historyFull = 26
  case delegationMissing = 27
  case delegationSuspended = 28
  case dailyCapReached = 29
  case windowOver = 30
  case appealsExhausted = 31
  case decidedByCaller = 32
  case levelTooLow = 33
  case leaseOver = 34
  case attachmentUnknown = 35
  case attachmentRefused = 36
  case offsetMismatch = 37
  case principalNameUnknown = 38
  case draftUnknown = 39
  case catalogueConflict = 40
  case delegationUnknown = 41
  case representationOver = 42
  case directoryStale = 43
  case complaintsUnavailable = 44
  case noRoom = 45

  var code: StatusCode {
    switch self {
    case .fieldInvalid, .attachmentRefused: .invalidArgument
    case .messageMalformed, .protocol: .internal
    case .requestUnknown, .serviceUnknown, .officeUnknown, .agencyUnknown, .attachmentUnknown,
      .principalNameUnknown, .draftUnknown, .delegationUnknown:
      .notFound
    case .codeOrSecretWrong, .certificateRequired: .unauthenticated
    case .tooManyGuesses, .overloaded, .dailyCapReached, .noRoom: .resourceExhausted
    case .principalUnknown, .principalSuspended, .roleNotAllowed, .outOfScope, .notClaimedByCaller,
      .decidedByCaller, .levelTooLow:
      .permissionDenied
    case .serviceNotPublished, .officeNotActive, .wrongState, .feedbackTooEarly, .historyFull,
      .delegationMissing, .delegationSuspended, .windowOver, .appealsExhausted, .leaseOver,
      .catalogueConflict, .representationOver, .complaintsUnavailable:
      .failedPrecondition
    case .versionStale, .offsetMismatch, .directoryStale: .aborted
    case .idempotencyKeyReused, .feedbackAlreadyGiven: .alreadyExists
    case .draining, .storeFailed: .unavailable
    }
  }

  /// Its name in error.proto without the prefix, as callers see it: `PRINCIPAL_UNKNOWN`.
  var name: String {
    "\(self)".reduce(into: "") { name, letter in
      if letter.isUppercase { name.append("_") }
      name.append(letter.uppercased())
    }
  }

  /// Where it failed, as in error.proto's `At`: 1 client, 2 edge, 3 store.
  var at: UInt32 {
    switch self {
    case .storeFailed, .noRoom: 3
    case .fieldInvalid, .attachmentRefused, .messageMalformed, .protocol: 1
    default: 2
    }
  }
}

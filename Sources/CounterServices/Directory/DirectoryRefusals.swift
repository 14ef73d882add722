import Casework

// What a change of the directory, or a counter that may not take a submission in, is refused with.

extension Refusal {
  init(admission refusal: AdmissionRefusal) {
    switch refusal {
    case .serviceNotPublished: self.init(.serviceNotPublished)
    case .officeNotActive: self.init(.officeNotActive)
    case .delegationMissing: self.init(.delegationMissing)
    case .delegationSuspended: self.init(.delegationSuspended)
    case .dailyCapReached(let left): self = .wait(.dailyCapReached, milliseconds: left)
    }
  }

  /// The conflicts say which they are by the field that can't be as it is asked for.
  init(directory rejection: DirectoryRejection) {
    switch rejection {
    case .agencyUnknown: self.init(.agencyUnknown)
    case .serviceUnknown: self.init(.serviceUnknown)
    case .officeUnknown: self.init(.officeUnknown)
    case .delegationUnknown: self.init(.delegationUnknown)
    case .principalNameUnknown: self.init(.principalNameUnknown)
    case .serviceNotPublished: self.init(.serviceNotPublished)
    case .regionUnknown: self = .fields([FieldViolation(field: "region", reason: .unknown)])
    case .nameTaken: self = .fields([FieldViolation(field: "principal.name", reason: .taken)])
    case .keyTaken: self = .fields([FieldViolation(field: "key", reason: .taken)])
    case .keyUnknown: self = .fields([FieldViolation(field: "key", reason: .unknown)])
    case .codeTaken: self = .conflict("service.code", .taken)
    case .notADraft: self = .conflict("version", .published)
    case .isRevoked: self = .conflict("status", .revoked)
    case .kindDoesNotFit: self = .conflict("kind", .kindDoesNotFit)
    case .stale(let current):
      self.init(.directoryStale)
      currentVersion = current
    }
  }

  private static func conflict(_ field: String, _ reason: FieldReason) -> Refusal {
    var refusal = Refusal(.catalogueConflict)
    refusal.violations = [FieldViolation(field: field, reason: reason)]
    return refusal
  }
}

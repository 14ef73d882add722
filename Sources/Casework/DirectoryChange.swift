/// One change of the directory. Formats are checked before; whether it fits what is there is decided when it is stored.
public enum DirectoryChange: Sendable, Equatable {
  /// Adds or renames.
  case putAgency(Agency)
  /// Stores a draft; number, version and status are set when it is stored.
  case putService(ServiceDefinition, publish: Bool)
  case publishService(code: String, version: UInt32)
  case retireService(code: String, reason: String)
  /// A new version; version and time are set when it is stored.
  case putCalendar(RegionCalendar, expectedVersion: UInt32)
  /// Adds or changes; the row is set when it is stored.
  case putOffice(Office)
  case grantDelegation(NewDelegation)
  case setDelegation(number: UInt32, Delegation.Status, reason: String)
  case addPrincipal(NewPrincipal)
  case addKey(name: String, key: Digest)
  case removeKey(name: String, key: Digest)
  case setPrincipalStatus(name: String, Principal.Status, reason: String)

  /// Its name in the record of changes. Stored: never changes.
  public var kind: String {
    switch self {
    case .putAgency: "put_agency"
    case .putService: "put_service"
    case .publishService: "publish_service"
    case .retireService: "retire_service"
    case .putCalendar: "put_calendar"
    case .putOffice: "put_office"
    case .grantDelegation: "grant_delegation"
    case .setDelegation: "set_delegation"
    case .addPrincipal: "add_principal"
    case .addKey: "add_key"
    case .removeKey: "remove_key"
    case .setPrincipalStatus: "set_principal_status"
    }
  }
}

/// Why a change of the directory changes nothing.
public enum DirectoryRejection: Error, Hashable, Sendable {
  case agencyUnknown
  case serviceUnknown
  case officeUnknown
  case regionUnknown
  case delegationUnknown
  case principalNameUnknown
  /// A principal has this name already.
  case nameTaken
  /// A principal has this key already.
  case keyTaken
  /// The principal does not have this key.
  case keyUnknown
  /// The agency has no published version of the service to retire.
  case serviceNotPublished
  /// The service's code belongs to another agency.
  case codeTaken
  /// Only a draft is published.
  case notADraft
  /// What was revoked stays revoked.
  case isRevoked
  /// A kiosk's machines are kiosks, another office's are not.
  case kindDoesNotFit
  /// Somebody put a newer version; the current one is told.
  case stale(current: UInt32)
}

extension DirectoryRejection: CustomStringConvertible {
  /// One line for who typed a command.
  public var description: String {
    switch self {
    case .agencyUnknown: "there is no such agency"
    case .serviceUnknown: "there is no such service, or no such version of it"
    case .officeUnknown: "there is no such office"
    case .regionUnknown: "there is no such region"
    case .delegationUnknown: "there is no such delegation"
    case .principalNameUnknown: "there is no principal of this name"
    case .nameTaken: "there is a principal of this name already"
    case .keyTaken: "this certificate's key is registered already"
    case .keyUnknown: "this certificate's key is not registered for the principal"
    case .serviceNotPublished: "the service is not published"
    case .codeTaken: "the service's code belongs to another agency"
    case .notADraft: "only a draft is published"
    case .isRevoked: "what was revoked stays revoked"
    case .kindDoesNotFit: "a kiosk's machines have the role kiosk, another office's the role office"
    case .stale(let current): "the calendar has version \(current) by now"
    }
  }
}

import Casework

// Who may do what: one table of role, method and scope (domain.md, "Who may do what"). Agency, office and role come from
// the certificate, never from a message.

/// The methods of pishkhan.v1. The raw value scopes idempotency keys, so it never changes.
enum MethodName: UInt8, CaseIterable, Sendable {
  case listAgencies = 1
  case listServices = 2
  case getService = 3
  case getOffice = 4
  case submit = 5
  case track = 6
  case get = 7
  case history = 8
  case watch = 9
  case citizenAct = 10
  case inbox = 11
  case claim = 12
  case agencyAct = 13
  case getSurvey = 14
  case submitFeedback = 15
  case renew = 40
  case release = 41
  case streamWork = 42
  case replaceSecret = 43
  case complain = 44
  case putDraft = 45
  case getDraft = 46
  case listDrafts = 47
  case deleteDraft = 48
  case putAgency = 60
  case putService = 61
  case publishService = 62
  case retireService = 63
  case getCalendar = 64
  case putCalendar = 65
  case findOffices = 66
  case putOffice = 67
  case grantDelegation = 68
  case setDelegation = 69
  case listDelegations = 70
  case whoAmI = 71
  case listPrincipals = 72
  case addPrincipal = 73
  case addKey = 74
  case removeKey = 75
  case setPrincipalStatus = 76
  case upload = 80
  case getUpload = 81
  case download = 82

  var path: String {
    switch self {
    case .listAgencies: "/pishkhan.v1.Catalog/ListAgencies"
    case .listServices: "/pishkhan.v1.Catalog/ListServices"
    case .getService: "/pishkhan.v1.Catalog/GetService"
    case .getOffice: "/pishkhan.v1.Offices/GetOffice"
    case .submit: "/pishkhan.v1.Requests/Submit"
    case .track: "/pishkhan.v1.Requests/Track"
    case .get: "/pishkhan.v1.Requests/Get"
    case .history: "/pishkhan.v1.Requests/History"
    case .watch: "/pishkhan.v1.Requests/Watch"
    case .citizenAct: "/pishkhan.v1.Requests/Act"
    case .inbox: "/pishkhan.v1.Work/Inbox"
    case .claim: "/pishkhan.v1.Work/Claim"
    case .agencyAct: "/pishkhan.v1.Work/Act"
    case .getSurvey: "/pishkhan.v1.Feedback/GetSurvey"
    case .submitFeedback: "/pishkhan.v1.Feedback/SubmitFeedback"
    case .renew: "/pishkhan.v1.Work/Renew"
    case .release: "/pishkhan.v1.Work/Release"
    case .streamWork: "/pishkhan.v1.Work/Stream"
    case .replaceSecret: "/pishkhan.v1.Requests/ReplaceSecret"
    case .complain: "/pishkhan.v1.Requests/Complain"
    case .putDraft: "/pishkhan.v1.Requests/PutDraft"
    case .getDraft: "/pishkhan.v1.Requests/GetDraft"
    case .listDrafts: "/pishkhan.v1.Requests/ListDrafts"
    case .deleteDraft: "/pishkhan.v1.Requests/DeleteDraft"
    case .putAgency: "/pishkhan.v1.Catalog/PutAgency"
    case .putService: "/pishkhan.v1.Catalog/PutService"
    case .publishService: "/pishkhan.v1.Catalog/PublishService"
    case .retireService: "/pishkhan.v1.Catalog/RetireService"
    case .getCalendar: "/pishkhan.v1.Catalog/GetCalendar"
    case .putCalendar: "/pishkhan.v1.Catalog/PutCalendar"
    case .findOffices: "/pishkhan.v1.Offices/FindOffices"
    case .putOffice: "/pishkhan.v1.Offices/PutOffice"
    case .grantDelegation: "/pishkhan.v1.Offices/GrantDelegation"
    case .setDelegation: "/pishkhan.v1.Offices/SetDelegation"
    case .listDelegations: "/pishkhan.v1.Offices/ListDelegations"
    case .whoAmI: "/pishkhan.v1.Admin/WhoAmI"
    case .listPrincipals: "/pishkhan.v1.Admin/ListPrincipals"
    case .addPrincipal: "/pishkhan.v1.Admin/AddPrincipal"
    case .addKey: "/pishkhan.v1.Admin/AddKey"
    case .removeKey: "/pishkhan.v1.Admin/RemoveKey"
    case .setPrincipalStatus: "/pishkhan.v1.Admin/SetPrincipalStatus"
    case .upload: "/pishkhan.v1.Attachments/Upload"
    case .getUpload: "/pishkhan.v1.Attachments/GetUpload"
    case .download: "/pishkhan.v1.Attachments/Download"
    }
  }
}

/// What of the stored requests a caller may touch with a method.
enum Scope: Sendable, Equatable {
  /// The method touches no request.
  case none
  /// The state to anyone; the details with the citizen's secret.
  case stateOrSecret
  /// With the citizen's secret only.
  case secret
  /// With the citizen's secret; without it, a certificate's own requests.
  case secretOrOwn
  /// A certificate's own requests only: an agency's services', an office's submissions.
  case own
  /// No request, but the directory: what is an agency's own, what holds for an office; for an operator all.
  case ownDirectory
}

/// One row: who may call a method, and on what.
struct Right: Sendable, Equatable {
  let method: MethodName
  /// May be called without a certificate.
  let isPublic: Bool
  /// The roles of certificates that may call it.
  let roles: [Role]
  let scope: Scope
}

enum Access {
  private static let machines: [Role] = [.office, .kiosk, .agency]
  private static let counters: [Role] = [.office, .kiosk]
  /// All that a certificate can stand for.
  private static let certified: [Role] = machines + [.operator, .auditor, .gateway]

  static let rights: [Right] = [
    Right(method: .listAgencies, isPublic: true, roles: certified, scope: .none),
    Right(method: .listServices, isPublic: true, roles: certified, scope: .none),
    Right(method: .getService, isPublic: true, roles: certified, scope: .none),
    Right(method: .getOffice, isPublic: true, roles: certified, scope: .none),
    Right(method: .submit, isPublic: false, roles: counters, scope: .none),
    Right(method: .track, isPublic: true, roles: machines, scope: .stateOrSecret),
    Right(method: .get, isPublic: false, roles: machines, scope: .own),
    Right(method: .history, isPublic: true, roles: machines, scope: .secretOrOwn),
    Right(method: .watch, isPublic: true, roles: machines, scope: .secretOrOwn),
    Right(method: .citizenAct, isPublic: true, roles: counters, scope: .secretOrOwn),
    Right(method: .inbox, isPublic: false, roles: [.agency], scope: .own),
    Right(method: .claim, isPublic: false, roles: [.agency], scope: .own),
    Right(method: .agencyAct, isPublic: false, roles: [.agency], scope: .own),
    Right(method: .renew, isPublic: false, roles: [.agency], scope: .own),
    Right(method: .release, isPublic: false, roles: [.agency], scope: .own),
    Right(method: .streamWork, isPublic: false, roles: [.agency], scope: .own),
    Right(method: .replaceSecret, isPublic: true, roles: counters, scope: .secret),
    Right(method: .complain, isPublic: true, roles: counters, scope: .secret),
    // A kiosk is everybody's: who comes next would find the form of who came before.
    Right(method: .putDraft, isPublic: false, roles: [.office], scope: .own),
    Right(method: .getDraft, isPublic: false, roles: [.office], scope: .own),
    Right(method: .listDrafts, isPublic: false, roles: [.office], scope: .own),
    Right(method: .deleteDraft, isPublic: false, roles: [.office], scope: .own),
    // Nobody writes feedback about itself (domain rule 3): an agency's certificate is refused.
    Right(method: .getSurvey, isPublic: true, roles: counters, scope: .secret),
    Right(method: .submitFeedback, isPublic: true, roles: counters, scope: .secret),
    // Before a submission for an office or a kiosk alone; see `UploadPlan`.
    Right(method: .upload, isPublic: true, roles: machines, scope: .secretOrOwn),
    Right(method: .getUpload, isPublic: true, roles: machines, scope: .secretOrOwn),
    Right(method: .download, isPublic: true, roles: machines, scope: .secretOrOwn),
    Right(method: .getCalendar, isPublic: true, roles: certified, scope: .none),
    Right(method: .putAgency, isPublic: false, roles: [.operator], scope: .none),
    Right(method: .putService, isPublic: false, roles: [.agency, .operator], scope: .ownDirectory),
    Right(method: .publishService, isPublic: false, roles: [.agency, .operator], scope: .ownDirectory),
    Right(method: .retireService, isPublic: false, roles: [.agency, .operator], scope: .ownDirectory),
    Right(method: .putCalendar, isPublic: false, roles: [.operator], scope: .none),
    Right(method: .findOffices, isPublic: true, roles: certified, scope: .none),
    Right(method: .putOffice, isPublic: false, roles: [.operator], scope: .none),
    Right(method: .grantDelegation, isPublic: false, roles: [.agency], scope: .ownDirectory),
    Right(method: .setDelegation, isPublic: false, roles: [.agency, .operator], scope: .ownDirectory),
    Right(method: .listDelegations, isPublic: false, roles: machines + [.operator], scope: .ownDirectory),
    Right(method: .whoAmI, isPublic: false, roles: certified, scope: .none),
    Right(method: .listPrincipals, isPublic: false, roles: [.operator], scope: .none),
    Right(method: .addPrincipal, isPublic: false, roles: [.operator], scope: .none),
    Right(method: .addKey, isPublic: false, roles: [.operator], scope: .none),
    Right(method: .removeKey, isPublic: false, roles: [.operator], scope: .none),
    Right(method: .setPrincipalStatus, isPublic: false, roles: [.operator], scope: .none),
  ]

  /// Indexed by the method's raw value.
  private static let byMethod: [Right?] = {
    var table = [Right?](repeating: nil, count: Int(MethodName.allCases.map(\.rawValue).max() ?? 0) + 1)
    for right in rights { table[Int(right.method.rawValue)] = right }
    return table
  }()

  /// Every method has a row: a test asserts it.
  static func right(_ method: MethodName) -> Right { byMethod[Int(method.rawValue)]! }

  /// May somebody with this principal (nil: without a certificate) call the method at all?
  static func check(_ method: MethodName, _ principal: Principal?) throws(Refusal) {
    let right = right(method)
    guard let principal else {
      if right.isPublic { return }
      throw Refusal(.certificateRequired)
    }
    guard principal.status == .active else { throw Refusal(.principalSuspended) }
    guard right.roles.contains(principal.role) else { throw Refusal(.roleNotAllowed) }
  }

  /// Does the request belong to the principal: to its agency's services, or to its office's submissions?
  static func owns(_ principal: Principal, _ record: RequestRecord, _ directory: Directory) -> Bool {
    switch principal.role {
    case .agency: directory.service(row: record.service)?.agencyId == principal.agency
    case .office, .kiosk: principal.office != 0 && record.office == principal.office
    case .citizen, .system, .operator, .auditor, .gateway: false
    }
  }
}

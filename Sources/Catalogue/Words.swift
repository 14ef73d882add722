import Casework

// The words that files have for the vocabularies; those of proto/pishkhan/v1, in lower case.

extension Channel {
  var word: String {
    switch self {
    case .counter: "counter"
    case .ruralICT: "rural_ict"
    case .kiosk: "kiosk"
    case .callCentre: "call_centre"
    case .agency: "agency"
    case .online: "online"
    }
  }
}

extension Office.Status {
  var word: String {
    switch self {
    case .active: "active"
    case .suspended: "suspended"
    case .revoked: "revoked"
    case .closed: "closed"
    }
  }
}

extension Delegation.Status {
  var word: String {
    switch self {
    case .granted: "granted"
    case .suspended: "suspended"
    case .revoked: "revoked"
    }
  }
}

extension Principal.Status {
  var word: String {
    switch self {
    case .active: "active"
    case .suspended: "suspended"
    case .revoked: "revoked"
    }
  }
}

extension Role {
  var word: String {
    switch self {
    case .citizen: "citizen"
    case .office: "office"
    case .kiosk: "kiosk"
    case .agency: "agency"
    case .system: "system"
    case .operator: "operator"
    case .auditor: "auditor"
    case .gateway: "gateway"
    }
  }
}

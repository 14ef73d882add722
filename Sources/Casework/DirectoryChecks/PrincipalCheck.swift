extension NewPrincipal {
  /// What is wrong with it, each under a path that begins with `prefix`; empty when nothing is. Whether its agency or office
  /// exists is not looked at.
  public func violations(_ prefix: String) -> [FieldViolation] {
    var check = ValueCheck()
    // It stands in events, lists and logs for ever.
    check.code("\(prefix).name", name, max: 64)
    switch role {
    case .agency:
      if agency.isEmpty { check.refuse("\(prefix).agency", .required) }
      if !office.isEmpty { check.refuse("\(prefix).office", .notAsked) }
    case .office, .kiosk:
      if office.isEmpty { check.refuse("\(prefix).office", .required) }
      if !agency.isEmpty { check.refuse("\(prefix).agency", .notAsked) }
    case .operator, .auditor, .gateway:
      if !agency.isEmpty { check.refuse("\(prefix).agency", .notAsked) }
      if !office.isEmpty { check.refuse("\(prefix).office", .notAsked) }
    // No certificate stands for a citizen or for the counter itself.
    case .citizen, .system: check.refuse("\(prefix).role", .notInList)
    }
    check.range("\(prefix).level", level, 0...(role == .agency ? Principal.levelMax : 0))
    return check.violations
  }
}

extension NewDelegation {
  /// What is wrong with it, each under a path that begins with `prefix`; empty when nothing is. Whether what it names exists is
  /// not looked at.
  public func violations(_ prefix: String) -> [FieldViolation] {
    var check = ValueCheck()
    if service.isEmpty { check.refuse("\(prefix).service", .required) }
    if office.isEmpty && region.isEmpty { check.refuse("\(prefix).office", .required) }
    if !office.isEmpty && !region.isEmpty { check.refuse("\(prefix).region", .notAsked) }
    check.range("\(prefix).from_ms", from, 0...(.max))
    check.range("\(prefix).until_ms", until, 0...(.max))
    if until != 0 && until <= from { check.refuse("\(prefix).until_ms", .range) }
    return check.violations
  }
}

extension Agency {
  /// What is wrong with it, each under a path that begins with `prefix`; empty when nothing is.
  public func violations(_ prefix: String) -> [FieldViolation] {
    var check = ValueCheck()
    check.code("\(prefix).id", id, max: 32, others: "-", isLower: true)
    check.name("\(prefix).names", name, isRequired: true)
    return check.violations
  }
}

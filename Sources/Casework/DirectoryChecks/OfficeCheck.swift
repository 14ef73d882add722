extension Office {
  /// What is wrong with it, each under a path that begins with `prefix`; empty when nothing is. Whether its region exists is not
  /// looked at.
  public func violations(_ prefix: String) -> [FieldViolation] {
    var check = ValueCheck()
    check.code("\(prefix).id", id, max: 32, others: "-")
    check.line("\(prefix).licence", licence, max: 64)
    // A citizen alone is at no office.
    if kind == .online { check.refuse("\(prefix).kind", .notInList) }
    if region.isEmpty { check.refuse("\(prefix).region", .required) }
    check.name("\(prefix).names", name, isRequired: true)
    check.name("\(prefix).addresses", address, max: ValueCheck.sentenceBytesMax)
    if let position {
      check.range("\(prefix).position.latitude", position.latitude, Position.latitudes)
      check.range("\(prefix).position.longitude", position.longitude, Position.longitudes)
    }
    check.hours("\(prefix).hours", hours)
    if check.count("\(prefix).languages", languages.count, max: 32) {
      for (index, language) in languages.enumerated() {
        // RFC 5646 2.1: subtags of letters and digits; 35 characters hold every tag of its grammar without extensions.
        check.code("\(prefix).languages[\(index)]", language, max: 35, others: "-")
      }
      check.different("\(prefix).languages", languages)
    }
    check.range("\(prefix).counters", counters, 0...10_000)
    return check.violations
  }
}

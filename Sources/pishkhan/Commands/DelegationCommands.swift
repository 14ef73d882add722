import libpishkhan

extension Flag {
  fileprivate static let toOffice = Flag(
    "--office", .one("ID"), BilingualText("to this office or kiosk", "به این دفتر یا کیوسک"))
  fileprivate static let toRegion = Flag(
    "--region", .one("R"), BilingualText("to all offices of this province", "به همهٔ دفترهای این استان"))
  fileprivate static let begins = Flag(
    "--from", .one("TIME"), BilingualText("when it begins; default at once", "آغاز؛ پیش‌فرض بی‌درنگ"))
  fileprivate static let ends = Flag(
    "--until", .one("TIME"), BilingualText("when it ends; default never", "پایان؛ پیش‌فرض هیچ‌گاه"))
  fileprivate static let dailyCap = Flag(
    "--daily-cap", .one("N"),
    BilingualText("submissions an office and day; default no cap", "ثبت هر دفتر در روز؛ پیش‌فرض بی‌سقف"))
  fileprivate static let ofOffice = Flag(
    "--office", .one("ID"), BilingualText("only this office's", "تنها آنِ این دفتر"))
  fileprivate static let ofService = Flag(
    "--service", .one("S"), BilingualText("only for this service", "تنها برای این خدمت"))
}

extension Command {
  static let delegationCommands = [
    grantDelegation,
    setDelegation(
      "delegation suspend", PISHKHAN_DELEGATION_SUSPENDED, needsReason: true,
      BilingualText("stop a delegation for now", "تعلیق یک واگذاری")),
    setDelegation(
      "delegation resume", PISHKHAN_DELEGATION_GRANTED, needsReason: false,
      BilingualText("let a suspended delegation go on", "ادامهٔ یک واگذاری معلق")),
    setDelegation(
      "delegation revoke", PISHKHAN_DELEGATION_REVOKED, needsReason: true,
      BilingualText("end a delegation for ever", "لغو همیشگی یک واگذاری")),
    listDelegations,
  ]

  private static let grantDelegation = Command(
    "delegation grant", for: [.agency],
    [Operand("SERVICE", BilingualText("the service's code", "کد خدمت"))],
    flags: [.toOffice, .toRegion, .begins, .ends, .dailyCap, .idempotencyKey],
    summary: BilingualText(
      "let an office, or a province's offices, submit for a service", "واگذاری ثبت یک خدمت به دفتر یا استان"),
    notes: [
      BilingualText(
        "Needs the certificate of the service's agency. Without a live delegation an office cannot submit.",
        "به گواهی دستگاه همان خدمت نیاز دارد. دفتر بی واگذاری معتبر نمی‌تواند ثبت کند.")
    ],
    examples: [
      ["delegation", "grant", "ncr-birthcert", "--office", "1001", "--daily-cap", "50"] + .agencyCertificate
    ]
  ) { invocation throws(Failure) in
    let (delegation, key) = try invocation.reading("delegation grant") { () throws(UsageError) in
      let arguments = invocation.arguments
      guard arguments.isGiven(.toOffice) != arguments.isGiven(.toRegion) else {
        throw UsageError(.needsOneOf, "delegation grant", "\(Flag.toOffice.usage), \(Flag.toRegion.usage)")
      }
      var delegation = Delegation(service: invocation.required(0))
      delegation.office = arguments[.toOffice] ?? ""
      delegation.region = arguments[.toRegion] ?? ""
      delegation.fromMilliseconds = try invocation.time(.begins) ?? 0
      delegation.untilMilliseconds = try invocation.time(.ends) ?? 0
      delegation.dailyCap = try arguments.number(.dailyCap, in: 1...UInt32.max) ?? 0
      return (delegation, try invocation.key())
    }
    return try invocation.changing(key) { client throws(CallError) in
      try client.grant(delegation, key: key)
    }
  }

  private static func setDelegation(
    _ name: String, _ status: pishkhan_delegation_status, needsReason: Bool, _ summary: BilingualText
  ) -> Command {
    Command(
      name, for: [.agency, .operators],
      [Operand("NUMBER", BilingualText("the delegation's number (delegation list)", "شمارهٔ واگذاری"))],
      flags: [.explanation, .idempotencyKey], summary: summary,
      examples: [
        name.split(separator: " ").map(String.init) + ["17"]
          + (needsReason ? ["--reason", "Overcharging is being looked into."] : []) + .agencyCertificate
      ]
    ) { invocation throws(Failure) in
      let (number, key) = try invocation.reading(name) { () throws(UsageError) in
        let typed = invocation.required(0)
        guard let number = wholeNumber(typed), number > 0 else {
          throw UsageError(.numberExpected, "NUMBER", "1", String(UInt32.max), typed)
        }
        guard !needsReason || invocation.arguments.isGiven(.explanation) else {
          throw UsageError(.actionNeedsFlag, name, Flag.explanation.usage)
        }
        return (number, try invocation.key())
      }
      let reason = invocation.arguments[.explanation]
      return try invocation.changing(key) { client throws(CallError) in
        try client.set(delegation: number, status, reason: reason, key: key)
      }
    }
  }

  private static let listDelegations = Command(
    "delegation list", for: [.agency, .office, .operators, .auditor], flags: [.ofOffice, .ofService],
    summary: BilingualText("what is delegated to whom", "چه چیزی به چه کسی واگذار شده است"),
    notes: [
      BilingualText(
        "An agency sees its own, an office its own, an operator all.",
        "دستگاه و دفتر واگذاری‌های خود را می‌بینند و گردانندهٔ سامانه همه را.")
    ],
    examples: [["delegation", "list", "--service", "ncr-birthcert"] + .agencyCertificate]
  ) { invocation throws(Failure) in
    let arguments = invocation.arguments
    try invocation.show(
      DelegationList(
        delegations: invocation.calling { client throws(CallError) in
          try client.delegations(office: arguments[.ofOffice], service: arguments[.ofService])
        }))
    return .done
  }
}

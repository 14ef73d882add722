import libpishkhan

extension Flag {
  fileprivate static let role = Flag(
    "--role", .one("ROLE"),
    BilingualText(
      "office, kiosk, agency, operator, auditor or gateway",
      "office (دفتر)، kiosk (کیوسک)، agency (دستگاه)، operator (گرداننده)، auditor (حسابرس) یا gateway (درگاه)"
    ))
  fileprivate static let ofAgency = Flag(
    "--agency", .one("A"), BilingualText("of this agency", "از این دستگاه"))
  fileprivate static let ofOffice = Flag(
    "--office", .one("ID"), BilingualText("of this office or kiosk", "از این دفتر یا کیوسک"))
  fileprivate static let level = Flag(
    "--level", .one("N"),
    BilingualText(
      "of an agency's: 0 officer, 1 supervisor, 2 head; default 0",
      "در دستگاه: ۰ کارمند، ۱ سرپرست، ۲ رئیس؛ پیش‌فرض ۰"))
  fileprivate static let certificateFile = Flag(
    "--certificate", .one("FILE"),
    BilingualText("PEM: the certificate (or public key) that it shows", "PEM: گواهی (یا کلید عمومی) آن"))
  fileprivate static let keyHash = Flag(
    "--key-hash", .one("HEX"),
    BilingualText(
      "in its place: SHA-256 of the certificate's public key", "به جای آن: چکیدهٔ SHA-256 کلید عمومی گواهی"))
}

extension Operand {
  fileprivate static let principal = Operand("NAME", BilingualText("the principal's name", "نام دارنده"))
}

extension Command {
  static let principalCommands = [
    listPrincipals, addPrincipal,
    changeKey(
      "principal add-key",
      BilingualText("a further certificate, before the old one ends", "گواهی تازه، پیش از پایان پیشین"),
      { client, hash, name, key throws(CallError) in try client.add(key: hash, to: name, key: key) }),
    changeKey(
      "principal remove-key",
      BilingualText("a certificate that is a stranger's from now on", "گواهی‌ای که از این پس بیگانه است"),
      { client, hash, name, key throws(CallError) in try client.remove(key: hash, from: name, key: key) }),
    setStatus(
      "principal suspend", PISHKHAN_PRINCIPAL_SUSPENDED,
      BilingualText(
        "shut a principal out for now, open streams too", "تعلیق یک دارنده، همراه با جریان‌های باز")),
    setStatus(
      "principal resume", PISHKHAN_PRINCIPAL_ACTIVE,
      BilingualText("let a suspended principal in again", "پایان تعلیق یک دارنده")),
    setStatus(
      "principal revoke", PISHKHAN_PRINCIPAL_REVOKED,
      BilingualText("shut a principal out for ever", "لغو همیشگی یک دارنده")),
  ]

  static let whoAmI = Command(
    "who-am-i", for: [.everyone],
    summary: BilingualText("whom your certificate stands for", "گواهی شما از آنِ کیست"),
    notes: [BilingualText("Needs a certificate.", "به گواهی نیاز دارد.")],
    examples: [["who-am-i", "--cert", "office.crt", "--cert-key", "office.key"]]
  ) { invocation throws(Failure) in
    try invocation.show(invocation.calling { client throws(CallError) in try client.whoAmI() })
    return .done
  }

  private static let listPrincipals = Command(
    "principal list", for: [.operators], flags: [.role, .ofAgency, .ofOffice],
    summary: BilingualText("who may use the counter", "چه کسانی با سامانه کار می‌کنند"), notes: [operatorNote],
    examples: [["principal", "list", "--role", "agency"] + .operatorCertificate]
  ) { invocation throws(Failure) in
    let arguments = invocation.arguments
    let role = try invocation.reading("principal list") { () throws(UsageError) in
      try arguments.word(.role, pishkhan_role.self)
    }
    try invocation.show(
      PrincipalList(
        principals: invocation.calling { client throws(CallError) in
          try client.principals(role: role, agency: arguments[.ofAgency], office: arguments[.ofOffice])
        }))
    return .done
  }

  private static let addPrincipal = Command(
    "principal add", for: [.operators], [.principal],
    flags: [.role, .ofAgency, .ofOffice, .level, .certificateFile, .keyHash, .idempotencyKey],
    summary: BilingualText("register a machine or person", "ثبت یک دستگاه یا شخص"), notes: [operatorNote],
    examples: [
      ["principal", "add", "office-1002", "--role", "office", "--office", "1002", "--certificate", "new.crt"]
        + .operatorCertificate
    ]
  ) { invocation throws(Failure) in
    let arguments = invocation.arguments
    let (role, level, key) = try invocation.reading("principal add") { () throws(UsageError) in
      guard let role = try arguments.word(.role, pishkhan_role.self) else {
        throw UsageError(.actionNeedsFlag, "principal add", Flag.role.usage)
      }
      return (role, try arguments.number(.level, in: 0...2) ?? 0, try invocation.key())
    }
    let principal = NewPrincipal(
      name: invocation.required(0), role: role, agency: arguments[.ofAgency], office: arguments[.ofOffice],
      level: level, key: try invocation.hashOfKey("principal add"))
    return try invocation.changing(key) { client throws(CallError) in try client.add(principal, key: key) }
  }

  private static func changeKey(
    _ name: String, _ summary: BilingualText,
    _ change: @escaping @Sendable (CounterClient, [UInt8], String, IdempotencyKey) throws(CallError) -> Change
  ) -> Command {
    Command(
      name, for: [.operators], [.principal], flags: [.certificateFile, .keyHash, .idempotencyKey],
      summary: summary, notes: [operatorNote],
      examples: [
        name.split(separator: " ").map(String.init) + ["office-1001", "--certificate", "office.crt"]
          + .operatorCertificate
      ]
    ) { invocation throws(Failure) in
      let key = try invocation.reading(name) { () throws(UsageError) in try invocation.key() }
      let hash = try invocation.hashOfKey(name)
      let principal = invocation.required(0)
      return try invocation.changing(key) { client throws(CallError) in
        try change(client, hash, principal, key)
      }
    }
  }

  private static func setStatus(
    _ name: String, _ status: pishkhan_principal_status, _ summary: BilingualText
  ) -> Command {
    Command(
      name, for: [.operators], [.principal], flags: [.explanation, .idempotencyKey], summary: summary,
      notes: [operatorNote],
      examples: [
        name.split(separator: " ").map(String.init) + ["office-1001", "--reason", "Certificate stolen."]
          + .operatorCertificate
      ]
    ) { invocation throws(Failure) in
      let key = try invocation.reading(name) { () throws(UsageError) in try invocation.key() }
      let principal = invocation.required(0)
      let reason = invocation.arguments[.explanation]
      return try invocation.changing(key) { client throws(CallError) in
        try client.set(principal: principal, status, reason: reason, key: key)
      }
    }
  }
}

extension Invocation {
  /// The hash that --key-hash gives, or that of --certificate's key.
  fileprivate func hashOfKey(_ command: String) throws(Failure) -> [UInt8] {
    let typed = try reading(command) { () throws(UsageError) -> [UInt8]? in
      guard arguments.isGiven(.keyHash) != arguments.isGiven(.certificateFile) else {
        throw UsageError(.needsOneOf, command, "\(Flag.certificateFile.usage), \(Flag.keyHash.usage)")
      }
      guard let typed = arguments[.keyHash] else { return nil }
      guard let hash = bytes(hexadecimal: typed), hash.count == Int(PISHKHAN_HASH_SIZE) else {
        throw UsageError(.hashExpected, Flag.keyHash.name, typed)
      }
      return hash
    }
    guard typed == nil, let path = arguments[.certificateFile] else { return typed ?? [] }
    return try asFailure { () throws(CallError) in
      var hash = [UInt8](repeating: 0, count: Int(PISHKHAN_HASH_SIZE))
      var error: OpaquePointer?
      guard pishkhan_read_key_hash(path, &hash, &error) == PISHKHAN_OK else { throw CallError(taking: error) }
      return hash
    }
  }
}

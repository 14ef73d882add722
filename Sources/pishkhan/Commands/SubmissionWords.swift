import libpishkhan

/// What is known of a submission before anything is sent: from flags, a document and a draft; flags win.
struct SubmissionWords {
  private let arguments: ParsedArguments
  private let document: JSONFields?
  private let representation: Representation?
  private let form: [FormValue]
  private let feeRial: Int64

  private static let names = [
    "service", "national_id", "given_name", "family_name", "mobile", "form", "region", "note",
    "representation", "fee_charged_rial", "payment_reference", "id", "changed", "changed_ms", "kept_until",
    "kept_until_ms",
  ]

  init(_ invocation: Invocation) throws(UsageError) {
    arguments = invocation.arguments
    if let path = arguments[.from] {
      document = try JSONFields(try InputFile(path: path).document(), known: SubmissionWords.names)
    } else {
      document = nil
    }
    if let typed = try SubmissionWords.representation(invocation) {
      representation = typed
    } else if let fields = try document?.object("representation", known: Representation.names) {
      representation = try Representation(fields)
    } else {
      representation = nil
    }
    var form = try formValues(.set, in: arguments)
    if let document { form += try SubmissionWords.form(document) }
    self.form = form
    if let typed = try arguments.rial(.feeCharged) {
      feeRial = typed
    } else {
      feeRial = try document?.number("fee_charged_rial") ?? 0
    }
  }

  /// - Parameter draft: what an earlier draft holds.
  func submission(of service: String, draft: Submission? = nil) throws(UsageError) -> Submission {
    func value(_ flag: Flag, _ name: String, _ drafted: String?) throws(UsageError) -> String? {
      if let typed = arguments[flag] { return typed }
      return try document?.text(name) ?? drafted
    }
    var submission = Submission(
      service: service, nationalId: try value(.nationalId, "national_id", draft?.nationalId) ?? "")
    submission.givenName = try value(.givenName, "given_name", draft?.givenName)
    submission.familyName = try value(.familyName, "family_name", draft?.familyName)
    submission.mobile = try value(.mobile, "mobile", draft?.mobile)
    submission.region = try value(.region, "region", draft?.region)
    submission.note = try value(.note, "note", draft?.note)
    submission.form = merged(form, draft?.form ?? [])
    submission.representation = representation
    submission.feeChargedRial = feeRial
    submission.paymentReference = try value(.payment, "payment_reference", nil)
    return submission
  }

  /// Of each attribute the values that come first.
  private func merged(_ first: [FormValue], _ second: [FormValue]) -> [FormValue] {
    var form: [FormValue] = []
    for entry in first + second where !form.contains(where: { $0.attribute == entry.attribute }) {
      form.append(entry)
    }
    return form
  }

  /// [{"attribute": "reason", "values": ["LOST"]}], as `track --json` prints it.
  private static func form(_ document: JSONFields) throws(UsageError) -> [FormValue] {
    var form: [FormValue] = []
    for entry in try document.objects("form", known: ["attribute", "values"]) {
      form.append(
        FormValue(attribute: try entry.requiredText("attribute"), values: try entry.strings("values")))
    }
    return form
  }

  private static func representation(_ invocation: Invocation) throws(UsageError) -> Representation? {
    let arguments = invocation.arguments
    let given = Flag.representative.filter { arguments.isGiven($0) }
    guard let first = given.first else { return nil }
    guard let typed = arguments[.representation], let id = arguments[.representativeId] else {
      let missing: Flag = arguments.isGiven(.representation) ? .representativeId : .representation
      throw UsageError(.needsBoth, first.name, missing.name)
    }
    guard let kind = pishkhan_representation_kind(typed: typed) else {
      throw UsageError(
        .wordUnknown, Flag.representation.name, typed, pishkhan_representation_kind.typedNames)
    }
    var representation = Representation(kind: kind, id: id)
    representation.name = arguments[.representativeName] ?? ""
    representation.document = arguments[.representationDocument] ?? ""
    representation.untilMilliseconds = try invocation.time(.representationUntil) ?? 0
    return representation
  }
}

extension ParsedArguments {
  /// The flag's value as an amount of money; nil where it was not given.
  func rial(_ flag: Flag) throws(UsageError) -> Int64? {
    guard let typed = self[flag] else { return nil }
    let digits = latinDigits(typed).filter { $0 != "," && $0 != "٬" }
    guard let amount = Int64(digits), amount >= 0, !digits.hasPrefix("+") else {
      throw UsageError(.numberExpected, flag.name, "0", String(Int64.max), typed)
    }
    return amount
  }

  /// The flag's value as a word of an enum; nil where it was not given.
  func word<Value: LibraryEnum>(_ flag: Flag, _ type: Value.Type = Value.self) throws(UsageError) -> Value? {
    guard let typed = self[flag] else { return nil }
    return try ParsedArguments.word(flag, typed)
  }

  func words<Value: LibraryEnum>(_ flag: Flag, _ type: Value.Type = Value.self) throws(UsageError) -> [Value]
  {
    var values: [Value] = []
    for typed in all(flag) { values.append(try ParsedArguments.word(flag, typed)) }
    return values
  }

  private static func word<Value: LibraryEnum>(_ flag: Flag, _ typed: String) throws(UsageError) -> Value {
    guard let value = Value(typed: typed) else {
      throw UsageError(.wordUnknown, flag.name, typed, Value.typedNames)
    }
    return value
  }

  /// The flag's value as the id of a draft, an upload or a key; nil where it was not given.
  func identifier(_ flag: Flag) throws(UsageError) -> IdempotencyKey? {
    guard let typed = self[flag] else { return nil }
    guard let id = IdempotencyKey(typed: typed) else { throw UsageError(.uuidExpected, flag.name, typed) }
    return id
  }
}

extension Invocation {
  /// The flag's value as Unix milliseconds; nil where it was not given.
  func time(_ flag: Flag) throws(UsageError) -> Int64? {
    guard let typed = arguments[flag] else { return nil }
    guard let time = typedTime(typed, zone: console.writing.calendar) else {
      throw UsageError(.timeExpected, flag.name, typed)
    }
    return time
  }
}

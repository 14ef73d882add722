import libpishkhan

extension Flag {
  fileprivate static let about = Flag(
    "--about", .one("WHOM"),
    BilingualText(
      "office (that took it in), officer (who works on it or decided it) or agency",
      "office (دفتر پذیرنده)، officer (کارمند رسیدگی‌کننده) یا agency (دستگاه)"))
  fileprivate static let complaint = Flag(
    "--text", .one("TEXT"), BilingualText("what happened", "آنچه رخ داد"))
}

extension Command {
  static let replaceSecret = Command(
    "replace-secret", for: [.citizen], [.trackingCode], flags: [.secret, .idempotencyKey],
    summary: BilingualText("a new secret in place of yours", "رمز تازه به جای رمز شما"),
    examples: [["replace-secret", "1234-5678-9012-3456", "--secret", "123456"]]
  ) { invocation throws(Failure) in
    let code = invocation.required(0)
    let (secret, key) = try invocation.reading("replace-secret") { () throws(UsageError) in
      (try invocation.neededSecret(for: "replace-secret"), try invocation.key())
    }
    let client = try invocation.client()
    try invocation.storing(with: client, Repetition(key: key)) { () throws(CallError) in
      try client.replaceSecret(code, secret: secret, key: key)
    }
    return .done
  }

  static let complain = Command(
    "complain", for: [.citizen], [.trackingCode], flags: [.about, .complaint, .secret, .idempotencyKey],
    summary: BilingualText(
      "complain about the office, an officer or the agency", "شکایت از دفتر، کارمند یا دستگاه"),
    notes: [
      BilingualText(
        "A complaint is a request of its own, with code, secret and clock. Whom it is about can neither see nor\n"
          + "route it.",
        "شکایت خود درخواستی است با کد، رمز و مهلت. کسی که از او شکایت شده نه آن را می‌بیند و نه می‌تواند جابه‌جایش کند."
      )
    ],
    examples: [
      [
        "complain", "1234-5678-9012-3456", "--about", "office", "--text", "They took twice the tariff.",
        "--secret",
        "123456",
      ]
    ]
  ) { invocation throws(Failure) in
    let code = invocation.required(0)
    let (subject, text, secret, key) = try invocation.reading("complain") { () throws(UsageError) in
      let arguments = invocation.arguments
      guard let subject = try arguments.word(.about, pishkhan_complaint_subject.self) else {
        throw UsageError(.actionNeedsFlag, "complain", Flag.about.usage)
      }
      guard let text = arguments[.complaint], !text.allSatisfy(\.isWhitespace) else {
        throw UsageError(.actionNeedsFlag, "complain", Flag.complaint.usage)
      }
      return (subject, text, try invocation.neededSecret(for: "complain"), try invocation.key())
    }
    let client = try invocation.client()
    try invocation.storing(with: client, Repetition(key: key)) { () throws(CallError) in
      try client.complain(code, secret: secret, about: subject, text, key: key)
    }
    return .done
  }
}

extension Flag {
  static let nationalId = Flag(
    "--national-id", .one("N"), BilingualText("the citizen's national id, 10 digits", "کد ملی متقاضی، ۱۰ رقم")
  )
  static let givenName = Flag(
    "--given-name", .one("NAME"), BilingualText("the citizen's given name", "نام متقاضی"))
  static let familyName = Flag(
    "--family-name", .one("NAME"), BilingualText("the citizen's family name", "نام خانوادگی متقاضی"))
  static let mobile = Flag("--mobile", .one("M"), BilingualText("the citizen's mobile", "تلفن همراه متقاضی"))
  static let region = Flag(
    "--region", .one("R"),
    BilingualText("province, ISO 3166-2; default the office's", "استان، ISO 3166-2؛ پیش‌فرض استان دفتر"))
}

extension Command {
  static let submit = Command(
    "submit", [Operand("SERVICE", BilingualText("the service's code", "کد خدمت"))],
    flags: [.nationalId, .set, .givenName, .familyName, .mobile, .region, .note, .idempotencyKey],
    summary: BilingualText("hand in a citizen's request", "ثبت درخواست یک متقاضی"),
    notes: [
      BilingualText(
        "Needs an office's or a kiosk's certificate. The receipt comes only after the request is on the server's\n"
          + "disk. After a broken line repeat the command with the key that is printed: there will be one request.",
        "به گواهی دفتر یا کیوسک نیاز دارد. رسید تنها پس از ذخیره شدن درخواست در سامانه می‌آید.\n"
          + "پس از قطع خط، فرمان را با کلید چاپ‌شده دوباره بفرستید: یک درخواست خواهد بود.")
    ],
    examples: [
      [
        "submit", "ncr-birthcert", "--national-id", "0084575948", "--set", "reason=LOST", "--set",
        "issue_place=Tehran", "--cert", "office.crt", "--cert-key", "office.key",
      ]
    ]
  ) { invocation throws(Failure) in
    let arguments = invocation.arguments
    let (submission, key) = try invocation.reading("submit") { () throws(UsageError) in
      guard let nationalId = arguments[.nationalId] else {
        throw UsageError(.actionNeedsFlag, "submit", Flag.nationalId.usage)
      }
      let submission = Submission(
        service: invocation.required(0), nationalId: nationalId, givenName: arguments[.givenName],
        familyName: arguments[.familyName], mobile: arguments[.mobile],
        form: try formValues(.set, in: arguments), region: arguments[.region], note: arguments[.note])
      return (submission, try invocation.key())
    }
    let client = try invocation.client()
    try invocation.storing(with: client, Repetition(key: key)) { () throws(CallError) in
      try client.submit(submission, key: key)
    }
    return .done
  }
}

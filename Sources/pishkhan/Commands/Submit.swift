extension Command {
  static let submit = Command(
    "submit", for: [.office], [Operand("SERVICE", BilingualText("the service's code", "کد خدمت"))],
    flags: Flag.person + [.attachTo] + Flag.representative + [
      .feeCharged, .payment, .draft, .idempotencyKey,
    ],
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
        "issue_place=Tehran", "--fee", "300000", "--payment", "POS-4711", "--cert", "office.crt",
        "--cert-key",
        "office.key",
      ]
    ]
  ) { invocation throws(Failure) in
    let service = invocation.required(0)
    let (words, draft, key, files) = try invocation.reading("submit") { () throws(UsageError) in
      let arguments = invocation.arguments
      guard arguments.isGiven(.nationalId) || arguments.isGiven(.from) || arguments.isGiven(.draft) else {
        throw UsageError(.actionNeedsFlag, "submit", Flag.nationalId.usage)
      }
      let key = try invocation.key()
      return (
        try SubmissionWords(invocation), try arguments.identifier(.draft), key,
        try invocation.filesToSend(
          attachedTo: .attachTo, added: nil, to: UploadPlace(service: service), key: key)
      )
    }
    let client = try invocation.client()
    let drafted = try draft.map { id throws(Failure) in
      try asFailure { () throws(CallError) in try client.draft(id).submission }
    }
    var submission = try invocation.reading("submit") { () throws(UsageError) in
      try words.submission(of: service, draft: drafted)
    }
    submission.draft = draft
    let complete = submission
    try invocation.storing(with: client, Repetition(key: key)) { () throws(CallError) in
      var sent = complete
      sent.form += try client.send(files).form
      return try client.submit(sent, key: key)
    }
    return .done
  }
}

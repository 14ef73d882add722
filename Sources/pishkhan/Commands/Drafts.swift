/// What became of a draft.
private struct KeptDraft: Presentable {
  let id: IdempotencyKey
  let untilMilliseconds: Int64

  var json: JSONValue {
    .object([JSONValue.Member("id", .string(id.text))] + .time("kept_until", milliseconds: untilMilliseconds))
  }

  func write(to page: inout Page) {
    page.field(.draft, page.writing.code(id.text))
    page.time(.keptUntil, untilMilliseconds)
  }
}

/// Something is no longer there.
struct Deletion: Presentable {
  let id: String

  var json: JSONValue { .object([JSONValue.Member("deleted", .string(id))]) }

  func write(to page: inout Page) {
    page.line(.deleted)
  }
}

extension Operand {
  fileprivate static let draft = Operand("ID", BilingualText("the draft's id", "شناسهٔ پیش‌نویس"))
}

extension Flag {
  fileprivate static let draftId = Flag(
    "--id", .one("UUID"),
    BilingualText("the draft to change; default a new one", "پیش‌نویسی که تغییر می‌کند؛ پیش‌فرض پیش‌نویسی تازه"))
}

extension Command {
  static let drafts = [putDraft, showDraft, listDrafts, deleteDraft]

  private static let certificateNote = BilingualText(
    "Needs an office's certificate. A draft is seen by its office alone, is kept for 30 days, and is no request.",
    "به گواهی دفتر نیاز دارد. پیش‌نویس را تنها همان دفتر می‌بیند، ۳۰ روز می‌ماند و درخواست نیست.")
  private static let certificate = ["--cert", "office.crt", "--cert-key", "office.key"]
  private static let exampleId = "0199aa00-1111-7222-8333-444455556666"

  private static let putDraft = Command(
    "draft put", for: [.office], [Operand("SERVICE", BilingualText("the service's code", "کد خدمت"))],
    flags: Flag.person + [.draftId],
    summary: BilingualText("keep a form that is begun", "نگهداری فرم نیمه‌تمام"), notes: [certificateNote],
    examples: [["draft", "put", "ncr-birthcert", "--set", "reason=LOST"] + certificate]
  ) { invocation throws(Failure) in
    let (draft, id) = try invocation.reading("draft put") { () throws(UsageError) in
      (
        try SubmissionWords(invocation).submission(of: invocation.required(0)),
        try invocation.arguments.identifier(.draftId) ?? IdempotencyKey.make()
      )
    }
    let client = try invocation.client()
    try invocation.storing(with: client, Repetition(key: id, flag: .draftId)) { () throws(CallError) in
      KeptDraft(id: id, untilMilliseconds: try client.putDraft(draft, id: id))
    }
    return .done
  }

  private static let showDraft = Command(
    "draft show", for: [.office], [.draft],
    summary: BilingualText("one draft with its form", "یک پیش‌نویس با فرم آن"), notes: [certificateNote],
    examples: [["draft", "show", exampleId] + certificate]
  ) { invocation throws(Failure) in
    let id = try invocation.draftId("draft show")
    try invocation.show(invocation.calling { client throws(CallError) in try client.draft(id) })
    return .done
  }

  private static let listDrafts = Command(
    "draft list", for: [.office],
    summary: BilingualText("the office's drafts, the last changed first", "پیش‌نویس‌های دفتر، تازه‌ترین نخست"),
    notes: [certificateNote], examples: [["draft", "list"] + certificate]
  ) { invocation throws(Failure) in
    try invocation.show(
      DraftList(drafts: invocation.calling { client throws(CallError) in try client.drafts() }))
    return .done
  }

  private static let deleteDraft = Command(
    "draft delete", for: [.office], [.draft],
    summary: BilingualText("throw a draft away", "پاک کردن یک پیش‌نویس"), notes: [certificateNote],
    examples: [["draft", "delete", exampleId] + certificate]
  ) { invocation throws(Failure) in
    let id = try invocation.draftId("draft delete")
    try invocation.calling { client throws(CallError) in try client.deleteDraft(id) }
    try invocation.show(Deletion(id: id.text))
    return .done
  }
}

extension Invocation {
  fileprivate func draftId(_ command: String) throws(Failure) -> IdempotencyKey {
    try reading(command) { () throws(UsageError) in
      guard let id = IdempotencyKey(typed: required(0)) else {
        throw UsageError(.uuidExpected, "ID", required(0))
      }
      return id
    }
  }
}

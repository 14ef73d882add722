import libpishkhan

/// A form that an office has begun.
struct Draft: Equatable, Sendable {
  let id: IdempotencyKey?
  let submission: Submission
  let changedMilliseconds: Int64
  let keptUntilMilliseconds: Int64

  init(_ raw: pishkhan_draft) {
    id = IdempotencyKey(bytes: bytes(raw.id, IdempotencyKey.size))
    var submission = Submission(service: string(raw.service), nationalId: string(raw.national_id))
    submission.givenName = string(raw.given_name)
    submission.familyName = string(raw.family_name)
    submission.mobile = string(raw.mobile)
    submission.form = values(raw.form, raw.form_count) { FormValue($0) }
    submission.region = string(raw.region)
    submission.note = string(raw.note)
    self.submission = submission
    changedMilliseconds = raw.changed_ms
    keptUntilMilliseconds = raw.kept_until_ms
  }
}

extension Draft: Presentable {
  var json: JSONValue {
    .object(
      [
        JSONValue.Member("id", id.map { .string($0.text) } ?? .null),
        JSONValue.Member("service", .string(submission.service)),
        JSONValue.Member("national_id", .string(submission.nationalId)),
        JSONValue.Member("given_name", .string(submission.givenName ?? "")),
        JSONValue.Member("family_name", .string(submission.familyName ?? "")),
        JSONValue.Member("mobile", .string(submission.mobile ?? "")),
        JSONValue.Member("form", .array(submission.form.map(\.json))),
        JSONValue.Member("region", .string(submission.region ?? "")),
        JSONValue.Member("note", .string(submission.note ?? "")),
      ] + .time("changed", milliseconds: changedMilliseconds)
        + .time("kept_until", milliseconds: keptUntilMilliseconds))
  }

  func write(to page: inout Page) {
    let writing = page.writing
    page.field(.draft, writing.code(id?.text ?? ""))
    page.field(.service, writing.code(submission.service))
    page.field(.nationalId, writing.digits(submission.nationalId))
    let names = [submission.givenName, submission.familyName].compactMap { $0 }.filter { !$0.isEmpty }
    page.field(.name, writing.free(names.joined(separator: " ")))
    page.field(.mobile, writing.digits(submission.mobile ?? ""))
    page.field(.region, writing.code(submission.region ?? ""))
    if !submission.form.isEmpty {
      page.line("\(Message.form.text[page.language]):")
      page.form(submission.form, indent: 2)
    }
    page.field(.note, writing.free(submission.note ?? ""))
    page.time(.changed, changedMilliseconds)
    page.time(.keptUntil, keptUntilMilliseconds)
  }
}

/// An office's drafts, the last changed first.
struct DraftList: Presentable {
  let drafts: [Draft]

  var json: JSONValue { .object([JSONValue.Member("drafts", .array(drafts.map(\.json)))]) }

  func write(to page: inout Page) {
    guard !drafts.isEmpty else { return page.line(.noDrafts) }
    let writing = page.writing
    let heading = [Message.draft, .service, .nationalId, .changed].map { writing.text($0) }
    page.table(
      [heading]
        + drafts.map { draft in
          [
            writing.code(draft.id?.text ?? ""), writing.code(draft.submission.service),
            writing.digits(draft.submission.nationalId),
            writing.time(milliseconds: draft.changedMilliseconds),
          ]
        })
  }
}

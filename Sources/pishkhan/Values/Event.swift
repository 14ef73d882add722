import libpishkhan

/// One thing that happened to a request.
struct Event: Equatable, Sendable {
  let number: UInt32
  let action: Word
  let from: Word
  let to: Word
  let timeMilliseconds: Int64
  let role: Word
  let actor: String
  let office: String
  let channel: Word
  let isAssisted: Bool
  let reason: String
  let note: String
  let onBehalfOf: String
  let questions: [Question]
  let answers: [FormValue]
  let hash: [UInt8]

  init(_ raw: pishkhan_event) {
    number = raw.number
    action = Word(raw.action)
    from = Word(raw.from)
    to = Word(raw.to)
    timeMilliseconds = raw.time_ms
    role = Word(raw.role)
    actor = string(raw.actor)
    office = string(raw.office)
    channel = Word(raw.channel)
    isAssisted = raw.assisted
    reason = string(raw.reason)
    note = string(raw.note)
    onBehalfOf = string(raw.on_behalf_of)
    questions = values(raw.questions, raw.question_count) { Question($0) }
    answers = values(raw.answers, raw.answer_count) { FormValue($0) }
    hash = bytes(raw.hash, raw.hash_size)
  }
}

extension Event: Presentable {
  var json: JSONValue {
    var members = [
      JSONValue.Member("number", .number(number)), JSONValue.Member("action", action.json),
      JSONValue.Member("from", from.json), JSONValue.Member("to", to.json),
    ]
    members += .time("time", milliseconds: timeMilliseconds)
    members += [
      JSONValue.Member("role", role.json), JSONValue.Member("actor", .string(actor)),
      JSONValue.Member("office", .string(office)), JSONValue.Member("channel", channel.json),
      JSONValue.Member("assisted", .boolean(isAssisted)), JSONValue.Member("reason", .string(reason)),
      JSONValue.Member("note", .string(note)), JSONValue.Member("on_behalf_of", .string(onBehalfOf)),
      JSONValue.Member("questions", .array(questions.map(\.json))),
      JSONValue.Member("answers", .array(answers.map(\.json))),
      JSONValue.Member("hash", .string(hexadecimal(hash))),
    ]
    return .object(members)
  }

  func write(to page: inout Page) {
    let writing = page.writing
    let head = [
      writing.number(number) + ".", writing.time(milliseconds: timeMilliseconds), action[page.language],
      author(writing), "(\(change(page.language)))",
    ]
    page.line(head.joined(separator: "  "))
    if isAssisted { page.line("    " + writing.text(.assisted)) }
    page.field(.onBehalfOf, writing.free(onBehalfOf), indent: 4)
    page.field(.reason, writing.code(reason), indent: 4)
    page.field(.note, writing.free(note), indent: 4)
    page.questions(questions, indent: 4)
    page.form(answers, indent: 4)
  }

  /// An office stands in for a citizen who is not a machine of its own.
  private func author(_ writing: Writing) -> String {
    let role = role[writing.language]
    guard self.role.name == "CITIZEN" else {
      return writing.text(.by, actor.isEmpty ? role : "\(role) \(writing.code(actor))")
    }
    return actor.isEmpty ? writing.text(.byCitizen) : writing.text(.byCitizenAt, writing.code(actor))
  }

  private func change(_ language: Language) -> String {
    guard from != to && from.name != "UNSPECIFIED" else { return to[language] }
    return fill(Message.fromTo.text[language], [from[language], to[language]])
  }
}

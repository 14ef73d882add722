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
    return .object(members + clockMembers + lifeMembers)
  }

  private var clockMembers: [JSONValue.Member] {
    .time("acknowledge_due", milliseconds: acknowledgeDueMilliseconds)
      + .time("decide_due", milliseconds: decideDueMilliseconds) + [
        JSONValue.Member("paused_ms", .number(pausedMilliseconds)),
        JSONValue.Member("escalation_level", .number(escalationLevel)),
        JSONValue.Member("calendar_version", .number(calendarVersion)),
      ]
  }

  private var lifeMembers: [JSONValue.Member] {
    [
      JSONValue.Member("assignee", .string(assignee)), JSONValue.Member("linked_code", .string(linkedCode)),
      JSONValue.Member("service", .string(service)),
      JSONValue.Member("service_version", .number(serviceVersion)),
      JSONValue.Member("other_body", .string(otherBody)),
      JSONValue.Member("attachments", .array(attachments.map(\.json))),
    ] + .time("lease_until", milliseconds: leaseUntilMilliseconds) + [
      JSONValue.Member("appeal_level", .number(appealLevel))
    ]
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
    writeLife(to: &page)
    page.field(action.name == "HAND_OVER" ? .collectedBy : .note, writing.free(note), indent: 4)
    page.questions(questions, indent: 4)
    page.form(answers, indent: 4)
  }

  /// What only some acts have. The clock is told by history --clock.
  private func writeLife(to page: inout Page) {
    let writing = page.writing
    page.field(.assignedTo, writing.code(assignee), indent: 4)
    page.field(.otherBody, writing.free(otherBody), indent: 4)
    page.field(.duplicateOf, linkedCode.isEmpty ? "" : writing.trackingCode(linkedCode), indent: 4)
    if action.name == "TRANSFER" { page.field(.service, writing.code(service), indent: 4) }
    if action.name == "ESCALATE" { page.field(.escalation, writing.number(escalationLevel), indent: 4) }
    if appealLevel > 0 && ["REOPEN", "APPEAL"].contains(action.name) {
      page.field(.appealLevel, writing.number(appealLevel), indent: 4)
    }
    page.time(.leaseUntil, leaseUntilMilliseconds, indent: 4)
    for attachment in attachments { page.field(.file, attachment.line(writing), indent: 4) }
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

extension RequestDetails: Presentable {
  var json: JSONValue {
    var members = [
      JSONValue.Member("tracking_code", .string(trackingCode)),
      JSONValue.Member("version", .number(version)),
      JSONValue.Member("state", state.json), JSONValue.Member("service", .string(service)),
      JSONValue.Member("service_version", .number(serviceVersion)),
      JSONValue.Member("agency", .string(agency)),
      JSONValue.Member("office", .string(office)), JSONValue.Member("channel", channel.json),
      JSONValue.Member("assisted", .boolean(isAssisted)), JSONValue.Member("region", .string(region)),
    ]
    members += .time("submitted", milliseconds: submittedMilliseconds)
    members += .time("changed", milliseconds: changedMilliseconds)
    members += targets.json
    members += [
      JSONValue.Member("assignee", .string(assignee)), JSONValue.Member("national_id", .string(nationalId)),
      JSONValue.Member("given_name", .string(givenName)),
      JSONValue.Member("family_name", .string(familyName)),
      JSONValue.Member("mobile", .string(mobile)), JSONValue.Member("form", .array(form.map(\.json))),
      JSONValue.Member("open_questions", .array(openQuestions.map(\.json))),
      JSONValue.Member("reason", .string(reason)), JSONValue.Member("note", .string(note)),
      JSONValue.Member("feedback_given", .boolean(feedbackGiven)),
    ]
    return .object(members + life.members)
  }

  func write(to page: inout Page) {
    let writing = page.writing
    page.field(.trackingCode, writing.trackingCode(trackingCode))
    page.field(.state, writing.state(state))
    page.field(.version, writing.number(version))
    page.field(.service, writing.code(service))
    page.field(.agency, writing.code(agency))
    page.field(.office, writing.code(office))
    page.field(.channel, channel[page.language])
    if isAssisted { page.field(.assisted, Message.yes.text[page.language]) }
    page.field(.region, writing.code(region))
    page.field(.submitted, writing.time(milliseconds: submittedMilliseconds))
    page.field(.changed, writing.time(milliseconds: changedMilliseconds))
    page.field(.targets, targets.text(writing))
    page.field(.assignee, writing.code(assignee))
    life.writeClock(to: &page)
    writePerson(to: &page)
    life.representation?.write(to: &page)
    if !form.isEmpty {
      page.line("\(Message.form.text[page.language]):")
      page.form(form, indent: 2)
    }
    if !openQuestions.isEmpty {
      page.line("\(Message.openQuestions.text[page.language]):")
      page.questions(openQuestions, indent: 2)
    }
    page.field(.reason, writing.code(reason))
    page.field(.note, writing.free(note))
    life.writeRest(to: &page)
    if feedbackGiven { page.field(.feedbackGiven, Message.yes.text[page.language]) }
  }

  private func writePerson(to page: inout Page) {
    let writing = page.writing
    page.field(.nationalId, writing.digits(nationalId))
    page.field(.name, writing.free([givenName, familyName].filter { !$0.isEmpty }.joined(separator: " ")))
    page.field(.mobile, writing.digits(mobile))
  }
}

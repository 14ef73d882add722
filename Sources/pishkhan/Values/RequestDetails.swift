import libpishkhan

/// A request as its citizen, its office or its agency sees it.
struct RequestDetails: Equatable, Sendable {
  let trackingCode: String
  let version: UInt32
  let state: Word
  let service: String
  let serviceVersion: UInt32
  let agency: String
  let office: String
  let channel: Word
  let isAssisted: Bool
  let region: String
  let submittedMilliseconds: Int64
  let changedMilliseconds: Int64
  let targets: Targets
  let assignee: String
  let nationalId: String
  let givenName: String
  let familyName: String
  let mobile: String
  let form: [FormValue]
  let openQuestions: [Question]
  let reason: String
  let note: String
  let feedbackGiven: Bool

  init(_ raw: pishkhan_request) {
    trackingCode = string(raw.tracking_code)
    version = raw.version
    state = Word(raw.state)
    service = string(raw.service)
    serviceVersion = raw.service_version
    agency = string(raw.agency)
    office = string(raw.office)
    channel = Word(raw.channel)
    isAssisted = raw.assisted
    region = string(raw.region)
    submittedMilliseconds = raw.submitted_ms
    changedMilliseconds = raw.changed_ms
    targets = Targets(acknowledge: raw.acknowledge_working_days, decide: raw.decide_working_days)
    assignee = string(raw.assignee)
    nationalId = string(raw.national_id)
    givenName = string(raw.given_name)
    familyName = string(raw.family_name)
    mobile = string(raw.mobile)
    form = values(raw.form, raw.form_count) { FormValue($0) }
    openQuestions = values(raw.open_questions, raw.open_question_count) { Question($0) }
    reason = string(raw.reason)
    note = string(raw.note)
    feedbackGiven = raw.feedback_given
  }
}

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
    return .object(members)
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
    writePerson(to: &page)
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
    if feedbackGiven { page.field(.feedbackGiven, Message.yes.text[page.language]) }
  }

  private func writePerson(to page: inout Page) {
    let writing = page.writing
    page.field(.nationalId, writing.digits(nationalId))
    page.field(.name, writing.free([givenName, familyName].filter { !$0.isEmpty }.joined(separator: " ")))
    page.field(.mobile, writing.digits(mobile))
  }
}

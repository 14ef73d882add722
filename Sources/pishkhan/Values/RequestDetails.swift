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
  let life: Life

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
    life = Life(raw)
  }
}

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
  /// As it is after the event; 0: none, or done.
  let acknowledgeDueMilliseconds: Int64
  /// As it is after the event; 0: none, done, or paused.
  let decideDueMilliseconds: Int64
  let pausedMilliseconds: Int64
  let escalationLevel: UInt32
  /// 0: none was needed.
  let calendarVersion: UInt32
  let assignee: String
  let linkedCode: String
  let service: String
  let serviceVersion: UInt32
  let otherBody: String
  let attachments: [Attachment]
  let leaseUntilMilliseconds: Int64
  let appealLevel: UInt32

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
    acknowledgeDueMilliseconds = raw.acknowledge_due_ms
    decideDueMilliseconds = raw.decide_due_ms
    pausedMilliseconds = raw.paused_ms
    escalationLevel = raw.escalation_level
    calendarVersion = raw.calendar_version
    assignee = string(raw.assignee)
    linkedCode = string(raw.linked_code)
    service = string(raw.service)
    serviceVersion = raw.service_version
    otherBody = string(raw.other_body)
    attachments = values(raw.attachments, raw.attachment_count) { Attachment($0) }
    leaseUntilMilliseconds = raw.lease_until_ms
    appealLevel = raw.appeal_level
  }
}

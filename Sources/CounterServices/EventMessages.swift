import Casework
import GRPCServer
import Journal
import Messages
import Registrar
import Sealing

// A stored event as History and Watch show it.

extension Desk {
  /// An event with its personal values beside it.
  func eventMessage(
    _ body: [UInt8], _ id: EventId, _ arena: MessageArena
  ) throws(Refusal) -> UnsafeMutablePointer<Pishkhan__V1__Event> {
    let event = try decode(body)
    let personal = try read { () throws(JournalError) in try reader.personalValues(of: id) }
    let message = arena.message(pishkhan__v1__event__init)
    message.pointee.number = event.number
    message.pointee.action = Pishkhan__V1__Action(wire: event.action.rawValue)
    message.pointee.from = Pishkhan__V1__RequestState(wire: event.from?.rawValue ?? 0)
    message.pointee.to = Pishkhan__V1__RequestState(wire: event.to.rawValue)
    message.pointee.time_ms = event.time
    message.pointee.role = Pishkhan__V1__Role(wire: event.role.rawValue)
    message.pointee.actor = arena.string(event.actor)
    message.pointee.office = arena.string(event.office)
    message.pointee.channel = Pishkhan__V1__Channel(wire: event.channel.rawValue)
    message.pointee.assisted = event.assisted ? 1 : 0
    message.pointee.reason = arena.string(event.reason)
    fill(message, personal, arena)
    fill(message, event, arena)
    let attachments = event.attachments.map { attachmentMessage($0, personal, arena) }
    message.pointee.n_attachments = attachments.count
    message.pointee.attachments = arena.list(attachments)
    message.pointee.hash = arena.bytes(body.withUnsafeBytes { hasher.digest(of: $0) })
    return message
  }

  private func fill(
    _ message: UnsafeMutablePointer<Pishkhan__V1__Event>, _ personal: [PersonalValue], _ arena: MessageArena
  ) {
    var note: [String] = []
    var answers: [FormValue] = []
    var questions: [UnsafeMutablePointer<Pishkhan__V1__Question>] = []
    for value in personal {
      switch value.kind {
      case .note, .feedbackText, .complaintText, .collectedBy: note.append(value.text)
      case .onBehalfOf: message.pointee.on_behalf_of = arena.string(value.text)
      case .formValue: answers.add(value)
      case .question: questions.append(questionMessage(value.attribute, value.text, arena))
      case .nationalId, .givenName, .familyName, .mobile, .representativeId, .representativeName,
        .representationDocument, .attachmentName, .attachmentHash:
        break
      }
    }
    message.pointee.note = arena.string(note.joined(separator: "\n"))
    message.pointee.n_questions = questions.count
    message.pointee.questions = arena.list(questions)
    let answerMessages = answers.map { formValueMessage($0, arena) }
    message.pointee.n_answers = answerMessages.count
    message.pointee.answers = arena.list(answerMessages)
  }

  /// What events have since version 2 of their bytes.
  private func fill(
    _ message: UnsafeMutablePointer<Pishkhan__V1__Event>, _ event: CaseEvent, _ arena: MessageArena
  ) {
    message.pointee.acknowledge_due_ms = event.clock.acknowledgeDue
    message.pointee.decide_due_ms = event.clock.decideDue
    message.pointee.paused_ms = event.clock.paused
    message.pointee.escalation_level = UInt32(event.clock.escalation)
    message.pointee.calendar_version = event.clock.calendarVersion
    message.pointee.assignee = arena.string(event.assignee)
    message.pointee.linked_code = arena.string(event.linked?.string ?? "")
    message.pointee.service = arena.string(event.service)
    message.pointee.service_version = event.serviceVersion
    message.pointee.other_body = arena.string(event.otherBody)
    message.pointee.lease_until_ms = event.leaseUntil
    message.pointee.appeal_level = UInt32(event.appealLevel)
  }

  /// A file as an event names it; name and hash are empty where they were erased.
  private func attachmentMessage(
    _ attachment: AttachmentReference, _ personal: [PersonalValue], _ arena: MessageArena
  ) -> UnsafeMutablePointer<Pishkhan__V1__AttachmentReference> {
    let id = attachment.id.hexadecimal
    let message = arena.message(pishkhan__v1__attachment_reference__init)
    message.pointee.id = arena.string(id)
    message.pointee.attribute = arena.string(attachment.attribute)
    message.pointee.media_type = arena.string(attachment.mediaType)
    message.pointee.size = attachment.size
    for value in personal where value.attribute == id {
      if value.kind == .attachmentName { message.pointee.name = arena.string(value.text) }
      if value.kind == .attachmentHash { message.pointee.sha256 = arena.bytes(value.value) }
    }
    return message
  }

  func decode(_ body: [UInt8]) throws(Refusal) -> CaseEvent {
    do throws(EventDecodingError) {
      return try CaseEvent(body)
    } catch {
      counter.notice(
        .readFailed(JournalError(.damaged, "the journal is damaged: an event can't be read (\(error))")))
      throw Refusal(.storeFailed)
    }
  }
}

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
    message.pointee.hash = arena.bytes(body.withUnsafeBytes { hasher.digest(of: $0) })
    return message
  }

  private func fill(
    _ message: UnsafeMutablePointer<Pishkhan__V1__Event>, _ personal: [PersonalValue], _ arena: MessageArena
  ) {
    var answers: [FormValue] = []
    var questions: [UnsafeMutablePointer<Pishkhan__V1__Question>] = []
    for value in personal {
      switch value.kind {
      case .note, .feedbackText: message.pointee.note = arena.string(value.text)
      case .onBehalfOf: message.pointee.on_behalf_of = arena.string(value.text)
      case .formValue: answers.add(value)
      case .question: questions.append(questionMessage(value.attribute, value.text, arena))
      case .nationalId, .givenName, .familyName, .mobile, .representativeId, .representativeName,
        .representationDocument, .collectedBy, .attachmentName, .attachmentHash, .complaintText:
        break
      }
    }
    message.pointee.n_questions = questions.count
    message.pointee.questions = arena.list(questions)
    let answerMessages = answers.map { formValueMessage($0, arena) }
    message.pointee.n_answers = answerMessages.count
    message.pointee.answers = arena.list(answerMessages)
  }

  private func decode(_ body: [UInt8]) throws(Refusal) -> CaseEvent {
    do throws(EventDecodingError) {
      return try CaseEvent(body)
    } catch {
      counter.notice(
        .readFailed(JournalError(.damaged, "the journal is damaged: an event can't be read (\(error))")))
      throw Refusal(.storeFailed)
    }
  }
}

import Casework
import GRPCServer
import Messages
import Registrar

// Feedback: between the messages of feedback.proto and the values of Casework.

enum FeedbackMessageTypes {
  static let getSurvey = MessageType(pishkhan__v1__get_survey_request__init)
  static let submitFeedback = MessageType(pishkhan__v1__submit_feedback_request__init)
}

extension Desk {
  func respondSurvey(_ call: ServerCall, _ questions: [SurveyQuestion], alreadyGiven: Bool) {
    let arena = MessageArena()
    let messages = questions.map { question in
      let message = arena.message(pishkhan__v1__survey_question__init)
      message.pointee.code = arena.string(question.code)
      message.pointee.kind = Pishkhan__V1__QuestionKind(wire: question.kind.rawValue)
      (message.pointee.n_texts, message.pointee.texts) = arena.localizedTexts(question.text)
      return message
    }
    let response = arena.message(pishkhan__v1__get_survey_response__init)
    response.pointee.n_questions = messages.count
    response.pointee.questions = arena.list(messages)
    response.pointee.already_given = alreadyGiven ? 1 : 0
    call.respond(response)
  }

  func answerFeedback(_ call: ServerCall, _ acceptance: Acceptance) {
    let arena = MessageArena()
    let response = arena.message(pishkhan__v1__submit_feedback_response__init)
    response.pointee.event_number = acceptance.number
    response.pointee.time_ms = acceptance.time
    response.pointee.event_hash = arena.bytes(acceptance.hash)
    response.pointee.repeated_key = acceptance.isRepeated ? 1 : 0
    call.respond(response)
  }
}

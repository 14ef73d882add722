import libpishkhan

/// The questions that a citizen is asked about how it went.
struct Survey: Equatable, Sendable {
  struct Question: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
      case rating, count, text
    }

    let code: String
    /// Nil for a kind that this version does not know.
    let kind: Kind?
    let kindName: String
    let texts: LocalizedTexts
  }

  let questions: [Question]
  let isAnswered: Bool
}

extension Survey {
  init(_ raw: pishkhan_survey) {
    questions = values(raw.questions, raw.question_count) { Question($0) }
    isAnswered = raw.already_given
  }
}

extension Survey.Question {
  init(_ raw: pishkhan_survey_question) {
    code = string(raw.code)
    kind =
      switch raw.kind {
      case PISHKHAN_QUESTION_RATING: .rating
      case PISHKHAN_QUESTION_COUNT: .count
      case PISHKHAN_QUESTION_TEXT: .text
      default: nil
      }
    kindName = string(pishkhan_question_kind_name(raw.kind))
    texts = LocalizedTexts(raw.texts, raw.text_count)
  }

  var scale: Message? {
    switch kind {
    case .rating: .ratingScale
    case .count: .countScale
    case .text: .textScale
    case nil: nil
    }
  }
}

extension Survey: Presentable {
  var json: JSONValue {
    let questions = questions.map { question in
      JSONValue.object([
        JSONValue.Member("code", .string(question.code)),
        JSONValue.Member("kind", .string(question.kindName)),
        JSONValue.Member("texts", question.texts.json),
      ])
    }
    return .object([
      JSONValue.Member("questions", .array(questions)),
      JSONValue.Member("already_given", .boolean(isAnswered)),
    ])
  }

  func write(to page: inout Page) {
    guard !isAnswered else { return page.line(.feedbackAlreadyGiven) }
    for question in questions {
      let scale = question.scale.map { " (\($0.text[page.language]))" } ?? ""
      page.line(
        "\(page.writing.code(question.code)): \(page.writing.free(question.texts[page.language] ?? ""))\(scale)"
      )
    }
    page.line(.answerHint)
  }
}

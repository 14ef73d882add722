import libpishkhan

extension FormValue {
  init(_ raw: pishkhan_form_value) {
    self.init(attribute: string(raw.attribute), values: strings(raw.values, raw.value_count))
  }

  var json: JSONValue {
    .object([
      JSONValue.Member("attribute", .string(attribute)), JSONValue.Member("values", .strings(values)),
    ])
  }
}

/// A question to the citizen about one attribute of the form.
struct Question: Equatable, Sendable {
  let attribute: String
  let text: String

  init(_ assignment: Assignment) {
    attribute = assignment.name
    text = assignment.value
  }

  init(_ raw: pishkhan_question) {
    attribute = string(raw.attribute)
    text = string(raw.text)
  }

  var json: JSONValue {
    .object([JSONValue.Member("attribute", .string(attribute)), JSONValue.Member("text", .string(text))])
  }
}

extension CStringPool {
  func form(_ form: [FormValue]) -> UnsafePointer<pishkhan_form_value>? {
    array(
      form.map {
        pishkhan_form_value(
          attribute: text($0.attribute), values: array($0.values.map(text)), value_count: $0.values.count)
      })
  }

  func questions(_ questions: [Question]) -> UnsafePointer<pishkhan_question>? {
    array(questions.map { pishkhan_question(attribute: text($0.attribute), text: text($0.text)) })
  }

  func key(_ key: IdempotencyKey) -> UnsafePointer<UInt8>? {
    array(key.bytes)
  }
}

extension Page {
  /// What was filled in, a line each attribute.
  mutating func form(_ form: [FormValue], indent: Int) {
    let margin = String(repeating: " ", count: indent)
    for entry in form {
      let values = entry.values.map { writing.free($0) }.joined(separator: writing.comma)
      line("\(margin)\(writing.code(entry.attribute)): \(values)")
    }
  }

  mutating func questions(_ questions: [Question], indent: Int) {
    let margin = String(repeating: " ", count: indent)
    for question in questions {
      line("\(margin)\(writing.code(question.attribute)): \(writing.free(question.text))")
    }
  }
}

import Casework
import Journal

/// A request's personal values as they stand after all its events: later values replace earlier ones.
struct PersonalView {
  var nationalId = ""
  var givenName = ""
  var familyName = ""
  var mobile = ""
  var representativeId = ""
  var representativeName = ""
  var representationDocument = ""
  private(set) var form: [FormValue] = []
  /// While it is the citizen's turn: what was asked.
  private(set) var openQuestions: [(attribute: String, text: String)] = []
  /// The text of the decision: result of a fulfilment, explanation of a refusal.
  private(set) var decisionNote = ""

  /// - Parameter events: the values of each event, oldest first.
  init(_ events: [(number: UInt32, values: [PersonalValue])], of record: RequestRecord) {
    for event in events {
      let fresh = Set(event.values.lazy.filter { $0.kind == .formValue }.map(\.attribute))
      form.removeAll { fresh.contains($0.attribute) }
      for value in event.values { take(value, of: event.number, record) }
    }
  }

  private mutating func take(_ value: PersonalValue, of number: UInt32, _ record: RequestRecord) {
    switch value.kind {
    case .nationalId: nationalId = value.text
    case .givenName: givenName = value.text
    case .familyName: familyName = value.text
    case .mobile: mobile = value.text
    case .representativeId: representativeId = value.text
    case .representativeName: representativeName = value.text
    case .representationDocument: representationDocument = value.text
    case .formValue: form.add(value)
    case .question where record.state == .waitingCitizen && number == record.version:
      openQuestions.append((value.attribute, value.text))
    case .note where number == record.decision:
      decisionNote = value.text
    case .question, .note, .onBehalfOf, .feedbackText, .collectedBy, .attachmentName, .attachmentHash,
      .complaintText:
      break
    }
  }
}

extension [FormValue] {
  /// Adds one stored value; the values of a multi-value list follow each other.
  mutating func add(_ value: PersonalValue) {
    if let last = indices.last, self[last].attribute == value.attribute {
      self[last].values.append(value.text)
    } else {
      append(FormValue(attribute: value.attribute, values: [value.text]))
    }
  }
}

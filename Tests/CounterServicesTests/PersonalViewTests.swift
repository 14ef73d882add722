import Casework
import Journal
import Testing

@testable import CounterServices

@Suite("A request's personal values after all its events")
struct PersonalViewTests {
  private let history: [(number: UInt32, values: [PersonalValue])] = [
    (
      1,
      [
        value(.nationalId, "", "0076229645"), value(.formValue, "fault", "NOISE"),
        value(.formValue, "fault", "INTERNET"), value(.formValue, "line", "021"), value(.note, "", "please"),
      ]
    ),
    (4, [value(.question, "line", "Which line?")]),
    (5, [value(.formValue, "line", "022"), value(.note, "", "sorry")]),
    (6, [value(.note, "", "done")]),
    (7, [value(.feedbackText, "comment", "thanks")]),
  ]

  @Test("Later form values replace earlier ones; the values of a list stay together")
  func laterValuesReplace() {
    let view = PersonalView(history, of: record(version: 7, state: .closed, decision: 6))
    #expect(view.nationalId == "0076229645")
    #expect(
      view.form == [
        FormValue(attribute: "fault", values: ["NOISE", "INTERNET"]),
        FormValue(attribute: "line", values: ["022"]),
      ])
  }

  @Test("The decision's text is that of the event that decided, also after later events")
  func decisionNote() {
    #expect(PersonalView(history, of: record(version: 7, state: .closed, decision: 6)).decisionNote == "done")
    #expect(PersonalView(history, of: record(version: 5, state: .assigned)).decisionNote == "")
  }

  @Test("Questions are open only while it is the citizen's turn")
  func openQuestions() {
    let asked = Array(history.prefix(2))
    let waiting = PersonalView(asked, of: record(version: 4, state: .waitingCitizen))
    #expect(waiting.openQuestions.map(\.text) == ["Which line?"])
    #expect(PersonalView(history, of: record(version: 7, state: .closed)).openQuestions.isEmpty)
  }
}

private func value(_ kind: PersonalKind, _ attribute: String, _ text: String) -> PersonalValue {
  PersonalValue(
    kind: kind, attribute: attribute, salt: [UInt8](repeating: 0, count: 16), value: Array(text.utf8))
}

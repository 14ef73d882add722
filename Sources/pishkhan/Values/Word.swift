import libpishkhan

/// A value of one of the library's enums: its stable name, and its text for people.
struct Word: Equatable, Sendable {
  let name: String
  let text: BilingualText

  init(_ name: String, _ text: BilingualText) {
    self.name = name
    self.text = text
  }

  private init<Value>(
    _ value: Value, _ name: (Value) -> UnsafePointer<CChar>?,
    _ text: (Value, UnsafePointer<CChar>?) -> UnsafePointer<CChar>?
  ) {
    self.name = string(name(value))
    self.text = BilingualText(string(text(value, "en")), string(text(value, "fa")))
  }

  init(_ state: pishkhan_state) { self.init(state, pishkhan_state_name, pishkhan_state_text) }
  init(_ action: pishkhan_action) { self.init(action, pishkhan_action_name, pishkhan_action_text) }
  init(_ channel: pishkhan_channel) { self.init(channel, pishkhan_channel_name, pishkhan_channel_text) }
  init(_ step: pishkhan_step) { self.init(step, pishkhan_step_name, pishkhan_step_text) }
  init(_ role: pishkhan_role) { self.init(role, pishkhan_role_name, pishkhan_role_text) }
  init(_ status: pishkhan_service_status) {
    self.init(status, pishkhan_service_status_name, pishkhan_service_status_text)
  }
  init(_ status: pishkhan_office_status) {
    self.init(status, pishkhan_office_status_name, pishkhan_office_status_text)
  }
  init(_ accessibility: pishkhan_accessibility) {
    self.init(accessibility, pishkhan_accessibility_name, pishkhan_accessibility_text)
  }
  init(_ status: pishkhan_delegation_status) {
    self.init(status, pishkhan_delegation_status_name, pishkhan_delegation_status_text)
  }
  init(_ status: pishkhan_principal_status) {
    self.init(status, pishkhan_principal_status_name, pishkhan_principal_status_text)
  }
  init(_ kind: pishkhan_representation_kind) {
    self.init(kind, pishkhan_representation_kind_name, pishkhan_representation_kind_text)
  }
  init(_ subject: pishkhan_complaint_subject) {
    self.init(subject, pishkhan_complaint_subject_name, pishkhan_complaint_subject_text)
  }

  subscript(language: Language) -> String { text[language] }

  var json: JSONValue { .string(name) }

  /// The name as it is typed: "waiting-citizen".
  var code: String { hyphenated(name) }
}

/// A name in small letters, with hyphens for blanks and underlines.
func hyphenated(_ name: String) -> String {
  String(name.lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 })
}

extension Writing {
  /// A state in words, with the code that --state takes where that is another word.
  func state(_ state: Word) -> String {
    let text = state[language]
    return hyphenated(text) == state.code ? text : "\(text) (\(code(state.code)))"
  }
}

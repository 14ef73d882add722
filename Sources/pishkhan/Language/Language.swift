/// A language that the program speaks.
enum Language: String, CaseIterable, Sendable {
  case english = "en"
  case persian = "fa"
}

/// A text in both languages: neither can be forgotten.
struct BilingualText: Sendable, Equatable {
  let english: String
  let persian: String

  init(_ english: String, _ persian: String) {
    self.english = english
    self.persian = persian
  }

  subscript(language: Language) -> String {
    switch language {
    case .english: english
    case .persian: persian
    }
  }
}

/// A language that the counter speaks to people. The raw value is its BCP 47 tag.
public enum Language: String, Hashable, Sendable, CaseIterable {
  case persian = "fa"
  case english = "en"
}

/// A name in both languages. An empty text stands for "not given".
public struct LocalizedName: Hashable, Sendable {
  public var persian: String
  public var english: String

  public init(persian: String = "", english: String = "") {
    self.persian = persian
    self.english = english
  }

  public subscript(language: Language) -> String {
    switch language {
    case .persian: persian
    case .english: english
    }
  }
}

import libpishkhan

/// A name or label in several languages.
struct LocalizedTexts: Equatable, Sendable {
  struct Entry: Equatable, Sendable {
    let language: String
    let text: String
  }

  let entries: [Entry]

  init(_ entries: [Entry]) {
    self.entries = entries
  }

  init(_ texts: UnsafePointer<pishkhan_text>?, _ count: Int) {
    self.init(values(texts, count) { Entry(language: string($0.language), text: string($0.text)) })
  }

  /// In that language; else in English, else the first; nil where there is none.
  subscript(language: Language) -> String? {
    let chosen =
      entries.first { $0.language == language.rawValue } ?? entries.first { $0.language == "en" }
      ?? entries.first
    return chosen?.text
  }

  /// {"fa": "...", "en": "..."}
  var json: JSONValue {
    .object(entries.map { JSONValue.Member($0.language, .string($0.text)) })
  }
}

extension CStringPool {
  func texts(_ texts: LocalizedTexts) -> UnsafePointer<pishkhan_text>? {
    array(texts.entries.map { pishkhan_text(language: text($0.language), text: text($0.text)) })
  }
}

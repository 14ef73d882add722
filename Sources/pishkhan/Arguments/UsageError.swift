/// The command line or the environment asks for something that cannot be: what is wrong, and what was expected.
struct UsageError: Error, Equatable, Sendable {
  let message: Message
  let values: [String]
  /// The command whose help tells more; nil for the program's.
  var command: String?

  init(_ message: Message, _ values: String..., command: String? = nil) {
    self.message = message
    self.values = values
    self.command = command
  }

  func text(_ language: Language) -> String {
    // Every value here is a flag, a name or what was typed: none of them may turn the direction of the sentence.
    let writing = Writing(language)
    return fill(message.text[language], values.map(writing.code))
  }
}

extension Command {
  /// All commands, in the order of a request's life; the help shows them so.
  static let all: [Command] = [
    .services, .agencies, .office, .submit, .track, .watch, .history, .get, .inbox, .act, .feedback, .doctor,
    .version, .help,
  ]
}

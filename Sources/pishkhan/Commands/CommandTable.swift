extension Command {
  /// All commands; the help shows them by who uses them, in this order.
  static let all: [Command] =
    [
      .services, .agencies, .office, .offices, .calendarGet, .track, .watch, .history, .feedback,
    ] + acts(of: .citizen) + acts(of: .either) + [
      .replaceSecret, .complain, .upload, .download, .submit,
    ] + drafts + [.inbox, .work, .get] + acts(of: .agency) + [.renew] + serviceCommands + delegationCommands
    + principalCommands + [.officePut, .agencyPut, .calendarPut, .act, .whoAmI, .doctor, .version, .help]
}

private struct HelpText: Presentable {
  let topic: String?
  let text: String

  var json: JSONValue {
    .object([
      JSONValue.Member("topic", topic.map(JSONValue.string) ?? .null),
      JSONValue.Member("text", .string(text)),
    ])
  }

  func write(to page: inout Page) {
    page.line(text)
  }
}

extension Command {
  static let help = Command(
    "help", for: [.everyone],
    [
      Operand(
        "TOPIC", required: false,
        BilingualText(
          "a command, exit-codes or environment; default all commands",
          "یک فرمان، exit-codes یا environment؛ پیش‌فرض همهٔ فرمان‌ها")),
      Operand(
        "WORD", required: false,
        BilingualText("the second word of the command", "واژهٔ دوم فرمان")),
    ],
    summary: BilingualText("help on a command or topic", "راهنمای یک فرمان یا موضوع"),
    examples: [["help", "submit"], ["help", "service", "put"], ["help", "exit-codes"]]
  ) { invocation throws(Failure) in
    let words = invocation.arguments.operands
    let topic = words.isEmpty ? nil : words.joined(separator: " ")
    let help = Help(commands: Command.all, writing: invocation.console.writing)
    guard let text = help.text(on: topic) else { throw .usage(UsageError(.topicUnknown, topic ?? "")) }
    try invocation.show(HelpText(topic: topic, text: text))
    return .done
  }
}

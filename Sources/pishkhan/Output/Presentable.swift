/// A result that can be shown to people and to machines.
protocol Presentable {
  /// The same in every language.
  var json: JSONValue { get }
  func write(to page: inout Page)
}

extension Invocation {
  /// Prints a result as the settings ask.
  func show(_ result: some Presentable) throws(Failure) {
    guard !settings.json else { return try console.printResult(result.json.serialised) }
    var page = Page(console.writing)
    result.write(to: &page)
    try console.printResult(page.lines.joined(separator: "\n"))
  }
}

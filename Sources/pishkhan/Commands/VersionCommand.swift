import libpishkhan

private struct Versions: Presentable {
  let program: String
  let library: String

  var json: JSONValue {
    .object([JSONValue.Member("version", .string(program)), JSONValue.Member("library", .string(library))])
  }

  func write(to page: inout Page) {
    page.line(.libraryVersion, page.writing.code(program), page.writing.code(library))
  }
}

extension Command {
  static let version = Command(
    "version", for: [.everyone],
    summary: BilingualText("version of program and library", "نسخهٔ برنامه و کتابخانه"),
    examples: [["version", "--json"]]
  ) { invocation throws(Failure) in
    try invocation.show(Versions(program: Program.version, library: string(pishkhan_version())))
    return .done
  }
}

extension Invocation {
  /// Runs a change of the directory and shows what it did.
  func changing(
    _ key: IdempotencyKey, _ body: (CounterClient) throws(CallError) -> Change
  ) throws(Failure) -> ExitCode {
    let client = try client()
    try storing(with: client, Repetition(key: key)) { () throws(CallError) in try body(client) }
    return .done
  }

  /// The JSON document that an operand names.
  func document(_ position: Int) throws(UsageError) -> JSONValue {
    try InputFile(path: required(position)).document()
  }
}

extension Operand {
  static let document = Operand(
    "FILE", BilingualText("JSON; - reads it from standard input", "JSON؛ با - از ورودی خوانده می‌شود"))
}

extension Flag {
  static let explanation = Flag(
    "--reason", .one("TEXT"), BilingualText("why, for those who ask", "دلیل، برای آنان که می‌پرسند"))
}

extension [String] {
  static let agencyCertificate = ["--cert", "agency.crt", "--cert-key", "agency.key"]
  static let operatorCertificate = ["--cert", "operator.crt", "--cert-key", "operator.key"]
}

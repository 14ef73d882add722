extension Invocation {
  /// Opens a client, runs what a command asks of it and tells its failures as the command's.
  func calling<Value>(_ body: (CounterClient) throws(CallError) -> Value) throws(Failure) -> Value {
    let client = try client()
    return try asFailure { () throws(CallError) in try body(client) }
  }

  func client() throws(Failure) -> CounterClient {
    try asFailure { () throws(CallError) in try CounterClient(settings, progress: Progress(self)) }
  }

  /// Runs what reads the command line, and tells its failures with the command's name.
  func reading<Value>(
    _ command: String, _ body: () throws(UsageError) -> Value
  ) throws(Failure) -> Value {
    do throws(UsageError) {
      return try body()
    } catch {
      var named = error
      named.command = command
      throw .usage(named)
    }
  }

  /// The operand at a position that the parser has checked to be there.
  func required(_ position: Int) -> String {
    guard let operand = arguments.operand(position) else {
      preconditionFailure("the parser let a line without operand \(position) pass")
    }
    return operand
  }
}

/// Tells a call's failure as a command's.
func asFailure<Value>(_ body: () throws(CallError) -> Value) throws(Failure) -> Value {
  do throws(CallError) {
    return try body()
  } catch {
    throw .call(error)
  }
}

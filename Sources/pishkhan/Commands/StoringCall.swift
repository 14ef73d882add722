extension Invocation {
  /// The key given with --key, else a new one, made before anything is sent.
  func key() throws(UsageError) -> IdempotencyKey {
    guard let typed = arguments[.idempotencyKey] else { return IdempotencyKey.make() }
    guard let key = IdempotencyKey(typed: typed) else { throw UsageError(.keyExpected, typed) }
    return key
  }

  /// Runs a call that stores something, and shows what it gives. However it ends (an error, an interruption, a result
  /// that cannot be written), the caller is told how to repeat it without doing it twice.
  func storing<Result: Presentable>(
    with client: CounterClient, _ repetition: Repetition, _ body: () throws(CallError) -> Result
  ) throws(Failure) {
    client.progress.expectCall(within: settings.writeMilliseconds)
    let notice = InterruptionNotice(
      console.writing.text(.repeatWithKey, console.writing.code(repetition.flags)))
    defer { notice.withdraw() }
    let result: Result
    do throws(CallError) {
      result = try body()
    } catch {
      var told = error
      told.connectFailure = client.progress.connectFailure
      throw .write(told, repetition)
    }
    do throws(Failure) {
      try show(result)
    } catch {
      guard case .output(let number, _) = error else { throw error }
      throw .output(errno: number, repetition)
    }
  }
}

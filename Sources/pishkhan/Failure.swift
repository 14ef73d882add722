/// Why a command did not end well.
enum Failure: Error {
  case usage(UsageError)
  case call(CallError)
  /// Standard output took no more: the error number of write(2).
  case output(errno: Int32)
}

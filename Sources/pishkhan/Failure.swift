/// Why a command did not end well.
enum Failure: Error {
  case usage(UsageError)
  /// A call failed that only reads.
  case call(CallError)
  /// A call failed that stores something.
  case write(CallError, Repetition)
  /// Standard output took no more: the error number of write(2), and how to get a write's result again.
  case output(errno: Int32, Repetition?)
}

/// What makes a write the same write when it is sent again.
struct Repetition: Sendable {
  let key: IdempotencyKey
  /// The version that an act names; looked up anew it would make another content of it.
  var version: UInt32?
  /// Which flag names the key again.
  var flag = Flag.idempotencyKey

  /// The flags to add to the same command.
  var flags: String {
    "\(flag.name) \(key.text)" + (version.map { " \(Flag.expectedVersion.name) \($0)" } ?? "")
  }
}

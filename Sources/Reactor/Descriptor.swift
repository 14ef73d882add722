import Glibc

/// The one owner of a file descriptor; closes it at its end.
struct Descriptor: ~Copyable {
  let number: Int32

  init(_ number: Int32) {
    self.number = number
  }

  deinit {
    // EINTR from close(2) on Linux means closed all the same.
    close(number)
  }

  /// Gives the number up without closing it.
  consuming func relinquish() -> Int32 {
    let number = number
    discard self
    return number
  }

  /// A descriptor that does nothing, kept to be given up when the process has no other left.
  static func reserve() -> Descriptor? {
    let number = open("/dev/null", O_RDONLY | O_CLOEXEC)
    return number < 0 ? nil : Descriptor(number)
  }
}

/// Calls again while a signal interrupts.
func retryingInterrupts(_ body: () -> Int32) -> Int32 {
  while true {
    let result = body()
    if result >= 0 || errno != EINTR { return result }
  }
}

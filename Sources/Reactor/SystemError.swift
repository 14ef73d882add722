import Glibc

/// A system call that failed, with its errno.
public struct SystemError: Error, Sendable, CustomStringConvertible {
  public let call: StaticString
  public let number: Int32

  init(_ call: StaticString, _ number: Int32 = errno) {
    self.call = call
    self.number = number
  }

  public var isAddressInUse: Bool { number == EADDRINUSE }

  /// The system's text for the errno.
  public var description: String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { text in
      guard strerror_r(number, text.baseAddress!, text.count) == 0 else { return "errno \(number)" }
      return String(cString: text.baseAddress!)
    }
  }
}

/// How a call ended, as the number that `grpc-status` carries.
///
/// A struct around the number, so that a code that a later peer invents stays representable.
/// Source: gRPC's statuscodes document.
public struct StatusCode: RawRepresentable, Hashable, Sendable {
  public let rawValue: Int32

  public init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// The call did what it was asked.
  public static let ok = StatusCode(rawValue: 0)
  /// The caller gave up.
  public static let cancelled = StatusCode(rawValue: 1)
  /// A handler failed in a way that it did not foresee.
  public static let unknown = StatusCode(rawValue: 2)
  /// The request is wrong whatever the state of the system. Never made by this module itself.
  public static let invalidArgument = StatusCode(rawValue: 3)
  /// The deadline passed first.
  public static let deadlineExceeded = StatusCode(rawValue: 4)
  /// What was asked for does not exist. Never made by this module itself, but for `Health.Check`.
  public static let notFound = StatusCode(rawValue: 5)
  /// What was to be made exists. Never made by this module itself.
  public static let alreadyExists = StatusCode(rawValue: 6)
  /// The caller is known and may not.
  public static let permissionDenied = StatusCode(rawValue: 7)
  /// A limit was reached: message size, header size, memory, calls.
  public static let resourceExhausted = StatusCode(rawValue: 8)
  /// The state of the system does not allow it. Never made by this module itself.
  public static let failedPrecondition = StatusCode(rawValue: 9)
  /// A concurrent change won. Never made by this module itself.
  public static let aborted = StatusCode(rawValue: 10)
  /// Past the end. Never made by this module itself.
  public static let outOfRange = StatusCode(rawValue: 11)
  /// No such service, method, or encoding.
  public static let unimplemented = StatusCode(rawValue: 12)
  /// Bytes that break the protocol.
  public static let `internal` = StatusCode(rawValue: 13)
  /// Not now; try again elsewhere or later.
  public static let unavailable = StatusCode(rawValue: 14)
  /// Something stored was lost. Never made by this module itself.
  public static let dataLoss = StatusCode(rawValue: 15)
  /// The caller is not known.
  public static let unauthenticated = StatusCode(rawValue: 16)
}

/// The end of a call: what `grpc-status`, `grpc-message`, `grpc-status-details-bin` and the trailing metadata say.
public struct Status: Error, Sendable {
  public var code: StatusCode
  /// For a person; sent percent-encoded. Never put a secret or personal data here.
  public var message: String
  /// A serialised `google.rpc.Status`, sent as `grpc-status-details-bin`; empty means none.
  public var details: [UInt8]
  /// Sent beside the status, after the call's own trailing metadata.
  public var trailers: Metadata
  /// When the caller may try again, sent as `grpc-retry-pushback-ms`; negative: never; nil: its own policy decides.
  ///
  /// Source: gRPC proposal A6.
  public var retryPushbackMilliseconds: Int32?

  public init(
    _ code: StatusCode, _ message: String = "", details: [UInt8] = [], trailers: Metadata = Metadata(),
    retryPushbackMilliseconds: Int32? = nil
  ) {
    self.code = code
    self.message = message
    self.details = details
    self.trailers = trailers
    self.retryPushbackMilliseconds = retryPushbackMilliseconds
  }

  /// Success, with nothing to add.
  public static let ok = Status(.ok)
}

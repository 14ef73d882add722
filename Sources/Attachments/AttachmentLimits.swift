/// What uploads may take of the machine.
public struct AttachmentLimits: Sendable {
  /// Bytes that one caller may have announced and not yet put into a request, whole files included.
  public var bytesPerCaller: UInt64 = 1 << 30
  /// Bytes that all unfinished uploads may have announced, those without a call what has come of them.
  public var bytesUnfinished: UInt64 = 8 << 30
  /// Bytes of the disk that uploads leave free.
  public var freeBytesKept: UInt64 = 256 << 20
  /// Uploads and downloads under way at the same time; each holds up to about 2 MiB of memory.
  public var transfers = 256
  /// Those of one caller.
  public var transfersPerCaller = 32
  /// Unfinished uploads of one caller that are kept.
  public var unfinishedPerCaller = 256
  /// After so many milliseconds without a byte an unfinished upload is removed.
  public var unfinishedLifetime: Int64 = 86_400_000

  public init() {}
}

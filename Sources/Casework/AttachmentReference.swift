/// A stored file as an event names it. Its name and its content's hash are personal: commitments whose attribute is the
/// id in hexadecimal stand for them.
public struct AttachmentReference: Hashable, Sendable {
  /// Most files that one act brings.
  public static let limit = 16

  public var id: AttachmentId
  /// The form's attribute that it answers; empty for a file that was added.
  public var attribute: String
  /// As its content says.
  public var mediaType: String
  /// Bytes as stored.
  public var size: UInt64

  public init(id: AttachmentId, attribute: String, mediaType: String, size: UInt64) {
    self.id = id
    self.attribute = attribute
    self.mediaType = mediaType
    self.size = size
  }
}

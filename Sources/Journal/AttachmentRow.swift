public import Casework

/// What the journal knows of a stored file; the bytes lie beside it.
public struct AttachmentRow: Sendable, Equatable {
  public var id: AttachmentId
  /// Who uploaded it: a principal's row, or a request's sequence with a minus for its citizen.
  public var uploader: Int64
  /// Keyed hash of what the upload announced.
  public var content: ContentHash
  /// The code of the service that it is for.
  public var service: String
  /// The form's attribute that it answers; empty for a file that is to be added.
  public var attribute: String
  /// The sequence of the request that it was uploaded for or belongs to; 0: none yet.
  public var request: Int64
  /// The number of the event that brought it into its request; 0: none yet.
  public var event: UInt32
  public var mediaType: MediaType
  /// Bytes as stored.
  public var size: UInt64
  /// Marks were taken out: the stored bytes are not those that were sent.
  public var metadataRemoved: Bool
  /// Unix milliseconds.
  public var stored: Int64
  /// As the sender calls it. Personal: it moves to the event's personal values once there is an event; empty from then on.
  public var name: String
  /// Of the bytes as stored. Moves like the name; nil from then on.
  public var sha256: Digest?

  public init(
    id: AttachmentId, uploader: Int64, content: ContentHash, service: String, attribute: String,
    request: Int64, event: UInt32, mediaType: MediaType, size: UInt64, metadataRemoved: Bool, stored: Int64,
    name: String, sha256: Digest?
  ) {
    self.id = id
    self.uploader = uploader
    self.content = content
    self.service = service
    self.attribute = attribute
    self.request = request
    self.event = event
    self.mediaType = mediaType
    self.size = size
    self.metadataRemoved = metadataRemoved
    self.stored = stored
    self.name = name
    self.sha256 = sha256
  }

  /// An event has brought it into its request: it stays with it for good.
  public var isBound: Bool { event != 0 }
}

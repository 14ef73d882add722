public import Casework

/// What an upload announces, as the rules allow it.
public struct UploadTerms: Sendable, Equatable {
  /// Names the file: made of the caller and the upload's own id, so that a stranger's id says nothing.
  public var id: AttachmentId
  /// Who uploads, as the journal counts: a principal's row, or a request's sequence with a minus for its citizen.
  public var uploader: Int64
  /// A keyed hash of all that was announced: the same id with another one is refused.
  public var content: AttachmentId
  /// Bytes in all.
  public var size: UInt64
  /// Of all of them.
  public var sha256: Digest
  /// The kinds that are taken here.
  public var allowed: [MediaType]

  public init(
    id: AttachmentId, uploader: Int64, content: AttachmentId, size: UInt64, sha256: Digest,
    allowed: [MediaType]
  ) {
    self.id = id
    self.uploader = uploader
    self.content = content
    self.size = size
    self.sha256 = sha256
    self.allowed = allowed
  }
}

/// A file that is whole and in its place.
public struct KeptFile: Sendable, Equatable {
  public var mediaType: MediaType
  /// Bytes that are kept.
  public var size: UInt64
  /// Of the bytes that are kept.
  public var sha256: Digest
  /// Marks were taken out of a picture: the bytes differ from those sent.
  public var metadataRemoved: Bool

  public init(mediaType: MediaType, size: UInt64, sha256: Digest, metadataRemoved: Bool) {
    self.mediaType = mediaType
    self.size = size
    self.sha256 = sha256
    self.metadataRemoved = metadataRemoved
  }
}

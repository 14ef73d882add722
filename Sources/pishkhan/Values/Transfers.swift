import libpishkhan

/// A file that was uploaded.
struct Upload: Equatable, Sendable {
  let attachment: Attachment?
  /// Position and other marks were taken out of a picture.
  let isMetadataRemoved: Bool
  let id: IdempotencyKey?

  init(_ raw: pishkhan_uploaded) {
    attachment = raw.attachment.map { Attachment($0.pointee) }
    isMetadataRemoved = raw.metadata_removed
    id = IdempotencyKey(bytes: withUnsafeBytes(of: raw.upload_id) { Array($0) })
  }
}

extension Upload: Presentable {
  var json: JSONValue {
    .object(
      (attachment?.members ?? []) + [
        JSONValue.Member("metadata_removed", .boolean(isMetadataRemoved)),
        JSONValue.Member("upload_id", id.map { .string($0.text) } ?? .null),
      ])
  }

  func write(to page: inout Page) {
    attachment?.write(to: &page)
    if isMetadataRemoved { page.line(.metadataRemoved) }
  }
}

/// A file that was downloaded.
struct Download: Equatable, Sendable {
  let attachment: Attachment?
  let isVerified: Bool

  init(_ raw: pishkhan_downloaded) {
    attachment = raw.attachment.map { Attachment($0.pointee) }
    isVerified = raw.verified
  }
}

extension Download: Presentable {
  var json: JSONValue {
    .object((attachment?.members ?? []) + [JSONValue.Member("verified", .boolean(isVerified))])
  }

  func write(to page: inout Page) {
    attachment?.write(to: &page)
    page.line(isVerified ? .verified : .unverified)
  }
}

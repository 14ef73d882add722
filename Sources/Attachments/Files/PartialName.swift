import Casework

/// The name of an unfinished upload's file. It says all that a restart must know of it:
/// `id.content.uploader.size`, two hexadecimal numbers and two decimal ones.
struct PartialName: Equatable, Sendable {
  var id: AttachmentId
  /// Tells two uploads under one id apart.
  var content: AttachmentId
  var uploader: Int64
  /// Bytes that were announced.
  var size: UInt64

  init(_ terms: UploadTerms) {
    id = terms.id
    content = terms.content
    uploader = terms.uploader
    size = terms.size
  }

  /// nil where a file of that name is none of ours.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4, let id = AttachmentId(hexadecimal: parts[0]),
      let content = AttachmentId(hexadecimal: parts[1]), let uploader = Int64(parts[2]),
      let size = UInt64(parts[3])
    else { return nil }
    self.id = id
    self.content = content
    self.uploader = uploader
    self.size = size
  }

  var text: String { "\(id.hexadecimal).\(content.hexadecimal).\(uploader).\(size)" }
}

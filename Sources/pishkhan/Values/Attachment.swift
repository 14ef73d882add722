import libpishkhan

/// A stored file.
struct Attachment: Equatable, Sendable {
  let id: String
  /// Empty for a file that was added.
  let attribute: String
  let name: String
  let mediaType: String
  let size: UInt64
  /// Empty where it was erased.
  let sha256: [UInt8]

  init(_ raw: pishkhan_attachment) {
    id = string(raw.id)
    attribute = string(raw.attribute)
    name = string(raw.name)
    mediaType = string(raw.media_type)
    size = raw.file_size
    sha256 = bytes(raw.sha256, Int(PISHKHAN_HASH_SIZE))
  }

  var json: JSONValue { .object(members) }

  var members: [JSONValue.Member] {
    [
      JSONValue.Member("id", .string(id)), JSONValue.Member("attribute", .string(attribute)),
      JSONValue.Member("name", .string(name)), JSONValue.Member("media_type", .string(mediaType)),
      JSONValue.Member("size", .number(size)), JSONValue.Member("sha256", .string(hexadecimal(sha256))),
    ]
  }

  /// On one line: what it is called, and how it can be had.
  func line(_ writing: Writing) -> String {
    let parts = [writing.free(name), writing.code(mediaType), writing.number(size), writing.code(id)]
    return parts.filter { !$0.isEmpty }.joined(separator: "  ")
  }

  func write(to page: inout Page) {
    let writing = page.writing
    page.field(.file, writing.code(id))
    page.field(.name, writing.free(name))
    page.field(.mediaType, writing.code(mediaType))
    page.field(.size, writing.number(size))
    page.field(.hash, writing.code(hexadecimal(sha256)))
  }
}

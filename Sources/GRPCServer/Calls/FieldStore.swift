/// The metadata of one request as it came, one run of bytes: name length, value length, name, value.
struct FieldStore: ~Copyable {
  private var buffer = ByteBuffer()

  init() {}

  mutating func append(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
    let lengths = UInt64(name.count) << 32 | UInt64(value.count)
    withUnsafeBytes(of: lengths) { buffer.append($0) }
    buffer.append(name)
    buffer.append(value)
  }

  mutating func clear() {
    buffer.clear(keeping: 1_024)
  }

  /// Goes through the fields until `body` answers true.
  private func search(_ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Bool) {
    var rest = buffer.bytes
    while rest.count >= 8 {
      let lengths = rest.loadUnaligned(as: UInt64.self)
      let nameEnd = 8 + Int(lengths >> 32)
      let valueEnd = nameEnd + Int(lengths & 0xFFFF_FFFF)
      let name = UnsafeRawBufferPointer(rebasing: rest[8..<nameEnd])
      if body(name, UnsafeRawBufferPointer(rebasing: rest[nameEnd..<valueEnd])) { return }
      rest = UnsafeRawBufferPointer(rebasing: rest[valueEnd...])
    }
  }

  func first(_ name: StaticString) -> [UInt8]? {
    var found: [UInt8]?
    search { candidate, value in
      guard candidate.equals(name) else { return false }
      found = candidate.ends(with: "-bin") ? Self.decoded(value).first : Array(value)
      return true
    }
    return found
  }

  var metadata: Metadata {
    var metadata = Metadata()
    search { name, value in
      let text = String(decoding: name, as: UTF8.self)
      if name.ends(with: "-bin") {
        for item in Self.decoded(value) { metadata.append(checked: text, item) }
      } else {
        metadata.append(checked: text, Array(value))
      }
      return false
    }
    return metadata
  }

  /// Several values of one binary name may stand in one field, between commas.
  private static func decoded(_ value: UnsafeRawBufferPointer) -> [[UInt8]] {
    value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).compactMap { item in
      Base64.decode(UnsafeRawBufferPointer(rebasing: item).trimmed)
    }
  }
}

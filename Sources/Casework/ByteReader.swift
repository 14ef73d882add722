// Big-endian integers and length-prefixed text, written and read.

extension [UInt8] {
  mutating func appendInteger<T: FixedWidthInteger & UnsignedInteger>(_ value: T) {
    Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
  }

  mutating func appendText(_ text: String) {
    let utf8 = text.utf8
    precondition(utf8.count <= Int(UInt16.max), "a text in an event is limited at the edge")
    appendInteger(UInt16(utf8.count))
    append(contentsOf: utf8)
  }
}

/// Reads big-endian integers and length-prefixed text; every length is checked before it is used.
struct ByteReader {
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { offset == bytes.count }

  mutating func take(_ count: Int) throws(EventDecodingError) -> UnsafeRawBufferPointer {
    guard count <= bytes.count - offset else { throw .truncated }
    defer { offset += count }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
  }

  mutating func integer<T: FixedWidthInteger>(_: T.Type) throws(EventDecodingError) -> T {
    T(bigEndian: try take(MemoryLayout<T>.size).loadUnaligned(as: T.self))
  }

  mutating func text() throws(EventDecodingError) -> String {
    let count = Int(try integer(UInt16.self))
    guard let text = String(validating: try take(count), as: UTF8.self) else {
      throw .invalidValue(field: .text)
    }
    return text
  }

  mutating func digest() throws(EventDecodingError) -> Digest {
    Digest(try take(Digest.byteCount))!  // exactly byteCount bytes were taken
  }

  mutating func value<V: RawRepresentable<UInt8>>(_ field: StaticFieldName) throws(EventDecodingError) -> V {
    guard let value = V(rawValue: try integer(UInt8.self)) else { throw .invalidValue(field: field) }
    return value
  }

  mutating func optionalValue<V: RawRepresentable<UInt8>>(
    _ field: StaticFieldName
  ) throws(EventDecodingError) -> V? {
    let raw = try integer(UInt8.self)
    if raw == 0 { return nil }
    guard let value = V(rawValue: raw) else { throw .invalidValue(field: field) }
    return value
  }

  mutating func flag(_ field: StaticFieldName) throws(EventDecodingError) -> Bool {
    switch try integer(UInt8.self) {
    case 0: false
    case 1: true
    default: throw .invalidValue(field: field)
    }
  }
}

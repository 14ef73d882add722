/// Walks over the fields of one serialised protobuf message (the encoding document's wire types), for descriptors, of
/// which protobuf-c keeps no types.
struct ProtobufFields {
  enum Value {
    case number(UInt64)
    case bytes(UnsafeRawBufferPointer)
  }

  private var rest: UnsafeRawBufferPointer
  /// Set when the bytes end inside a field or use a wire type that does not exist.
  private(set) var isMalformed = false

  init(_ message: UnsafeRawBufferPointer) {
    rest = message
  }

  mutating func next() -> (field: UInt64, value: Value)? {
    guard !rest.isEmpty else { return nil }
    guard let key = varint(), let value = value(wireType: key & 7) else {
      isMalformed = true
      return nil
    }
    return (key >> 3, value)
  }

  private mutating func value(wireType: UInt64) -> Value? {
    switch wireType {
    case 0: return varint().map { .number($0) }
    case 1: return take(8).map { .number($0.loadUnaligned(as: UInt64.self)) }
    case 2: return varint().flatMap { Int(exactly: $0) }.flatMap { take($0) }.map { .bytes($0) }
    case 5: return take(4).map { .number(UInt64($0.loadUnaligned(as: UInt32.self))) }
    default: return nil
    }
  }

  private mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = take(1)?[0] else { return nil }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }

  private mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
    guard count <= rest.count else { return nil }
    defer { rest = UnsafeRawBufferPointer(rebasing: rest[count...]) }
    return UnsafeRawBufferPointer(rebasing: rest[..<count])
  }
}

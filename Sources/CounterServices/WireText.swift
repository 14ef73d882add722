import CProtobufC
import Glibc

/// Finds text in a packed message that is not UTF-8 or holds a NUL, before protobuf-c unpacks it: that checks neither,
/// and cuts text at a NUL. Bytes that are no message are left to protobuf-c, which refuses them.
enum WireText {
  /// The path of the first such field; nil where all is well.
  static func firstBadField(
    _ bytes: UnsafeRawBufferPointer, _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>
  ) -> String? {
    var offset = 0
    while offset < bytes.count {
      guard let tag = varint(bytes, &offset), let length = payload(tag & 7, bytes, &offset) else {
        return nil
      }
      let start = offset
      offset += length
      guard tag & 7 == 2, let field = field(UInt32(truncatingIfNeeded: tag >> 3), descriptor) else {
        continue
      }
      let value = UnsafeRawBufferPointer(rebasing: bytes[start..<offset])
      switch field.pointee.type {
      case PROTOBUF_C_TYPE_STRING:
        if !isText(value) { return String(cString: field.pointee.name) }
      case PROTOBUF_C_TYPE_MESSAGE:
        // No message of ours contains itself (proto/README.md, rule 6), so the depth is bounded.
        let inner = field.pointee.descriptor.assumingMemoryBound(to: ProtobufCMessageDescriptor.self)
        if let path = firstBadField(value, inner) { return "\(String(cString: field.pointee.name)).\(path)" }
      default: break
      }
    }
    return nil
  }

  private static func isText(_ value: UnsafeRawBufferPointer) -> Bool {
    guard let start = value.baseAddress else { return true }
    if memchr(start, 0, value.count) != nil { return false }
    return (try? UTF8Span(validating: Span(_unsafeElements: value.bindMemory(to: UInt8.self)))) != nil
  }

  /// Length of what follows the tag; `offset` moves to its first byte.
  private static func payload(_ wireType: UInt64, _ bytes: UnsafeRawBufferPointer, _ offset: inout Int)
    -> Int?
  {
    let length: Int
    switch wireType {
    case 0:
      guard varint(bytes, &offset) != nil else { return nil }
      return 0
    case 1: length = 8
    case 2:
      guard let count = varint(bytes, &offset), count <= UInt64(bytes.count - offset) else { return nil }
      length = Int(count)
    case 5: length = 4
    default: return nil
    }
    return length <= bytes.count - offset ? length : nil
  }

  private static func varint(_ bytes: UnsafeRawBufferPointer, _ offset: inout Int) -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while offset < bytes.count, shift < 64 {
      let byte = bytes[offset]
      offset += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte & 0x80 == 0 { return value }
      shift += 7
    }
    return nil
  }

  private static func field(
    _ number: UInt32, _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>
  ) -> UnsafePointer<ProtobufCFieldDescriptor>? {
    // A handful of fields: a scan is faster than a search.
    for index in 0..<Int(descriptor.pointee.n_fields) where descriptor.pointee.fields[index].id == number {
      return descriptor.pointee.fields + index
    }
    return nil
  }
}

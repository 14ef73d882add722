import CProtobufC
import Casework
import Glibc
import Messages

/// Memory for the parts of one reply that is put together from protobuf-c structs; all of it is freed with the arena.
final class MessageArena {
  private var chunks: [UnsafeMutableRawPointer] = []
  /// Bytes given out; tells how large a page of a list has grown.
  private(set) var byteCount = 0

  deinit {
    for chunk in chunks { free(chunk) }
  }

  private func allocate(_ count: Int) -> UnsafeMutableRawPointer {
    // Pages are bounded, so memory that is refused here is memory that the whole machine lacks.
    guard let chunk = malloc(max(count, 1)) else { preconditionFailure("the machine is out of memory") }
    chunks.append(chunk)
    byteCount += count
    return chunk
  }

  /// A message with its default values.
  func message<M>(_ initialise: (UnsafeMutablePointer<M>) -> Void) -> UnsafeMutablePointer<M> {
    let message = allocate(MemoryLayout<M>.size).bindMemory(to: M.self, capacity: 1)
    initialise(message)
    return message
  }

  func string(_ text: String) -> UnsafeMutablePointer<CChar> {
    var text = text
    return text.withUTF8 { utf8 in
      let copy = allocate(utf8.count + 1)
      copy.copyMemory(
        from: UnsafeRawPointer(utf8.baseAddress ?? UnsafePointer(bitPattern: 1)!), byteCount: utf8.count)
      copy.storeBytes(of: 0, toByteOffset: utf8.count, as: UInt8.self)
      return copy.bindMemory(to: CChar.self, capacity: utf8.count + 1)
    }
  }

  func bytes(_ bytes: [UInt8]) -> ProtobufCBinaryData {
    let copy = allocate(bytes.count)
    bytes.withUnsafeBytes {
      copy.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(copy), byteCount: $0.count)
    }
    return ProtobufCBinaryData(
      len: bytes.count, data: copy.bindMemory(to: UInt8.self, capacity: bytes.count))
  }

  func bytes(_ digest: Digest) -> ProtobufCBinaryData {
    digest.withUnsafeBytes { bytes([UInt8]($0)) }
  }

  /// The pointer array of a repeated message field.
  func list<M>(_ messages: [UnsafeMutablePointer<M>]) -> UnsafeMutablePointer<UnsafeMutablePointer<M>?>? {
    if messages.isEmpty { return nil }
    let list = allocate(messages.count * MemoryLayout<UnsafeMutablePointer<M>?>.stride)
      .bindMemory(to: UnsafeMutablePointer<M>?.self, capacity: messages.count)
    for (index, message) in messages.enumerated() { list[index] = message }
    return list
  }

  /// The array of a repeated field that holds numbers, enums or bytes.
  func values<V>(_ values: [V]) -> UnsafeMutablePointer<V>? {
    if values.isEmpty { return nil }
    let list = allocate(values.count * MemoryLayout<V>.stride).bindMemory(to: V.self, capacity: values.count)
    list.initialize(from: values, count: values.count)
    return list
  }

  func strings(_ texts: [String]) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    list(texts.map(string))
  }

  func localizedText(
    _ language: Language, _ text: String
  ) -> UnsafeMutablePointer<Pishkhan__V1__LocalizedText> {
    let message = message(pishkhan__v1__localized_text__init)
    message.pointee.language = string(language.rawValue)
    message.pointee.text = string(text)
    return message
  }

  /// Both languages of a name; a language without a text is left out.
  func localizedTexts(
    _ name: LocalizedName
  ) -> (count: Int, list: UnsafeMutablePointer<UnsafeMutablePointer<Pishkhan__V1__LocalizedText>?>?) {
    let texts = Language.allCases.filter { !name[$0].isEmpty }.map { localizedText($0, name[$0]) }
    return (texts.count, list(texts))
  }
}

/// The bytes of a message.
func pack<M>(_ message: UnsafeMutablePointer<M>) -> [UInt8] {
  let base = UnsafeRawPointer(message).assumingMemoryBound(to: ProtobufCMessage.self)
  let count = protobuf_c_message_get_packed_size(base)
  return [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
    if let start = buffer.baseAddress { protobuf_c_message_pack(base, start) }
    written = count
  }
}

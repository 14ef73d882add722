@testable import GRPCServer

/// Header fields of a request: lines of `name: value` become a head and its metadata. The small forms hold their laws.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHeaders(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: data, count: count)
  var head = RequestHead()
  var store = FieldStore()
  for line in bytes.split(separator: UInt8(ascii: "\n")) {
    let line = UnsafeRawBufferPointer(rebasing: line)
    // From the second byte on, since a pseudo-header field begins with a colon.
    let colon = line.dropFirst().firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
    let name = UnsafeRawBufferPointer(rebasing: line[..<colon])
    let value = UnsafeRawBufferPointer(rebasing: line[min(colon + 1, line.endIndex)...])
    if head.take(name, value, methods: methods) { store.append(name, value) }
    checkForms(value)
  }
  precondition(head.listBytes <= bytes.count + 33 * (bytes.count + 1))
  _ = head.verdict(maximumListBytes: 8_192)
  let metadata = store.metadata
  for entry in metadata.entries { precondition(metadata.values(entry.name).contains(entry.value)) }
  _ = store.first("x-custom-bin")
  return 0
}

nonisolated(unsafe) private let methods = MethodTable([
  .unary("/p.S/Unary") { call, _ in call.respond(byteCount: 0) { _ in } },
  .bidirectionalStreaming("/p.S/Both") { _ in nil },
])

private func checkForms(_ value: UnsafeRawBufferPointer) {
  if let decoded = Base64.decode(value) {
    precondition(decoded.count <= value.count * 3 / 4)
    precondition(Base64.decode(Base64.encode(decoded)) == decoded, "base64 does not come back")
  }
  precondition(Base64.decode(Base64.encode(value)) == Array(value), "base64 does not come back")
  if let nanoseconds = CallTimeout.parse(value) { precondition(nanoseconds <= UInt64.max / 2) }
  let text = String(decoding: value, as: UTF8.self)
  let encoded = PercentEncoding.encode(text)
  precondition(encoded.allSatisfy { (0x20...0x7E).contains($0) }, "not printable")
  precondition(percentDecoded(encoded) == Array(text.utf8), "the message does not come back")
}

private func percentDecoded(_ text: [UInt8]) -> [UInt8] {
  var decoded: [UInt8] = []
  var index = 0
  while index < text.count {
    if text[index] == UInt8(ascii: "%") {
      decoded.append(UInt8(String(decoding: text[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)!)
      index += 3
    } else {
      decoded.append(text[index])
      index += 1
    }
  }
  return decoded
}

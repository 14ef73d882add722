/// The files of the FileDescriptorSets that reflection answers from, by name, by symbol and by extension.
///
/// `@unchecked Sendable`: nothing changes it after `init`.
final class DescriptorIndex: @unchecked Sendable {
  /// One FileDescriptorProto, as it was serialised.
  struct File {
    let name: String
    let bytes: UnsafeRawBufferPointer
    let dependencies: [String]
  }

  private struct ExtensionKey: Hashable {
    let type: String
    let number: Int32
  }

  private var files: [File] = []
  private var byName: [String: Int] = [:]
  private var bySymbol: [String: Int] = [:]
  private var byExtension: [ExtensionKey: Int] = [:]
  private var extensionNumbers: [String: [Int32]] = [:]
  private var types: Set<String> = []
  private var memory: [UnsafeMutableRawBufferPointer] = []

  init(_ sets: [[UInt8]]) throws(ServerError) {
    for set in sets {
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: set.count, alignment: 1)
      copy.copyBytes(from: set)
      memory.append(copy)
      var fields = ProtobufFields(UnsafeRawBufferPointer(copy))
      while let (field, value) = fields.next() {
        if field == 1, case .bytes(let bytes) = value { add(file: bytes) }
      }
      if fields.isMalformed {
        throw ServerError(.descriptorSet, "a descriptor set is not a google.protobuf.FileDescriptorSet")
      }
    }
  }

  deinit {
    for buffer in memory { buffer.deallocate() }
  }

  // MARK: Answers

  /// A file and all that it imports, the file first.
  func closure(ofFile name: String) -> [File]? {
    byName[name].map(closure)
  }

  /// - Parameter symbol: a service, method, message, enum, field, oneof, enum value or extension, fully qualified.
  func closure(ofSymbol symbol: String) -> [File]? {
    bySymbol[symbol].map(closure)
  }

  func closure(ofExtension number: Int32, of type: String) -> [File]? {
    byExtension[ExtensionKey(type: type, number: number)].map(closure)
  }

  /// nil when the type is not known.
  func extensionNumbers(of type: String) -> [Int32]? {
    types.contains(type) ? (extensionNumbers[type] ?? []).sorted() : nil
  }

  private func closure(of first: Int) -> [File] {
    var found = [first]
    var seen: Set<Int> = [first]
    var position = 0
    while position < found.count {
      for name in files[found[position]].dependencies {
        if let index = byName[name], seen.insert(index).inserted { found.append(index) }
      }
      position += 1
    }
    return found.map { files[$0] }
  }

  // MARK: Reading (field numbers of google/protobuf/descriptor.proto)

  private func add(file bytes: UnsafeRawBufferPointer) {
    let name = Self.text(bytes, 1) ?? ""
    // The same file may stand in several sets.
    guard byName[name] == nil else { return }
    let index = files.count
    files.append(File(name: name, bytes: bytes, dependencies: Self.texts(bytes, 3)))
    byName[name] = index
    let package = Self.text(bytes, 2).map { $0 + "." } ?? ""
    for message in Self.parts(bytes, 4) { add(message: message, in: package, index) }
    for enumeration in Self.parts(bytes, 5) { add(enumeration: enumeration, in: package, index) }
    for service in Self.parts(bytes, 6) {
      guard let service = addSymbol(service, in: package, index).map({ (service, $0) }) else { continue }
      for method in Self.parts(service.0, 2) { addSymbol(method, in: service.1 + ".", index) }
    }
    for member in Self.parts(bytes, 7) { add(extension: member, in: package, index) }
  }

  private func add(message: UnsafeRawBufferPointer, in scope: String, _ index: Int) {
    guard let name = addSymbol(message, in: scope, index) else { return }
    types.insert(name)
    let scope = name + "."
    for field in Self.parts(message, 2) { addSymbol(field, in: scope, index) }
    for nested in Self.parts(message, 3) { add(message: nested, in: scope, index) }
    for enumeration in Self.parts(message, 4) { add(enumeration: enumeration, in: scope, index) }
    for member in Self.parts(message, 6) { add(extension: member, in: scope, index) }
    for oneof in Self.parts(message, 8) { addSymbol(oneof, in: scope, index) }
  }

  private func add(enumeration: UnsafeRawBufferPointer, in scope: String, _ index: Int) {
    addSymbol(enumeration, in: scope, index)
    // An enum's values are its siblings, not its children (descriptor.proto, EnumValueDescriptorProto).
    for value in Self.parts(enumeration, 2) { addSymbol(value, in: scope, index) }
  }

  private func add(extension member: UnsafeRawBufferPointer, in scope: String, _ index: Int) {
    addSymbol(member, in: scope, index)
    guard var type = Self.text(member, 2), let number = Self.number(member, 3) else { return }
    if type.hasPrefix(".") { type.removeFirst() }
    let key = ExtensionKey(type: type, number: Int32(truncatingIfNeeded: number))
    byExtension[key] = index
    extensionNumbers[type, default: []].append(key.number)
  }

  @discardableResult
  private func addSymbol(_ descriptor: UnsafeRawBufferPointer, in scope: String, _ index: Int) -> String? {
    guard let name = Self.text(descriptor, 1) else { return nil }
    bySymbol[scope + name] = index
    return scope + name
  }

  private static func parts(_ message: UnsafeRawBufferPointer, _ wanted: UInt64) -> [UnsafeRawBufferPointer] {
    var found: [UnsafeRawBufferPointer] = []
    var fields = ProtobufFields(message)
    while let (field, value) = fields.next() {
      if field == wanted, case .bytes(let bytes) = value { found.append(bytes) }
    }
    return found
  }

  private static func texts(_ message: UnsafeRawBufferPointer, _ wanted: UInt64) -> [String] {
    parts(message, wanted).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func text(_ message: UnsafeRawBufferPointer, _ wanted: UInt64) -> String? {
    texts(message, wanted).last
  }

  private static func number(_ message: UnsafeRawBufferPointer, _ wanted: UInt64) -> UInt64? {
    var fields = ProtobufFields(message)
    while let (field, value) = fields.next() {
      if field == wanted, case .number(let number) = value { return number }
    }
    return nil
  }
}

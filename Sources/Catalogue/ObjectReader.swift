import Casework

/// Reads the members of one object of a file, each to the type that its field has.
struct ObjectReader {
  let path: String
  let line: Int
  private let members: [JSONNode.Member]

  /// - Parameter names: the fields that there are; any other is refused, since it is a slip of the pen. Nil: others are
  ///   passed over.
  init(_ node: JSONNode, _ path: String, fields names: [String]?) throws(CatalogueFault) {
    guard case .object(let members) = node.value else {
      throw CatalogueFault(line: node.line, field: path, "an object is needed here")
    }
    if let names, let stray = members.first(where: { !names.contains($0.name) }) {
      throw CatalogueFault(
        line: stray.node.line, field: path,
        "there is no field \"\(stray.name)\" here; there are "
          + names.joined(separator: ", "))
    }
    self.path = path
    self.members = members
    line = node.line
  }

  private func place(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  private func fault(_ name: String, _ node: JSONNode, _ what: String) -> CatalogueFault {
    CatalogueFault(line: node.line, field: place(name), what)
  }

  /// The member; nil where it is absent or null.
  func node(_ name: String) -> JSONNode? {
    guard let node = members.first(where: { $0.name == name })?.node, node.value != .null else { return nil }
    return node
  }

  /// Empty where it is absent.
  func text(_ name: String) throws(CatalogueFault) -> String {
    guard let node = node(name) else { return "" }
    guard case .string(let text) = node.value else { throw fault(name, node, "a text is needed here") }
    return text
  }

  /// False where it is absent.
  func flag(_ name: String) throws(CatalogueFault) -> Bool {
    guard let node = node(name) else { return false }
    guard case .boolean(let flag) = node.value else {
      throw fault(name, node, "true or false is needed here")
    }
    return flag
  }

  /// 0 where it is absent.
  func integer<N: FixedWidthInteger>(_ name: String) throws(CatalogueFault) -> N {
    guard let node = node(name) else { return 0 }
    guard case .number(let text) = node.value, let number = N(text) else {
      throw fault(name, node, "a whole number of \(N.min) to \(N.max) is needed here")
    }
    return number
  }

  /// Empty where it is absent.
  func list(_ name: String) throws(CatalogueFault) -> [JSONNode] {
    guard let node = node(name) else { return [] }
    guard case .array(let elements) = node.value else { throw fault(name, node, "a list is needed here") }
    return elements
  }

  func list<T>(
    _ name: String, _ read: (JSONNode, String) throws(CatalogueFault) -> T
  ) throws(CatalogueFault) -> [T] {
    var values: [T] = []
    for (index, element) in try list(name).enumerated() {
      values.append(try read(element, "\(place(name))[\(index)]"))
    }
    return values
  }

  func texts(_ name: String) throws(CatalogueFault) -> [String] {
    try list(name) { (node, path) throws(CatalogueFault) in
      guard case .string(let text) = node.value else {
        throw CatalogueFault(line: node.line, field: path, "a text is needed here")
      }
      return text
    }
  }

  /// A text in both languages: an object with "fa" and "en".
  func name(_ name: String) throws(CatalogueFault) -> LocalizedName {
    guard let node = node(name) else { return LocalizedName() }
    let texts = try ObjectReader(node, place(name), fields: Language.allCases.map(\.rawValue))
    return LocalizedName(persian: try texts.text("fa"), english: try texts.text("en"))
  }

  /// One of a closed vocabulary; nil where it is absent.
  func word<V: CaseIterable>(
    _ name: String, _ spelling: (V) -> String
  ) throws(CatalogueFault) -> V? {
    guard let node = node(name) else { return nil }
    return try Self.word(try text(name), node, place(name), spelling)
  }

  func words<V: CaseIterable>(
    _ name: String, _ spelling: (V) -> String
  ) throws(CatalogueFault) -> [V] {
    let nodes = try list(name)
    var values: [V] = []
    for (index, text) in try texts(name).enumerated() {
      values.append(try Self.word(text, nodes[index], "\(place(name))[\(index)]", spelling))
    }
    return values
  }

  private static func word<V: CaseIterable>(
    _ text: String, _ node: JSONNode, _ path: String, _ spelling: (V) -> String
  ) throws(CatalogueFault) -> V {
    if let value = V.allCases.first(where: { spelling($0) == text }) { return value }
    throw CatalogueFault(
      line: node.line, field: path,
      "\"\(text)\" is none of " + V.allCases.map(spelling).joined(separator: ", "))
  }

  func required<T>(_ name: String, _ value: T?) throws(CatalogueFault) -> T {
    if let value { return value }
    throw CatalogueFault(line: line, field: place(name), "this is needed")
  }
}

/// A value of a JSON document (RFC 8259) that was read, with the line on which it begins.
public struct JSONNode: Sendable, Equatable {
  public indirect enum Value: Sendable, Equatable {
    case object([Member])
    case array([JSONNode])
    case string(String)
    /// As it is written: what it stands for is for its reader to say, without loss.
    case number(String)
    case boolean(Bool)
    case null
  }

  public struct Member: Sendable, Equatable {
    public let name: String
    public let node: JSONNode
  }

  public let value: Value
  /// From 1.
  public let line: Int

  /// The member of an object; nil where there is none, and in any other value.
  public subscript(name: String) -> JSONNode? {
    guard case .object(let members) = value else { return nil }
    return members.first { $0.name == name }?.node
  }

  /// The line of what a path names, or of the deepest part of it that is there: `services[3].names.fa`.
  public func line(at path: String) -> Int {
    var node = self
    for step in path.split(whereSeparator: { $0 == "." || $0 == "[" }) {
      if step.hasSuffix("]"), case .array(let elements) = node.value, let index = Int(step.dropLast()),
        elements.indices.contains(index)
      {
        node = elements[index]
      } else if let member = node[String(step)] {
        node = member
      } else {
        break
      }
    }
    return node.line
  }
}

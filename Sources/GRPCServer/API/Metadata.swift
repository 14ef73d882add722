/// Ordered names and values that travel before or after the messages of a call.
///
/// A value under a name that ends in `-bin` is any bytes (base64 is the wire's business); any other value is printable
/// ASCII. Names are `[0-9a-z_.-]+`; `grpc-` and names that begin with `:` are the protocol's own.
/// Source: PROTOCOL-HTTP2, Custom-Metadata.
public struct Metadata: Sendable, Equatable {
  /// One name with one value; a name may stand in several entries.
  public struct Entry: Sendable, Equatable {
    public let name: String
    public let value: [UInt8]
  }

  /// In the order in which they were added or received.
  public private(set) var entries: [Entry] = []

  public init() {}

  public var isEmpty: Bool { entries.isEmpty }

  /// Adds an entry; a name that is already there gets one more value.
  ///
  /// - Returns: false, with nothing added, when the name or the value may not stand in metadata.
  @discardableResult
  public mutating func add(_ name: String, _ value: some Sequence<UInt8>) -> Bool {
    let bytes = Array(value)
    guard Self.mayName(name), Self.mayHold(bytes, under: name) else { return false }
    entries.append(Entry(name: name, value: bytes))
    return true
  }

  /// Adds a text value; see ``add(_:_:)-swift.method``.
  @discardableResult
  public mutating func add(_ name: String, _ text: String) -> Bool {
    add(name, text.utf8)
  }

  /// The first value under a name.
  public subscript(_ name: String) -> [UInt8]? {
    entries.first { $0.name == name }?.value
  }

  /// Every value under a name, in order.
  public func values(_ name: String) -> [[UInt8]] {
    entries.filter { $0.name == name }.map(\.value)
  }

  /// An entry that the wire has checked already.
  mutating func append(checked name: String, _ value: [UInt8]) {
    entries.append(Entry(name: name, value: value))
  }

  static func mayName(_ name: String) -> Bool {
    let bytes = name.utf8
    guard !bytes.isEmpty, !name.hasPrefix("grpc-"), !Self.connectionNames.contains(name) else { return false }
    return bytes.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
      case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"): true
      default: false
      }
    }
  }

  static func mayHold(_ value: [UInt8], under name: String) -> Bool {
    if name.hasSuffix("-bin") { return true }
    if value.first == UInt8(ascii: " ") || value.last == UInt8(ascii: " ") { return false }
    return value.allSatisfy { (0x20...0x7E).contains($0) }
  }

  /// Fields that HTTP/2 forbids (RFC 9113 8.2.2) or that the transport writes itself.
  private static let connectionNames: Set<String> = [
    "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "te", "host",
    "content-type", "content-length", "user-agent",
  ]
}

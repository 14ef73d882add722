// The canonical bytes of an event: what is stored, hashed and, later, a leaf of the ledger. One event has exactly one
// encoding: fixed order, big-endian integers, length-prefixed text, and a decoder that refuses everything else. It is
// not protobuf's, whose bytes may differ from library to library (docs/protocol.md, "The event's bytes").

/// Why bytes are no event.
public enum EventDecodingError: Error, Equatable, Sendable {
  case unknownVersion(UInt8)
  case truncated
  case trailingBytes
  case invalidValue(field: StaticFieldName)
}

/// Names a field in an `EventDecodingError`.
public enum StaticFieldName: String, Sendable {
  case trackingCode, action, from, to, role, channel, assisted, kind, settled, text
}

extension CaseEvent {
  static let encodingVersion: UInt8 = 1

  /// Appends the canonical bytes.
  /// - Precondition: no text is longer than 65,535 bytes; the edge's limits are far below.
  public func encode(into bytes: inout [UInt8]) {
    bytes.append(Self.encodingVersion)
    bytes.appendInteger(trackingCode.number)
    bytes.appendInteger(number)
    bytes.appendInteger(UInt64(bitPattern: time))
    bytes.append(action.rawValue)
    bytes.append(from?.rawValue ?? 0)
    bytes.append(to.rawValue)
    bytes.append(role.rawValue)
    bytes.append(channel.rawValue)
    bytes.append(assisted ? 1 : 0)
    bytes.appendText(actor)
    bytes.appendText(office)
    bytes.appendText(service)
    bytes.appendInteger(serviceVersion)
    bytes.appendText(region)
    bytes.appendText(reason)
    previous.append(to: &bytes)
    bytes.appendInteger(UInt16(commitments.count))
    for commitment in commitments {
      bytes.append(commitment.kind.rawValue)
      bytes.appendText(commitment.attribute)
      commitment.digest.append(to: &bytes)
    }
    bytes.appendInteger(UInt16(surveyNumbers.count))
    for answer in surveyNumbers {
      bytes.appendText(answer.question)
      bytes.appendInteger(answer.number)
    }
    bytes.append(settled?.rawValue ?? 0)
  }

  /// Reads an event back from its canonical bytes.
  public init(decoding bytes: UnsafeRawBufferPointer) throws(EventDecodingError) {
    var reader = ByteReader(bytes)
    let version = try reader.integer(UInt8.self)
    guard version == Self.encodingVersion else { throw .unknownVersion(version) }
    let number = try reader.integer(UInt64.self)
    do throws(IdentifierFault) {
      trackingCode = try TrackingCode(number: number)
    } catch { throw .invalidValue(field: .trackingCode) }
    self.number = try reader.integer(UInt32.self)
    time = Int64(bitPattern: try reader.integer(UInt64.self))
    action = try reader.value(.action)
    from = try reader.optionalValue(.from)
    to = try reader.value(.to)
    role = try reader.value(.role)
    channel = try reader.value(.channel)
    assisted = try reader.flag(.assisted)
    actor = try reader.text()
    office = try reader.text()
    service = try reader.text()
    serviceVersion = try reader.integer(UInt32.self)
    region = try reader.text()
    reason = try reader.text()
    previous = try reader.digest()
    commitments = []
    for _ in 0..<(try reader.integer(UInt16.self)) {
      commitments.append(
        Commitment(
          kind: try reader.value(.kind), attribute: try reader.text(), digest: try reader.digest()))
    }
    surveyNumbers = []
    for _ in 0..<(try reader.integer(UInt16.self)) {
      surveyNumbers.append(
        SurveyNumber(question: try reader.text(), number: try reader.integer(UInt32.self)))
    }
    settled = try reader.optionalValue(.settled)
    guard reader.isAtEnd else { throw .trailingBytes }
  }

  /// The same for bytes in an array.
  public init(_ body: [UInt8]) throws(EventDecodingError) {
    let result = body.withUnsafeBytes { bytes in
      Result { () throws(EventDecodingError) in try CaseEvent(decoding: bytes) }
    }
    self = try result.get()
  }
}

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

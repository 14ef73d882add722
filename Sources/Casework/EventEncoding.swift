// The canonical bytes of an event: what is stored, hashed and, later, a leaf of the ledger. One event has exactly one
// encoding: fixed order, big-endian integers, length-prefixed text, and a decoder that refuses everything else. It is
// not protobuf's, whose bytes may differ from library to library (docs/protocol.md, "The event's bytes").
//
// Version 2 is version 1 and the groups of EventGroups.swift behind it. Events of version 1 are read for ever and no longer
// written.

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
  case groups, linked, representation, complaintSubject
  /// A group that is there, but says nothing: it would give one event two encodings.
  case emptyGroup
}

extension CaseEvent {
  static let encodingVersion: UInt8 = 2
  /// Where its action stands in the canonical bytes of an event of any version: events can be counted without decoding.
  public static let actionOffset = 21

  /// Appends the canonical bytes.
  /// - Precondition: no text is longer than 65,535 bytes; the edge's limits are far below.
  public func encode(into bytes: inout [UInt8]) {
    bytes.append(Self.encodingVersion)
    bytes.appendInteger(trackingCode.number)
    bytes.appendInteger(number)
    bytes.appendTime(time)
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
    encodeGroups(into: &bytes)
  }

  /// Reads an event back from its canonical bytes.
  public init(decoding bytes: UnsafeRawBufferPointer) throws(EventDecodingError) {
    var reader = ByteReader(bytes)
    let version = try reader.integer(UInt8.self)
    guard (1...Self.encodingVersion).contains(version) else { throw .unknownVersion(version) }
    trackingCode = try reader.trackingCode(.trackingCode)
    number = try reader.integer(UInt32.self)
    time = try reader.time()
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
    if version >= 2 { try decodeGroups(&reader) }
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

public import Casework

// All that the journal holds of a person passes through this file: the events only commit to it. Sealing it under a key
// per citizen, and erasing it, change nothing elsewhere.

/// A personal value with the salt of its commitment.
public struct PersonalValue: Sendable, Equatable {
  public static let saltByteCount = 16

  public var kind: PersonalKind
  /// The attribute or survey question that it belongs to; empty where the kind says all.
  public var attribute: String
  /// `saltByteCount` random bytes.
  public var salt: [UInt8]
  /// UTF-8, as typed.
  public var value: [UInt8]

  public init(kind: PersonalKind, attribute: String, salt: [UInt8], value: [UInt8]) {
    self.kind = kind
    self.attribute = attribute
    self.salt = salt
    self.value = value
  }

  public var text: String { String(decoding: value, as: UTF8.self) }
}

/// The personal values of one event, as they are stored.
public struct PersonalBody: Sendable {
  private static let version: UInt8 = 1

  public private(set) var bytes: [UInt8] = [PersonalBody.version]

  public init() { bytes.reserveCapacity(512) }

  /// Adds a value; order is that of the event's commitments.
  /// - Precondition: the salt has 16 bytes; the attribute has at most 255 bytes.
  public mutating func append(
    kind: PersonalKind, attribute: String, salt: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
  ) {
    precondition(salt.count == PersonalValue.saltByteCount && attribute.utf8.count <= 255)
    bytes.append(kind.rawValue)
    bytes.append(UInt8(attribute.utf8.count))
    bytes.append(contentsOf: attribute.utf8)
    bytes.append(contentsOf: salt)
    withUnsafeBytes(of: UInt32(value.count).bigEndian) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: value)
  }

  public var isEmpty: Bool { bytes.count == 1 }

  static func decode(_ bytes: UnsafeRawBufferPointer) -> [PersonalValue]? {
    guard bytes.first == version else { return nil }
    var rest = bytes.dropFirst()
    func take(_ count: Int) -> [UInt8]? {
      guard count <= rest.count else { return nil }
      defer { rest = rest.dropFirst(count) }
      return [UInt8](rest.prefix(count))
    }
    var values: [PersonalValue] = []
    while !rest.isEmpty {
      guard let head = take(2), let kind = PersonalKind(rawValue: head[0]),
        let attribute = take(Int(head[1])), let salt = take(PersonalValue.saltByteCount),
        let length = take(4),
        let value = take(length.reduce(0) { $0 << 8 | Int($1) })
      else { return nil }
      values.append(
        PersonalValue(
          kind: kind, attribute: String(decoding: attribute, as: UTF8.self), salt: salt, value: value))
    }
    return values
  }
}

/// Reads and writes the personal table; for the thread that owns the connection.
final class PersonalTable {
  private let insert: Statement
  private let select: Statement
  private let range: Statement

  init(_ database: Database) throws(JournalError) {
    insert = try Statement("INSERT INTO personal(id, body) VALUES(?, ?)", on: database)
    select = try Statement("SELECT body FROM personal WHERE id = ?", on: database)
    range = try Statement(
      "SELECT id, body FROM personal WHERE id BETWEEN ? AND ? ORDER BY id", on: database)
  }

  func store(_ body: PersonalBody, of event: EventId) throws(JournalError) {
    if body.isEmpty { return }
    try bodyBytes(body) { (bytes) throws(JournalError) in
      insert.bind(1, event.row)
      insert.bind(2, borrowing: bytes)
      try insert.run()
    }
  }

  private func bodyBytes(
    _ body: PersonalBody, _ use: (UnsafeRawBufferPointer) throws(JournalError) -> Void
  ) throws(JournalError) {
    var result: Result<Void, JournalError> = .success(())
    body.bytes.withUnsafeBytes { bytes in
      do throws(JournalError) { try use(bytes) } catch { result = .failure(error) }
    }
    try result.get()
  }

  /// Empty where there are none or they were erased.
  func values(of event: EventId) throws(JournalError) -> [PersonalValue] {
    defer { select.reset() }
    select.bind(1, event.row)
    guard try select.step() else { return [] }
    return try decode(select.blob(0))
  }

  /// The values of all of a request's events, oldest first.
  func values(ofRequest sequence: Int64) throws(JournalError) -> [(number: UInt32, values: [PersonalValue])] {
    defer { range.reset() }
    range.bind(1, EventId(sequence: sequence, number: 0).row)
    range.bind(2, EventId(sequence: sequence, number: CaseEvent.numberLimit).row)
    var all: [(number: UInt32, values: [PersonalValue])] = []
    while try range.step() {
      all.append((EventId(row: range.integer(0)).number, try decode(range.blob(1))))
    }
    return all
  }

  private func decode(_ bytes: UnsafeRawBufferPointer) throws(JournalError) -> [PersonalValue] {
    guard let values = PersonalBody.decode(bytes) else {
      throw range.damaged("a personal record can't be read")
    }
    return values
  }
}

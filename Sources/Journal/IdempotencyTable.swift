public import Casework

/// A client's key, in the scope in which it means something: principal and method, or tracking code and method.
public struct IdempotencyKey: Sendable, Equatable {
  public static let byteCount = 16

  public var scope: Int64
  public var high: UInt64
  public var low: UInt64

  /// - Parameter bytes: exactly 16 bytes, else `nil`.
  public init?(scope: Int64, bytes: UnsafeRawBufferPointer) {
    guard bytes.count == Self.byteCount else { return nil }
    self.scope = scope
    high = bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
    low = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
  }
}

/// The first 16 bytes of the keyed hash of a command's content.
public struct ContentHash: Sendable, Equatable {
  public var high: UInt64
  public var low: UInt64

  public init(_ digest: Digest) {
    (high, low) = digest.withUnsafeBytes {
      (
        $0.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
        $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
      )
    }
  }
}

/// Which event a key made, for as long as the request is kept (domain rule 6). For the writer's connection.
final class IdempotencyTable {
  private let select: Statement
  private let insert: Statement

  init(_ database: Database) throws(JournalError) {
    select = try Statement(
      "SELECT content, event FROM idempotency WHERE scope = ? AND key = ?", on: database)
    insert = try Statement(
      "INSERT INTO idempotency(scope, key, content, event) VALUES(?, ?, ?, ?)", on: database)
  }

  func entry(_ key: IdempotencyKey) throws(JournalError) -> (content: ContentHash, event: EventId)? {
    defer { select.reset() }
    select.bind(1, key.scope)
    bind(key, at: 2, of: select)
    guard try select.step() else { return nil }
    return (try select.contentHash(0), EventId(row: select.integer(1)))
  }

  func insert(_ key: IdempotencyKey, content: ContentHash, event: EventId) throws(JournalError) {
    insert.bind(1, key.scope)
    bind(key, at: 2, of: insert)
    insert.bind(3, content)
    insert.bind(4, event.row)
    try insert.run()
  }

  private func bind(_ key: IdempotencyKey, at index: Int32, of statement: borrowing Statement) {
    withUnsafeBytes(of: (key.high, key.low)) { statement.bind(index, copying: $0) }
  }
}

extension Statement {
  func bind(_ index: Int32, _ content: ContentHash) {
    withUnsafeBytes(of: (content.high, content.low)) { bind(index, copying: $0) }
  }

  /// - Throws: `damaged` where the stored value has another length.
  func contentHash(_ column: Int32) throws(JournalError) -> ContentHash {
    let bytes = blob(column)
    guard bytes.count == 16 else { throw damaged("a content hash has the wrong length") }
    return ContentHash(
      high: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
      low: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
  }
}

extension ContentHash {
  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }
}

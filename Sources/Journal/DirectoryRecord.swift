import Casework
import Catalogue

/// Who changes the directory.
public struct DirectoryActor: Sendable, Equatable {
  /// The principal's row; 0 for a command on the data folder itself.
  public var principal: Int64
  /// The principal's name; for a command its own.
  public var name: String

  public init(principal: Int64, name: String) {
    self.principal = principal
    self.name = name
  }

  /// A command that works on the data folder itself.
  public static let command = DirectoryActor(principal: 0, name: "pishkhand")
}

/// The record of all changes of the directory: who, when, what. With it stand the keys under which they were asked for, for
/// ever, so that a repeated call gets its answer again.
final class DirectoryRecord {
  private let insert: Statement
  private let select: Statement

  init(_ database: Database) throws(JournalError) {
    insert = try Statement(
      """
      INSERT INTO directory_change(time, principal, actor, kind, body, result, scope, key, content)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, on: database)
    select = try Statement(
      "SELECT content, result FROM directory_change WHERE scope = ? AND key = ?", on: database)
  }

  static func lastPosition(_ database: Database) throws(JournalError) -> Int64 {
    try database.integer("SELECT coalesce(max(position), 0) FROM directory_change")
  }

  /// - Parameter key: nil for a command, which is not repeated by machines.
  func append(
    _ change: DirectoryChange, by actor: DirectoryActor, at time: Int64, result: UInt32,
    _ key: (key: IdempotencyKey, content: ContentHash)?
  ) throws(JournalError) {
    insert.bind(1, time)
    insert.bind(2, actor.principal)
    insert.bind(3, actor.name)
    insert.bind(4, change.kind)
    insert.bind(5, change.json.line)
    insert.bind(6, result)
    if let (key, content) = key {
      insert.bind(7, key.scope)
      withUnsafeBytes(of: (key.high, key.low)) { insert.bind(8, copying: $0) }
      withUnsafeBytes(of: (content.high, content.low)) { insert.bind(9, copying: $0) }
    } else {
      for index in 7...9 { insert.bindNull(Int32(index)) }
    }
    try insert.run()
  }

  /// What a key was answered before.
  func entry(_ key: IdempotencyKey) throws(JournalError) -> (content: ContentHash, result: UInt32)? {
    defer { select.reset() }
    select.bind(1, key.scope)
    withUnsafeBytes(of: (key.high, key.low)) { select.bind(2, copying: $0) }
    guard try select.step() else { return nil }
    return (try select.contentHash(0), try select.number(1))
  }
}

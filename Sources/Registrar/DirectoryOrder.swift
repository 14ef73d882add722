public import Casework
public import Journal

/// A change of the directory that a machine asks for.
public struct DirectoryOrder: Sendable {
  public var change: DirectoryChange
  public var actor: DirectoryActor
  public var key: IdempotencyKey
  public var content: ContentHash

  public init(
    change: DirectoryChange, actor: DirectoryActor, key: IdempotencyKey, content: ContentHash
  ) {
    self.change = change
    self.actor = actor
    self.key = key
    self.content = content
  }
}

extension Registry {
  /// - Parameter now: Unix milliseconds.
  func change(_ order: DirectoryOrder, now: Int64) throws(JournalError) -> Outcome {
    if let earlier = try journal.directoryEntry(order.key) {
      return earlier.content == order.content
        ? .directoryChanged(earlier.result, isRepeated: true) : .keyReused
    }
    let result = try journal.change(
      order.change, by: order.actor, at: now, key: order.key, content: order.content)
    switch result {
    case .stored(let number): return .directoryChanged(number, isRepeated: false)
    case .rejected(let rejection): return .directoryRejected(rejection)
    }
  }
}

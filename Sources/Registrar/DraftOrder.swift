public import Casework
public import Journal

/// What the writer is asked for about an office's drafts.
public enum DraftOrder: Sendable {
  /// Stored in place of the one with its id; the times are the writer's.
  case put(DraftRow)
  case delete(DraftId, office: Int64)

  /// How long a draft is kept after its last change, in milliseconds: 30 days.
  public static let lifetime: Int64 = 30 * 86_400_000
  /// Bytes of one draft.
  public static let bytesMax = 65_536
  /// Drafts of one office.
  public static let countMax: Int64 = 1_000
  /// Bytes of all of an office's drafts.
  public static let officeBytesMax: Int64 = 16 << 20
}

/// How it ended.
public enum DraftOutcome: Sendable, Equatable {
  /// Unix milliseconds.
  case kept(until: Int64)
  case deleted
  case unknown
  /// The office has as many drafts, or as many bytes of them, as it may.
  case noRoom
}

extension Registry {
  func write(_ order: DraftOrder, now: Int64) throws(JournalError) -> DraftOutcome {
    switch order {
    case .put(var row):
      row.changed = now
      row.keptUntil = now + DraftOrder.lifetime
      guard try fits(row, now: now) else { return .noRoom }
      try journal.put(row)
      return .kept(until: row.keptUntil)
    case .delete(let id, let office):
      return try journal.deleteDraft(id, of: office, now: now) ? .deleted : .unknown
    }
  }

  private func fits(_ row: DraftRow, now: Int64) throws(JournalError) -> Bool {
    var (count, bytes) = try journal.draftTotal(of: row.office, changedAfter: now - DraftOrder.lifetime)
    if let before = try journal.draft(row.id, of: row.office, now: now) {
      count -= 1
      bytes -= before.byteCount
    }
    return count < DraftOrder.countMax && bytes + row.byteCount <= DraftOrder.officeBytesMax
  }
}

extension DraftRow {
  fileprivate var byteCount: Int64 { Int64(summary.count + rest.count) }
}

public import Casework

extension JournalReader {
  /// An office's draft that is still kept.
  /// - Parameter now: Unix milliseconds.
  public func draft(_ id: DraftId, of office: Int64, now: Int64) throws(JournalError) -> DraftRow? {
    try refresh()
    return try drafts.row(id, of: office, now: now)
  }

  /// An office's drafts without what lists do not show, the last changed first.
  public func drafts(
    of office: Int64, after place: DraftPlace, limit: Int, now: Int64
  ) throws(JournalError) -> [(row: DraftRow, place: DraftPlace)] {
    try refresh()
    return try drafts.page(of: office, after: place, limit: limit, now: now)
  }
}

extension JournalWriter {
  public func draft(_ id: DraftId, of office: Int64, now: Int64) throws(JournalError) -> DraftRow? {
    try drafts.row(id, of: office, now: now)
  }

  /// Stores a draft in place of the one with its id.
  public func put(_ draft: DraftRow) throws(JournalError) {
    try draftStore.put(draft)
    if firstDraftEnd == 0 || draft.keptUntil < firstDraftEnd { firstDraftEnd = draft.keptUntil }
  }

  /// - Returns: false where there is none.
  public func deleteDraft(_ id: DraftId, of office: Int64, now: Int64) throws(JournalError) -> Bool {
    try draftStore.delete(id, of: office, now: now)
  }

  /// Deletes what is kept no longer, the oldest first.
  /// - Returns: how many there were, up to the limit.
  public func deleteOldDrafts(now: Int64, limit: Int) throws(JournalError) -> Int {
    let count = try draftStore.deleteOld(now: now, limit: limit)
    firstDraftEnd = try draftStore.firstEnd()
    return count
  }

  /// How many drafts of an office were changed after a time, and their bytes.
  public func draftTotal(
    of office: Int64, changedAfter time: Int64
  ) throws(JournalError) -> (count: Int64, bytes: Int64) {
    try draftStore.total(of: office, changedAfter: time)
  }
}

import libpishkhan

extension CounterClient {
  /// Until when the draft is kept, in Unix milliseconds.
  func putDraft(_ draft: Submission, id: IdempotencyKey) throws(CallError) -> Int64 {
    let pool = CStringPool()
    var raw = draft.rawDraft(pool, id: id)
    var until: Int64 = 0
    try withExtendedLifetime(pool) { () throws(CallError) in
      try callForNothing { pishkhan_put_draft($0, &raw, nil, &until, $1) }
    }
    return until
  }

  func draft(_ id: IdempotencyKey) throws(CallError) -> Draft {
    try call(
      freedBy: pishkhan_draft_free, { pishkhan_get_draft($0, id.bytes, nil, $1, $2) }, read: Draft.init)
  }

  /// All of them, page by page.
  func drafts() throws(CallError) -> [Draft] {
    try pages { cursor throws(CallError) in
      try call(freedBy: pishkhan_draft_page_free) {
        pishkhan_list_drafts($0, 200, cursor, nil, $1, $2)
      } read: {
        (values($0.drafts, $0.draft_count, Draft.init), string($0.next_cursor))
      }
    }
  }

  func deleteDraft(_ id: IdempotencyKey) throws(CallError) {
    try callForNothing { pishkhan_delete_draft($0, id.bytes, nil, $1) }
  }
}

import Casework
import Journal

// The counter's own acts: warnings, escalations, lapses, expiries, closings, due times that follow a changed calendar, and
// the end of old drafts.
//
// What is due stands in the journal's index alone, so a restart forgets nothing; it is looked for by the wall clock at every
// batch and at least once a second, so a jump of the clock is followed at once. It is done in the transaction of the batch
// that is under way, a part at a time, so that live orders wait a few milliseconds at the most.

extension Registry {
  /// Acts in one transaction without live orders.
  static let actsLimit = 256
  /// Acts in one transaction beside live orders: half as many as those, but not fewer than this.
  static let actsBesideOrders = 32
  /// Requests that are looked at in one transaction after a calendar has changed.
  private static let walkStep: Int64 = 4_096

  /// Is there, or may there be, something to do? Cheap where there is not.
  var mayBeDue: Bool {
    if isCalendarNew { return true }
    guard journal.earliestDue != 0 || journal.firstDraftEnd != 0 else { return false }
    let now = clock()
    return journal.earliestDue != 0 && journal.earliestDue <= now || isDraftOld(at: now)
  }

  /// A draft is kept no longer: the personal values in it go, whether its office ever calls again or not.
  private func isDraftOld(at now: Int64) -> Bool {
    journal.firstDraftEnd != 0 && journal.firstDraftEnd <= now
  }

  /// A calendar was put by which the due times have not been looked at yet.
  private var isCalendarNew: Bool { Int64(rules.calendarVersion) > journal.calendarMark }

  /// Does what is due, up to a limit, inside the transaction.
  /// - Returns: whether anything was stored.
  func actWhereDue(beside orders: Int, _ result: inout BatchResult) throws(JournalError) -> Bool {
    let limit = orders == 0 ? Self.actsLimit : min(Self.actsLimit, max(Self.actsBesideOrders, orders / 2))
    let now = clock()
    hasMended = false
    let changedBefore = result.changed.count
    let due = try journal.due(at: now, limit: limit + setAside.count)
    for sequence in due where !setAside.contains(sequence) {
      try actWhereDue(on: sequence, now: now, &result)
    }
    result.hasMore = result.changed.count - changedBefore >= limit
    let isMarked = isCalendarNew ? try walk(now: now, limit: limit, &result) : false
    try journal.refreshEarliestDue()
    let oldDrafts = isDraftOld(at: now) ? try journal.deleteOldDrafts(now: now, limit: limit) : 0
    if oldDrafts == limit { result.hasMore = true }
    return isMarked || hasMended || oldDrafts > 0 || result.changed.count > changedBefore
  }

  /// Goes through the requests, a stretch at a time, and lets their due times follow the calendars in force. One that is
  /// stopped begins anew: what it has done already needs nothing more.
  /// - Returns: whether it came to its end.
  private func walk(now: Int64, limit: Int, _ result: inout BatchResult) throws(JournalError) -> Bool {
    if walkVersion != rules.calendarVersion { (walkVersion, walkedTo) = (rules.calendarVersion, 0) }
    let end = min(walkedTo + Self.walkStep, journal.lastSequence)
    let stretch = try journal.unfinished(after: walkedTo, through: end, limit: limit)
    for sequence in stretch { try actWhereDue(on: sequence, now: now, &result) }
    walkedTo = stretch.count == limit ? stretch[limit - 1] : end
    if walkedTo == journal.lastSequence {
      try journal.storeCalendarMark(Int64(walkVersion))
      return true
    }
    result.hasMore = true
    return false
  }

  /// One act at a time: what follows from it at once is due as well, and comes with the next batch.
  private func actWhereDue(
    on sequence: Int64, now: Int64, _ result: inout BatchResult
  ) throws(JournalError) {
    do throws(JournalError) {
      let code = code(of: sequence)
      guard let record = try journal.record(sequence, code: code) else { return setAside(sequence) }
      let terms = rules.terms(of: record)
      guard let act = dueAct(record, now: now, terms: terms) else {
        if record.nextDue != 0 && record.nextDue <= now { return setAside(sequence) }
        return try mend(record)
      }
      let command = Command(act: act, actor: .system(record.channel), expectedVersion: nil, commitments: [])
      let event: CaseEvent
      do throws(Rejection) {
        event = try decide(record, command, now: now, terms: terms)
      } catch { return setAside(sequence) }
      _ = try store(event, command, record, PersonalBody())
      result.changed.append(sequence)
    } catch {
      // A row that can't be read must not keep the others from being done: `pishkhand check` names it.
      guard error.kind == .damaged else { throw error }
      setAside(sequence)
      result.notices.append(error)
    }
  }

  /// Nothing is due, whatever the index says. A calendar's walk comes to most requests so: their index is right.
  private func mend(_ record: RequestRecord) throws(JournalError) {
    guard try journal.nextDue(record.sequence) != record.nextDue else { return }
    try journal.store(due: record)
    hasMended = true
  }

  /// Until the next start.
  private func setAside(_ sequence: Int64) { setAside.insert(sequence) }
}

/// What a request has taken until its end, or until now: working time beside the wall clock's. All in milliseconds.
public struct CaseTimes: Sendable, Equatable {
  /// Working time of the citizen's turns, as far as it counts; a turn under way too.
  public let paused: Int64
  /// What the citizen's turns can take of the agency's time at the most.
  public let pauseCap: Int64
  /// Working time since the submission, without what is paused.
  public let working: Int64
  public let wall: Int64

  /// - Parameter now: Unix milliseconds.
  public init(of record: RequestRecord, now: Int64, terms: CaseTerms) {
    let end = record.ended == 0 ? max(now, record.submitted) : record.ended
    let rules = ClockRules(terms)
    paused = rules.paused(record, at: end)
    pauseCap = rules.pauseCap
    working = max(0, terms.calendar.workingTime(from: record.submitted, to: end) - paused)
    wall = end - record.submitted
  }
}

// The requests' part of version 2. A new journal and one of version 1 take the same statements, so that they can't differ.
//
// `request_due` is the scheduler's. The times of the counter's own acts come later with each submission, so that new rows go
// to the right end of its tree as well. `head.calendar` is the highest version of the calendars by which all due times were
// looked at.
//
// `+state`: without the sign SQLite takes the condition of `request_inbox` for a range, and sorts all of it. `due` is the
// earlier of the two due times; `request_urgency` is the second index that a submission touches, near the right end of its
// service's range, for due times come later with each submission too (measured: 1.8 µs a submission).
enum RequestSchema {
  static let additions = """
    \(columns.map { "ALTER TABLE request ADD COLUMN \($0) INTEGER NOT NULL DEFAULT 0;" }.joined(separator: "\n"))
    ALTER TABLE request ADD COLUMN payment_reference TEXT NOT NULL DEFAULT '';
    DROP INDEX request_inbox;
    CREATE INDEX request_inbox ON request(service, state, sequence) WHERE +state <= 5;
    CREATE INDEX request_due ON request(next_due) WHERE next_due > 0;
    CREATE INDEX request_urgency ON request(service, due) WHERE due > 0;
    CREATE INDEX request_assignee ON request(assignee, service, sequence) WHERE assignee > 0 AND state <= 5;
    CREATE INDEX request_unclaimed ON request(service, sequence) WHERE state = 3 AND assignee = 0;
    ALTER TABLE head ADD COLUMN calendar INTEGER NOT NULL DEFAULT 0;
    """

  private static let columns = [
    "next_due", "due", "clock_next_due", "acknowledge_due", "decide_due", "paused", "escalation",
    "calendar_version",
    "remedy_until", "clock_service", "clock_start", "turn_since", "reminders", "ended", "lease_until",
    "decided_by", "appeal_level", "transfers", "duplicate_of", "result_collected", "tariff", "fee_charged",
    "representation", "representation_until", "complaint_subject", "complaint_request",
  ]

  /// What a replay of version 1's events gives for the rows that it left, but for `ended`: who decided had the request;
  /// while it is the citizen's turn, the question is the last event.
  static let conversion = """
    UPDATE request SET clock_service = service, clock_start = submitted,
      turn_since = CASE state WHEN 4 THEN changed ELSE 0 END,
      decided_by = CASE decision WHEN 0 THEN 0 ELSE assignee END;
    """
}

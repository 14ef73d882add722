import Casework
import TestJournal

/// One thing broken behind the counter's back, to prove that a play would find it.
public enum Sabotage: String, Sendable, CaseIterable {
  /// The last event of a request, with what it did, is gone.
  case dropEvent = "drop-event"
  /// A due time is a minute later.
  case moveDue = "move-due"
  /// A request stands where no act has brought it.
  case changeState = "change-state"
  /// An idempotency key is forgotten.
  case forgetKey = "forget-key"
  /// The counter no longer comes back to a request.
  case forgetDue = "forget-due"
  /// A whole request is gone.
  case dropRequest = "drop-request"
  /// A byte of a personal value is another.
  case changeValue = "change-value"

  /// - Returns: whether there was something to break.
  func strike(_ path: String, _ model: Model) throws -> Bool {
    guard let victim = model.requests.last(where: { $0.isOpen && $0.decideDue != 0 && $0.version > 1 })
    else { return false }
    let sequence = victim.sequence
    switch self {
    case .dropEvent:
      try runSQL("DELETE FROM event WHERE id = \(sequence << 16 | Int64(victim.version))", on: path)
    case .moveDue:
      try runSQL("UPDATE request SET decide_due = decide_due + 60000 WHERE sequence = \(sequence)", on: path)
    case .changeState: try runSQL("UPDATE request SET state = 8 WHERE sequence = \(sequence)", on: path)
    case .forgetKey:
      try runSQL("DELETE FROM idempotency WHERE event = \(sequence << 16 | 1)", on: path)
    case .forgetDue: try runSQL("UPDATE request SET next_due = 0 WHERE sequence = \(sequence)", on: path)
    case .dropRequest: try runSQL("DELETE FROM request WHERE sequence = \(sequence)", on: path)
    case .changeValue:
      try runSQL(
        "UPDATE personal SET body = substr(body, 1, length(body) - 1) || x'7A' WHERE id = \(sequence << 16 | 1)",
        on: path)
    }
    return true
  }
}

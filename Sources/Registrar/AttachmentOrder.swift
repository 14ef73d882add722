public import Casework
public import Journal

/// What the writer is asked for about stored files.
public enum AttachmentOrder: Sendable {
  /// The row of a file that is whole, synced and in its place.
  case store(AttachmentRow)
  /// The rows of files that nobody has brought into a request; those that somebody has meanwhile stay.
  case forget([AttachmentId])
}

/// How it ended.
public enum AttachmentOutcome: Sendable, Equatable {
  case stored
  /// Its row was there already.
  case storedBefore(AttachmentRow)
  /// The files whose rows are gone.
  case forgotten([AttachmentId])
}

extension Registry {
  /// Is each of an act's files stored, and in no request yet? Two acts may have been made ready with the same file.
  func areFree(_ attachments: [AttachmentReference]) throws(JournalError) -> Bool {
    for attachment in attachments {
      guard let row = try journal.attachment(attachment.id), !row.isBound else { return false }
    }
    return true
  }

  func write(_ order: AttachmentOrder) throws(JournalError) -> AttachmentOutcome {
    switch order {
    case .store(let row):
      if let stored = try journal.attachment(row.id) { return .storedBefore(stored) }
      try journal.insert(row)
      return .stored
    case .forget(let ids):
      var forgotten: [AttachmentId] = []
      for id in ids {
        if try journal.attachment(id)?.isBound == true { continue }
        try journal.deleteUnboundAttachment(id)
        forgotten.append(id)
      }
      return .forgotten(forgotten)
    }
  }
}

public import Casework

extension JournalReader {
  public func attachment(_ id: AttachmentId) throws(JournalError) -> AttachmentRow? {
    try refresh()
    return try attachments.row(id)
  }

  /// Bytes of a caller's files that no event has brought into a request.
  public func unboundBytes(of uploader: Int64) throws(JournalError) -> UInt64 {
    try refresh()
    return try attachments.unboundBytes(of: uploader)
  }

  /// How many files a request has, with those that were uploaded for it and are not in it yet.
  public func attachmentCount(ofRequest sequence: Int64) throws(JournalError) -> Int64 {
    try refresh()
    return try attachments.count(ofRequest: sequence)
  }

  /// The files that events have brought into a request, in that order.
  public func attachments(ofRequest sequence: Int64) throws(JournalError) -> [AttachmentRow] {
    try refresh()
    return try attachments.bound(toRequest: sequence)
  }

  /// Files that no event has brought into a request, stored before a time in Unix milliseconds.
  public func unboundAttachments(before time: Int64, limit: Int) throws(JournalError) -> [AttachmentId] {
    try refresh()
    return try attachments.unbound(before: time, limit: limit)
  }
}

extension JournalWriter {
  public func attachment(_ id: AttachmentId) throws(JournalError) -> AttachmentRow? {
    try attachments.row(id)
  }

  /// Stores the row of a file that is whole, synced and in its place.
  public func insert(_ attachment: AttachmentRow) throws(JournalError) {
    try attachmentStatements.insert(attachment)
  }

  /// Brings files into a request for good; their names and hashes go with the event's personal values from now on.
  public func bindAttachments(_ ids: [AttachmentId], to event: EventId) throws(JournalError) {
    for (place, id) in ids.enumerated() { try attachmentStatements.bind(id, to: event, place: place) }
  }

  /// Deletes the row of a file that no event has brought into a request; leaves others alone.
  public func deleteUnboundAttachment(_ id: AttachmentId) throws(JournalError) {
    try attachmentStatements.deleteUnbound(id)
  }
}

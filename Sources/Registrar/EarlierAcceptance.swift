public import Journal
public import Sealing

/// What an idempotency key was answered before, read from a snapshot rather than by the writer.
public enum EarlierAcceptance {
  /// - Returns: `.accepted` as a repetition, `.keyReused` for other content, nil for a new key.
  public static func find(
    _ key: IdempotencyKey, _ content: ContentHash, _ reader: JournalReader, _ cipher: TrackingCodeCipher,
    _ hasher: SHA256Context
  ) throws(JournalError) -> Outcome? {
    guard let earlier = try reader.entry(key) else { return nil }
    guard earlier.content == content else { return .keyReused }
    let code = cipher.code(sequence: UInt64(earlier.event.sequence), shard: 0)
    guard let body = try reader.body(earlier.event),
      let record = try reader.record(earlier.event.sequence, code: code)
    else { throw JournalError(.damaged, "the journal is damaged: a key names an event that is not there") }
    return .accepted(try Acceptance(repeating: body, of: record, hasher))
  }
}

import Casework
import TestJournal

@testable import Journal

func digest(of byte: UInt8) -> Digest { Digest([UInt8](repeating: byte, count: Digest.byteCount))! }

let anyCode = TrackingCode(epoch: 0, encrypted: 1)
let otherCode = TrackingCode(epoch: 0, encrypted: 2)

extension RequestRecord {
  /// A new request as the journal keeps it.
  static func new(_ sequence: Int64, service: Int64 = 1, state: RequestState = .submitted) -> RequestRecord {
    RequestRecord(
      sequence: sequence, trackingCode: anyCode, version: 1, state: state, service: service, office: 1,
      channel: .counter, assisted: true, region: "IR-07", citizen: digest(of: 1), submitted: 1_000,
      changed: 1_000, assignee: 0, lastHash: digest(of: 2), reason: "", asked: [], feedbackGiven: false,
      secretGeneration: 0, decision: 0)
  }
}

extension JournalWriter {
  /// Stores requests that are new, each with one event of a byte, in a transaction.
  func store(_ records: [RequestRecord], _ values: PersonalBody = PersonalBody()) throws(JournalError) {
    try begin()
    for record in records { try insert(record, values) }
    try commit()
  }

  /// Stores a request: its submission, and where something has happened to it another event that left it so.
  func insert(_ record: RequestRecord, _ values: PersonalBody = PersonalBody()) throws(JournalError) {
    var opened = record
    (opened.state, opened.assignee) = (.submitted, 0)
    try keeping([UInt8(truncatingIfNeeded: record.sequence)]) { (body) throws(JournalError) in
      try insert(opened, body: body, values)
    }
    guard opened != record else { return }
    var later = record
    later.version = 2
    try update(later, due: opened.nextDue)
  }

  /// - Parameter due: the `nextDue` that is stored.
  func update(
    _ record: RequestRecord, due: Int64 = 0, _ values: PersonalBody = PersonalBody()
  ) throws(JournalError) {
    try keeping([UInt8(truncatingIfNeeded: record.version)]) { (body) throws(JournalError) in
      try update(record, due: due, body: body, values)
    }
  }

  private func keeping(
    _ body: [UInt8], _ use: (UnsafeRawBufferPointer) throws(JournalError) -> Void
  ) throws(JournalError) {
    let result = body.withUnsafeBytes { bytes in
      Result { () throws(JournalError) in try use(bytes) }
    }
    try result.get()
  }
}

/// What an attempt on the journal ended with.
func failure<Value>(_ attempt: () throws(JournalError) -> Value) -> JournalError? {
  do throws(JournalError) {
    _ = try attempt()
    return nil
  } catch { return error }
}

import Casework
import Journal
public import Sealing

/// Checks a journal against itself: pages, order of events, each request's chain of hashes, the projections against a
/// replay of the events, and the personal values against their commitments. Changes nothing.
public struct JournalAudit {
  /// What was looked at and what is wrong.
  public struct Report: Sendable, Equatable {
    public var requests: Int64 = 0
    public var events: Int64 = 0
    public var personalValues: Int64 = 0
    /// One line each; tracking codes, never personal values. At most `findingsLimit`.
    public var findings: [String] = []

    public var isSound: Bool { findings.isEmpty }
  }

  public static let findingsLimit = 100

  private let scan: JournalScan
  private let directory: Directory
  private let cipher: TrackingCodeCipher
  private let hasher: SHA256Context
  private let citizenKeys: HMACContext
  private var report = Report()
  /// Files that events name.
  private var namedFiles: Int64 = 0

  /// - Parameter progress: told how many requests are checked, of how many, now and then.
  public static func run(
    path: String, keys: KeyRing, progress: (_ done: Int64, _ of: Int64) -> Void
  ) throws -> Report {
    try MasterKeyTable.verify(path: path, fingerprint: keys.fingerprint)
    var audit = JournalAudit(
      scan: try JournalScan(path: path), directory: try DirectoryTables.load(path: path),
      cipher: try TrackingCodeCipher(keys: keys), hasher: try SHA256Context(),
      citizenKeys: try HMACContext(key: keys.citizenKey))
    try audit.checkWhole()
    let last = try audit.scan.lastSequence
    var sequence: Int64 = 0
    // A forged sequence can be as large as it likes: after the last finding that is told nothing more is looked for.
    while sequence < last && audit.report.findings.count < findingsLimit {
      sequence += 1
      try audit.checkReadable(sequence)
      if sequence % 10_000 == 0 { progress(sequence, last) }
    }
    if try audit.report.isSound && audit.scan.boundAttachmentCount != audit.namedFiles {
      audit.find("files are said to be in requests whose events do not name them")
    }
    return audit.report
  }

  private init(
    scan: JournalScan, directory: Directory, cipher: TrackingCodeCipher, hasher: SHA256Context,
    citizenKeys: HMACContext
  ) {
    self.scan = scan
    self.directory = directory
    self.cipher = cipher
    self.hasher = hasher
    self.citizenKeys = citizenKeys
  }

  private mutating func find(_ line: String) {
    if report.findings.count < Self.findingsLimit { report.findings.append(line) }
  }

  private mutating func checkWhole() throws(JournalError) {
    for page in try scan.damagedPages() { find("the file: \(page)") }
    if try !scan.isOrderWhole { find("the order of events has gaps, or does not end at the head") }
    let stray = try scan.strayRows
    if stray > 0 { find("\(stray) keys, personal values or events belong to nothing") }
    if try scan.hasDisorder { find("the events of a request are out of order") }
    let unkeyed = try scan.unkeyedEvents
    if unkeyed > 0 {
      find("\(unkeyed) events have no idempotency key: repeated calls would store them again")
    }
    let figures = try scan.wrongFigures
    if figures > 0 { find("the figures of \(figures) offices are not those of their submissions") }
    let places = try scan.wrongPlaces
    if places > 0 { find("\(places) offices are not where the index of places has them") }
    report.requests = try scan.requestCount
    report.events = try scan.eventCount
    if report.requests != (try scan.lastSequence) { find("sequences have gaps: a request is missing") }
  }

  /// A row that can't be read is a finding and ends nothing but its request's check.
  private mutating func checkReadable(_ sequence: Int64) throws(JournalError) {
    do throws(JournalError) {
      try checkRequest(sequence)
    } catch {
      guard error.kind == .damaged else { throw error }
      find("request \(cipher.code(sequence: UInt64(sequence), shard: 0).grouped): \(error.description)")
    }
  }

  private mutating func checkRequest(_ sequence: Int64) throws(JournalError) {
    let code = cipher.code(sequence: UInt64(sequence), shard: 0)
    guard let stored = try scan.record(sequence, code: code) else {
      return find("request \(code.grouped) is missing")
    }
    var replayed: RequestRecord?
    for body in try scan.bodies(sequence) {
      let hash = body.withUnsafeBytes { hasher.digest(of: $0) }
      let event: CaseEvent
      do throws(EventDecodingError) {
        event = try CaseEvent(body)
      } catch {
        return find("request \(code.grouped): an event can't be read (\(error))")
      }
      guard event.trackingCode == code, event.follows(replayed) else {
        return find("request \(code.grouped): event \(event.number) does not follow the one before it")
      }
      try checkFiles(event, sequence)
      try checkPersonal(event, EventId(sequence: sequence, number: event.number), stored)
      replayed = next(replayed, event, hash, stored)
    }
    if replayed?.withLease(of: stored) != stored {
      find("request \(code.grouped): its row differs from its events")
    }
    if try scan.nextDue(sequence) != stored.nextDue {
      find("request \(code.grouped): the counter would act on it at another time than it is due")
    }
  }

  private func next(
    _ record: RequestRecord?, _ event: CaseEvent, _ hash: Digest, _ stored: RequestRecord
  ) -> RequestRecord {
    guard var record else {
      // The event names office and service; the citizen is taken as stored, and checked by the national id.
      let submission = Submission(
        service: serviceRow(event), serviceCode: event.service, serviceVersion: event.serviceVersion,
        office: event.complaintSubject == nil ? directory.office(id: event.office)?.row ?? 0 : 0,
        region: event.region, citizen: stored.citizen)
      return RequestRecord(opened: event, hash: hash, sequence: stored.sequence, submission)
    }
    record.apply(event, hash: hash, rows: rows(event))
    return record
  }

  private func rows(_ event: CaseEvent) -> EventRows {
    EventRows(
      actor: directory.principal(name: event.actor)?.row ?? 0,
      assignee: directory.principal(name: event.assignee)?.row ?? 0, service: serviceRow(event))
  }

  private func serviceRow(_ event: CaseEvent) -> Int64 {
    directory.services.first { $0.code == event.service && $0.version == event.serviceVersion }
      .map { Int64($0.number) } ?? 0
  }

  /// Where values are there, they must be the ones that the event committed to. Where they were erased there are none.
  private mutating func checkPersonal(
    _ event: CaseEvent, _ id: EventId, _ stored: RequestRecord
  ) throws(JournalError) {
    let values = try scan.personalValues(of: id)
    if values.isEmpty { return }
    report.personalValues += Int64(values.count)
    let commitments = values.map { value in
      Commitment(kind: value.kind, attribute: value.attribute, digest: commitment(to: value))
    }
    if commitments != event.commitments {
      find(
        "request \(event.trackingCode.grouped): personal values of event \(event.number) are not those committed to"
      )
    }
    for value in values where value.kind == .nationalId {
      let citizen = value.value.withUnsafeBytes { citizenKeys.code(of: $0) }
      if citizen != stored.citizen {
        find("request \(event.trackingCode.grouped): it belongs to another citizen than its national id says")
      }
    }
  }

  /// Each file that an event names has a row that says the same.
  private mutating func checkFiles(_ event: CaseEvent, _ sequence: Int64) throws(JournalError) {
    for named in event.attachments {
      namedFiles += 1
      let row = try scan.attachment(named.id)
      let told = row.map {
        AttachmentReference(
          id: $0.id, attribute: $0.attribute, mediaType: $0.mediaType.rawValue, size: $0.size)
      }
      if told != named || row?.request != sequence || row?.event != event.number {
        find(
          "request \(event.trackingCode.grouped): the row of attachment \(named.id.hexadecimal) differs from event \(event.number)"
        )
      }
    }
  }

  private func commitment(to value: PersonalValue) -> Digest {
    hasher.start()
    value.salt.withUnsafeBytes { hasher.update($0) }
    value.value.withUnsafeBytes { hasher.update($0) }
    return hasher.finish()
  }
}

extension CaseEvent {
  /// Could it come after this record? What `apply` asserts.
  fileprivate func follows(_ record: RequestRecord?) -> Bool {
    guard let record else { return number == 1 && action == .submit && from == nil && previous == Digest() }
    return number == record.version + 1 && from == record.state && previous == record.lastHash
      && time >= record.changed
  }
}

extension RequestRecord {
  /// A lease is renewed in the row alone: it may end later than its claim said.
  fileprivate func withLease(of stored: RequestRecord) -> RequestRecord {
    guard leaseUntil != 0 && stored.leaseUntil > leaseUntil else { return self }
    var record = self
    record.leaseUntil = stored.leaseUntil
    return record
  }
}

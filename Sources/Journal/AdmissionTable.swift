import Casework

/// Decides, inside the transaction that stores a submission, whether its counter may take it in. For the writer's connection.
final class AdmissionTable {
  private let database: Database
  private let service: Statement
  private let office: Statement
  private let delegations: Statement
  private let use: Statement
  private let count: Statement
  /// The directory's position, as far as it is known; nil: to be read.
  private var position: Int64?

  init(_ database: Database) throws(JournalError) {
    self.database = database
    service = try Statement("SELECT code, status FROM service WHERE row = ?", on: database)
    office = try Statement("SELECT status, region FROM office WHERE row = ?", on: database)
    delegations = try Statement(
      """
      SELECT number, from_time, until_time, daily_cap, status FROM delegation
      WHERE service = ?1 AND (office = ?2 OR (office = 0 AND region = ?3)) ORDER BY number
      """, on: database)
    use = try Statement(
      "SELECT day, count FROM delegation_use WHERE delegation = ? AND office = ?", on: database)
    count = try Statement("INSERT OR REPLACE INTO delegation_use VALUES(?, ?, ?, ?)", on: database)
  }

  /// The directory has changed, or a transaction was taken back.
  func forgetPosition() { position = nil }

  /// Looks again where the directory has changed since the loop looked, and counts where the delegation has a daily cap.
  /// - Parameter now: Unix milliseconds.
  func refusal(
    of submission: Submission, _ admission: Admission, now: Int64
  ) throws(JournalError) -> AdmissionRefusal? {
    var admission = admission
    if try hasChanged(since: admission.directory) {
      switch try standing(of: submission, now: now) {
      case .failure(let refusal): return refusal
      case .success(let delegation):
        admission.delegation = delegation.number
        admission.dailyCap = delegation.dailyCap
      }
    }
    return admission.dailyCap == 0 ? nil : try countUse(submission.office, admission, now)
  }

  private func hasChanged(since seen: Int64) throws(JournalError) -> Bool {
    if position == seen { return false }
    // A command on the data folder may have changed it too.
    let current = try DirectoryRecord.lastPosition(database)
    position = current
    return current != seen
  }

  private func standing(
    of submission: Submission, now: Int64
  ) throws(JournalError) -> Result<Delegation, AdmissionRefusal> {
    defer {
      service.reset()
      office.reset()
      delegations.reset()
    }
    service.bind(1, submission.service)
    guard try service.step(), service.text(1) == ServiceStatus.published.rawValue else {
      return .failure(.serviceNotPublished)
    }
    office.bind(1, submission.office)
    guard try office.step(), office.integer(0) == Int64(Office.Status.active.rawValue) else {
      return .failure(.officeNotActive)
    }
    delegations.bind(1, service.text(0))
    delegations.bind(2, submission.office)
    delegations.bind(3, office.text(1))
    var found: [Delegation] = []
    while try delegations.step() {
      found.append(
        Delegation(
          number: try delegations.number(0), service: "", office: 0, region: "",
          from: delegations.integer(1), until: delegations.integer(2), dailyCap: try delegations.number(3),
          status: try delegations.value(4, "a delegation's status")))
    }
    let standing = DelegationStanding(of: found, now: now)
    guard case .live(let delegation) = standing else {
      return .failure(AdmissionRefusal(standing) ?? .delegationMissing)
    }
    return .success(delegation)
  }

  private func countUse(
    _ office: Int64, _ admission: Admission, _ now: Int64
  ) throws(JournalError) -> AdmissionRefusal? {
    let day = CivilDay(of: now, offsetMinutes: admission.offsetMinutes)
    use.bind(1, admission.delegation)
    use.bind(2, office)
    let used = try use.step() && use.integer(0) == Int64(day.number) ? use.integer(1) : 0
    use.reset()
    guard used < Int64(admission.dailyCap) else {
      let dayMilliseconds: Int64 = 86_400_000
      let local = now + Int64(admission.offsetMinutes) * 60_000
      return .dailyCapReached(left: (Int64(day.number) + 1) * dayMilliseconds - local)
    }
    count.bind(1, admission.delegation)
    count.bind(2, office)
    count.bind(3, Int64(day.number))
    count.bind(4, used + 1)
    try count.run()
    return nil
  }
}

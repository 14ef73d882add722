import Casework
import Journal
import Registrar
import Sealing
import TestSupport

/// How a play went.
public struct Figures: Sendable, Equatable {
  public var requests = 0
  public var events = 0
  public var steps = 0
  public var crashes = 0
  /// Letters that were answered with an earlier acceptance.
  public var repetitions = 0
  public var refusals = 0
  /// Of the counter's own acts.
  public var ownActs = 0
  /// SHA-256 over all events.
  public var digest = ""

  public init() {}

  /// Adds the counts of another play.
  public mutating func add(_ other: Figures) {
    requests += other.requests
    events += other.events
    steps += other.steps
    crashes += other.crashes
    repetitions += other.repetitions
    refusals += other.refusals
    ownActs += other.ownActs
  }
}

/// One seeded run of the province.
public final class Play {
  static let hour: Int64 = 3_600_000
  static let day: Int64 = 86_400_000
  /// 2026-03-21, New Year's day 1405.
  static let firstDay = 20_533

  let server: Server
  let model = Model()
  let scribe: Scribe
  let chronicle: Chronicle
  var agenda = Agenda<Intention>()
  var numbers: SplitMix64
  var calendars: Calendars
  public internal(set) var figures = Figures()
  /// The time as it is; the machine's clock may say another.
  public internal(set) var now: Int64
  var clockError: Int64 = 0
  /// The server is down until then.
  var downUntil: Int64 = 0
  /// By agency: no work until then.
  var strikes: [String: Int64] = [:]
  let days: Int
  private let sabotage: Sabotage?
  private var isSabotaged = false

  /// - Parameters:
  ///   - days: how long it lasts.
  ///   - isTold: each event is written to the standard output.
  ///   - sabotage: what is broken half way, to see it found.
  public init(seed: UInt64, days: Int = 365, isTold: Bool = false, sabotage: Sabotage? = nil) throws {
    self.days = days
    self.sabotage = sabotage
    numbers = SplitMix64(seed: seed)
    calendars = Calendars(firstDay: Self.firstDay, days: days + 400, &numbers)
    now = Int64(Self.firstDay) * Self.day
    server = try Server(calendars, time: now)
    scribe = try Scribe(keys: server.keys, seed: seed)
    chronicle = try Chronicle(isTold: isTold)
    for calendar in calendars.all { lay(calendar) }
    plan()
  }

  private var end: Int64 { Int64(Self.firstDay + days) * Self.day }
  /// What the machine's clock says.
  var told: Int64 { now + clockError }

  func lay(_ calendar: RegionCalendar) {
    model.put(
      NaiveCalendar(calendar, firstDay: Self.firstDay - 40, days: days + 480), region: calendar.region)
  }

  /// Plays to the end.
  /// - Throws: `Discrepancy` at the first step after which counter and model differ.
  public func run() throws -> Figures {
    while try step() {}
    clockError = 0
    now = max(now, end)
    downUntil = 0
    server.disk.keepPower()
    try exchange([])
    try compareAll()
    try server.stop()
    try audit()
    figures.requests = model.requests.count
    figures.events = model.events
    figures.digest = chronicle.digest()
    return figures
  }

  /// One step: what comes next comes together with all that comes soon after it.
  private func step() throws -> Bool {
    guard let next = nextTime(), next < end else { return false }
    figures.steps += 1
    now = max(now, next + (chance(20) ? 0 : Int64.random(in: 0..<2 * Self.hour, using: &numbers)))
    var letters: [Letter] = []
    while letters.count < 12, let intention = agenda.take(by: now) {
      if let letter = try carryOut(intention) { post(letter, &letters) }
    }
    guard now >= downUntil else {
      for letter in letters { sendAgain(letter) }
      return true
    }
    try exchange(letters)
    return true
  }

  private func nextTime() -> Int64? {
    var times = [agenda.nextTime, model.nextDue.map { max(now, $0 - clockError) }].compactMap { $0 }
    if now < downUntil { times = [max(downUntil, agenda.nextTime ?? downUntil)] }
    return times.min()
  }

  /// Breaks what is to be broken, half way, right before somebody looks: the next act on a request would write over much.
  func sabotageOnce() throws {
    guard !isSabotaged, let sabotage, now > Int64(Self.firstDay + days / 2) * Self.day else { return }
    isSabotaged = try sabotage.strike(server.path, model)
  }

  /// The journal against itself, as `pishkhand check` does it.
  private func audit() throws {
    let report = try JournalAudit.run(path: server.path, keys: server.keys) { _, _ in }
    guard report.isSound else {
      throw Discrepancy("pishkhand check: \(report.findings.joined(separator: "; "))")
    }
    guard report.events == model.events, report.requests == model.requests.count else {
      throw Discrepancy("pishkhand check counts \(report.events) events, expected \(model.events)")
    }
  }

  /// True so many times in a hundred.
  func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &numbers) < percent }
}

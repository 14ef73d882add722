import TestSupport
import Testing

@testable import Casework

/// A request lived through by seeded commands, sensible and senseless ones mixed.
struct RandomHistory {
  var numbers: SplitMix64
  var record: RequestRecord
  var bodies: [[UInt8]] = []
  var refused = 0
  private let terms: CaseTerms
  private var clock: Int64 = 1_750_000_000_000

  init(seed: UInt64, terms: CaseTerms = .sample) {
    self.terms = terms
    numbers = SplitMix64(seed: seed)
    let command = Command(.submit(.sample), by: .sample(.office), seeing: nil)
    let event: CaseEvent
    do throws(Rejection) {
      event = try open(.sample, command, code: sampleCode, now: clock, terms: terms)
    } catch { preconditionFailure("\(error)") }
    var body: [UInt8] = []
    event.encode(into: &body)
    record = RequestRecord(opened: event, hash: Self.hash(body), sequence: 1, .sample)
    bodies.append(body)
  }

  /// A stand-in for SHA-256, which this room does not know: different bytes, different words.
  static func hash(_ body: [UInt8]) -> Digest {
    var numbers = SplitMix64(
      seed: body.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
    return randomDigest(&numbers)
  }

  mutating func step() {
    // Clocks jump back at times, and at times nothing happens for days.
    let isQuiet = UInt8.random(in: 0..<6, using: &numbers) == 0
    clock += .random(in: isQuiet ? 0...40 * day : -500...7_200_000, using: &numbers)
    if let act = ClockRules(terms).dueAct(record, at: max(clock, record.changed)) {
      take(Command(act, by: .system(record.channel), seeing: nil))
    }
    take(randomCommand())
  }

  private mutating func take(_ command: Command) {
    let before = record
    do throws(Rejection) {
      let event = try decide(record, command, now: clock, terms: terms)
      var body: [UInt8] = []
      event.encode(into: &body)
      record.apply(event, hash: Self.hash(body), rows: command.rows)
      bodies.append(body)
    } catch {
      refused += 1
      #expect(record == before)
    }
  }

  private mutating func randomCommand() -> Command {
    let action = randomAction()
    let rows = LifecycleRow.all.first { $0.action == action }!.roles
    let role = rows.randomElement(using: &numbers) ?? .citizen
    let isSensible = UInt8.random(in: 0..<4, using: &numbers) > 0
    let principal = isSensible && record.assignee != 0 ? record.assignee : .random(in: 7...9, using: &numbers)
    var act = action.sampleAct
    if action == .answer && isSensible { act = .answer(record.asked) }
    let asked = ["photo", "address", "نشانی"].prefix(.random(in: 1...3, using: &numbers))
    let commitments =
      action == .askCitizen
      ? asked.map { Commitment(kind: .question, attribute: $0, digest: randomDigest(&numbers)) } : []
    return Command(
      act, by: .sample(role, principal: principal, level: .random(in: 0...2, using: &numbers)),
      seeing: isSensible ? record.version : .random(in: 0...9, using: &numbers), commitments)
  }

  /// Half of the time one that fits the state. A life is to be long: ends are rare.
  private mutating func randomAction() -> Action {
    let isFitting = Bool.random(using: &numbers)
    var fitting = Lifecycle.transitions.filter { $0.from.contains(record.state) }.map(\.action)
    if UInt8.random(in: 0..<10, using: &numbers) > 0 {
      fitting.removeAll { $0 == .withdraw || $0 == .markDuplicate }
    }
    return (isFitting ? fitting : Action.allCases).randomElement(using: &numbers) ?? .addMessage
  }

  /// The row of "principal-7"; 0 for nobody.
  private static func row(_ name: String) -> Int64 {
    name.split(separator: "-").last.flatMap { Int64($0) } ?? 0
  }

  /// The record made again from the stored bytes alone, and who is which row.
  func replayed() throws -> RequestRecord {
    let first = try CaseEvent(bodies[0])
    var record = RequestRecord(opened: first, hash: Self.hash(bodies[0]), sequence: 1, .sample)
    for body in bodies.dropFirst() {
      let event = try CaseEvent(body)
      record.apply(
        event, hash: Self.hash(body),
        rows: EventRows(
          actor: Self.row(event.actor), assignee: Self.row(event.assignee),
          service: event.service.isEmpty ? 0 : 4))
    }
    return record
  }
}

import Casework
import Journal
import Sealing
import TestJournal
import TestSupport
import Testing

@testable import Registrar

/// A journal filled by seeded batches of filings, sensible and senseless ones, repeated ones too.
private struct SeededLife {
  let open: OpenRegistry
  let journal: SmallJournal
  private var numbers: SplitMix64
  private var requests: [Acceptance] = []
  private var sent: [Filing] = []
  private var next: UInt64 = 1
  /// The last acceptance of each key.
  private(set) var accepted: [Acceptance] = []
  private(set) var refused = 0

  init(seed: UInt64) throws {
    journal = try SmallJournal()
    let clock = SetClock(1_000_000)
    numbers = SplitMix64(seed: seed)
    open = try OpenRegistry(
      journal,
      time: {
        clock.set(clock.now + 7)
        return clock.now
      })
  }

  mutating func batch() {
    let filings = (0..<Int.random(in: 1...12, using: &numbers)).map { _ in filing() }
    for outcome in open.commit(filings) {
      switch outcome {
      case .accepted(let acceptance):
        if acceptance.number == 1 && !acceptance.isRepeated { requests.append(acceptance) }
        accepted.append(acceptance)
      default: refused += 1
      }
    }
    sent += filings
  }

  private mutating func filing() -> Filing {
    let dice = UInt8.random(in: 0..<10, using: &numbers)
    if dice == 0, let earlier = sent.randomElement(using: &numbers) { return earlier }
    next += 1
    guard dice > 2, let request = requests.randomElement(using: &numbers) else {
      return open.maker.submission(next, noteBytes: dice == 1 ? 6_000 : 0)
    }
    let acts: [(Act, Actor, [(PersonalKind, String, String)])] = [
      (.acknowledge, FilingMaker.registry, []), (.claim(lease: 0), FilingMaker.registry, []),
      (.claim(lease: 0), FilingMaker.otherRegistry, []),
      (.askCitizen(["note"]), FilingMaker.registry, [(.question, "note", "چرا؟")]),
      (.answer(["note"]), FilingMaker.citizen, [(.formValue, "note", "زیرا")]),
      (.answer(["note"]), FilingMaker.office, [(.formValue, "note", "")]),
      (.fulfil, FilingMaker.registry, []),
      (.refuse(reason: "incomplete"), FilingMaker.otherRegistry, [(.note, "", "ناقص")]),
      (.confirm, FilingMaker.citizen, []), (.withdraw, FilingMaker.citizen, []),
      (
        .giveFeedback([SurveyNumber(question: "overall", number: 3)], .partly), FilingMaker.citizen,
        [(.feedbackText, "comment", "خوب")]
      ),
    ]
    let (act, actor, values) = acts.randomElement(using: &numbers)!
    let version = act.action == .giveFeedback ? nil : UInt32.random(in: 1...4, using: &numbers)
    return open.maker.act(act, on: request, seeing: version, by: actor, values, number: next)
  }
}

@Suite("What the journal stores")
struct StoredReplayTests {
  @Test("is what a replay of its events gives", arguments: 1...12 as ClosedRange<UInt64>)
  func replays(seed: UInt64) throws {
    var life = try SeededLife(seed: seed)
    for _ in 0..<20 { life.batch() }
    #expect(life.refused > 10, "seed \(seed)")
    let scan = try JournalScan(path: life.journal.path)
    let cipher = try TrackingCodeCipher(keys: life.journal.keys)
    let hasher = try SHA256Context()
    for sequence in 1...(try scan.lastSequence) {
      let code = cipher.code(sequence: UInt64(sequence), shard: 0)
      let stored = try #require(try scan.record(sequence, code: code))
      #expect(try replay(scan.bodies(sequence), stored, hasher) == stored, "seed \(seed), \(sequence)")
    }
    #expect(try audit(life.journal.path, life.journal.keys).findings == [], "seed \(seed)")
  }

  /// The record made again from the bytes of the events, each of which must encode to itself.
  private func replay(
    _ bodies: [[UInt8]], _ stored: RequestRecord, _ hasher: SHA256Context
  ) throws -> RequestRecord? {
    var record: RequestRecord?
    for body in bodies {
      let event = try CaseEvent(body)
      var again: [UInt8] = []
      event.encode(into: &again)
      #expect(again == body)
      let hash = body.withUnsafeBytes { hasher.digest(of: $0) }
      let principal = SmallJournal.principals.firstIndex { $0.name == event.actor }.map { Int64($0 + 1) } ?? 0
      if record == nil {
        let submission = Submission(
          service: 1, serviceCode: "id-card", serviceVersion: 1, office: 1, region: "IR-07",
          citizen: stored.citizen)
        record = RequestRecord(opened: event, hash: hash, sequence: stored.sequence, submission)
      } else {
        record?.apply(event, hash: hash, rows: EventRows(actor: principal))
      }
    }
    return record
  }

  @Test("is what was answered, event by event", arguments: 13...16 as ClosedRange<UInt64>)
  func storesAnswers(seed: UInt64) throws {
    var life = try SeededLife(seed: seed)
    for _ in 0..<20 { life.batch() }
    let hashes = try storedHashes(life.journal.path)
    let places = life.accepted.map { EventId(sequence: $0.sequence, number: $0.number) }
    #expect(Set(places) == Set(hashes.keys), "seed \(seed)")
    for (acceptance, place) in zip(life.accepted, places) {
      #expect(hashes[place] == acceptance.hash, "seed \(seed)")
    }
    #expect(life.accepted.contains { $0.isRepeated }, "seed \(seed)")
  }
}
